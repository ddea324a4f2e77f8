import type { infer as Infer, ZodMiniType } from 'zod/mini';
import { addDays, weekdayOf } from '#lib/domain/basics/calendar.ts';
import { device, person } from '#lib/domain/access/access.ts';
import { booking } from '#lib/domain/booking/booking.ts';
import { lease } from '#lib/domain/booking/lease.ts';
import { slot } from '#lib/domain/booking/slot.ts';
import { topic } from '#lib/domain/booking/topic.ts';
import { holiday, office } from '#lib/domain/office/office.ts';

interface TableDefinition<Row> {
	readonly schema: ZodMiniType<Row>;
	readonly id: (row: Row) => string;
	/** Rows with a day leave the tablet when that day is past. */
	readonly day: (row: Row) => string | null;
	/** The tablet encrypts rows in groups; small enough to rewrite, large enough to load fast. */
	readonly group: (row: Row) => string;
}

const define = <Row>(definition: TableDefinition<Row>): TableDefinition<Row> => definition;

const all = (): string => 'all';
const never = (): null => null;

const weekOf = (date: string): string => addDays(date, -((weekdayOf(date) + 6) % 7));
const dayOfSlot = (id: string): string => id.split('.')[1] ?? '';

/** Every table that travels: one line here, one table in the migrations. */
export const tables = {
	office: define({ schema: office, id: (row) => row.officeId, day: never, group: all }),
	topic: define({ schema: topic, id: (row) => row.topicId, day: never, group: all }),
	holiday: define({ schema: holiday, id: (row) => row.date, day: never, group: all }),
	person: define({ schema: person, id: (row) => row.personId, day: never, group: all }),
	device: define({ schema: device, id: (row) => row.deviceId, day: never, group: all }),
	slot: define({
		schema: slot,
		id: (row) => row.slotId,
		day: (row) => row.date,
		group: (row) => weekOf(row.date)
	}),
	lease: define({
		schema: lease,
		id: (row) => row.leaseId,
		day: (row) => dayOfSlot(row.slotId),
		group: all
	}),
	booking: define({
		schema: booking,
		id: (row) => row.bookingId,
		day: (row) => row.date,
		group: (row) => row.date
	})
};

export type TableName = keyof typeof tables;
export type RowOf<Name extends TableName> = Infer<(typeof tables)[Name]['schema']>;
export type AnyRow = RowOf<TableName>;
export type Write = {
	[Name in TableName]: { readonly table: Name; readonly row: RowOf<Name> };
}[TableName];

export const tableNames = Object.keys(tables) as TableName[];

const definitionOf = (name: TableName): TableDefinition<AnyRow> =>
	tables[name] as unknown as TableDefinition<AnyRow>;

export const rowId = (name: TableName, row: AnyRow): string => definitionOf(name).id(row);
export const rowDay = (name: TableName, row: AnyRow): string | null => definitionOf(name).day(row);
export const rowGroup = (name: TableName, row: AnyRow): string => definitionOf(name).group(row);

/** The row when it fits its table's schema, otherwise undefined. */
export function readRow(name: TableName, row: unknown): AnyRow | undefined {
	const parsed = definitionOf(name).schema.safeParse(row);
	return parsed.success ? parsed.data : undefined;
}

/** 48 bits that change when a row of a space comes, goes or gets another version. */
export function rowSum(table: string, id: string, version: number): number {
	let high = 0xdeadbeef;
	let low = 0x41c6ce57;
	const text = `${table}/${id}@${version}`;
	for (let index = 0; index < text.length; index += 1) {
		const code = text.charCodeAt(index);
		high = Math.imul(high ^ code, 2_654_435_761);
		low = Math.imul(low ^ code, 1_597_334_677);
	}
	high =
		Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
	low =
		Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
	return 4_294_967_296 * (0xffff & low) + (high >>> 0);
}

/** Sum over rows modulo 2^48, where numbers are exact: independent of their order. */
export const addSum = (sum: number, row: number): number => (sum + row) % 281_474_976_710_656;
