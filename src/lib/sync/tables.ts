import type { infer as Infer, ZodMiniType } from 'zod/mini';
import { addDays, dateAt, weekdayOf } from '#lib/domain/basics/days.ts';
import { device, person } from '#lib/domain/access/access.ts';
import { booking } from '#lib/domain/booking/booking.ts';
import { lease } from '#lib/domain/booking/lease.ts';
import { message } from '#lib/domain/booking/message.ts';
import { request } from '#lib/domain/booking/request.ts';
import { slot } from '#lib/domain/booking/slot.ts';
import { standby } from '#lib/domain/booking/standby.ts';
import { topic } from '#lib/domain/booking/topic.ts';
import { line } from '#lib/domain/interpreting/line.ts';
import { talk } from '#lib/domain/interpreting/talk.ts';
import { usage } from '#lib/domain/interpreting/usage.ts';
import { booth, pace, policy } from '#lib/domain/reception/policy.ts';
import { visit } from '#lib/domain/reception/visit.ts';
import { assignment, assignmentId } from '#lib/domain/preparation/assignment.ts';
import { preparation } from '#lib/domain/preparation/preparation.ts';
import { swap } from '#lib/domain/preparation/swap.ts';
import { holiday, office } from '#lib/domain/office/office.ts';
import { blank, templateRow, templateRowId } from '#lib/domain/intake/template-row.ts';
import { confirming } from '#lib/domain/intake/confirming.ts';
import { form } from '#lib/domain/intake/form.ts';
import { remedy } from '#lib/domain/reporting/remedy.ts';
import { scarcity } from '#lib/domain/reporting/scarcity.ts';

interface TableDefinition<Row> {
	/** Where its rows belong: reference data of all offices, or an office's own. */
	readonly space: 'ref' | 'office';
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
/** How long a message stays on the tablets after it was let go. */
const MESSAGE_KEPT_MS = 30 * 86_400_000;
const dayOfSlot = (id: string): string => id.split('.')[1] ?? '';

/** Every table that travels: one line here, one table in the migrations. */
export const tables = {
	office: define({
		space: 'ref',
		schema: office,
		id: (row) => row.officeId,
		day: never,
		group: all
	}),
	topic: define({ space: 'ref', schema: topic, id: (row) => row.topicId, day: never, group: all }),
	holiday: define({ space: 'ref', schema: holiday, id: (row) => row.date, day: never, group: all }),
	person: define({
		space: 'office',
		schema: person,
		id: (row) => row.personId,
		day: never,
		group: all
	}),
	device: define({
		space: 'office',
		schema: device,
		id: (row) => row.deviceId,
		day: never,
		group: all
	}),
	slot: define({
		space: 'office',
		schema: slot,
		id: (row) => row.slotId,
		day: (row) => row.date,
		group: (row) => weekOf(row.date)
	}),
	lease: define({
		space: 'office',
		schema: lease,
		id: (row) => row.leaseId,
		day: (row) => dayOfSlot(row.slotId),
		group: all
	}),
	standby: define({
		space: 'office',
		schema: standby,
		id: (row) => row.standbyId,
		day: (row) => row.until,
		group: all
	}),
	booking: define({
		space: 'office',
		schema: booking,
		id: (row) => row.bookingId,
		day: (row) => row.date,
		group: (row) => row.date
	}),
	line: define({ space: 'ref', schema: line, id: (row) => row.lineId, day: never, group: all }),
	talk: define({
		space: 'office',
		schema: talk,
		id: (row) => row.talkId,
		day: (row) => row.date,
		group: (row) => row.date
	}),
	usage: define({
		space: 'office',
		schema: usage,
		id: (row) => row.useId,
		day: (row) => row.date,
		group: (row) => row.date
	}),
	request: define({
		space: 'office',
		schema: request,
		id: (row) => row.requestId,
		day: (row) => row.date ?? row.closedOn,
		group: all
	}),
	message: define({
		space: 'office',
		schema: message,
		id: (row) => row.messageId,
		day: (row) => dateAt(row.approvedAt + MESSAGE_KEPT_MS),
		group: all
	}),
	visit: define({
		space: 'office',
		schema: visit,
		id: (row) => row.visitId,
		day: (row) => row.date,
		group: (row) => row.date
	}),
	booth: define({
		space: 'office',
		schema: booth,
		id: (row) => row.boothId,
		day: never,
		group: all
	}),
	pace: define({
		space: 'office',
		schema: pace,
		id: (row) => row.officeId,
		day: never,
		group: all
	}),
	policy: define({
		space: 'office',
		schema: policy,
		id: (row) => row.officeId,
		day: never,
		group: all
	}),
	scarcity: define({
		space: 'ref',
		schema: scarcity,
		id: (row) => row.officeId,
		day: never,
		group: all
	}),
	remedy: define({
		space: 'office',
		schema: remedy,
		id: (row) => row.remedyId,
		day: never,
		group: all
	}),
	preparation: define({
		space: 'office',
		schema: preparation,
		id: (row) => row.bookingId,
		day: (row) => row.date,
		group: (row) => row.date
	}),
	assignment: define({
		space: 'office',
		schema: assignment,
		id: (row) => assignmentId(row.personId, row.slotId),
		day: (row) => row.date,
		group: (row) => row.date
	}),
	swap: define({
		space: 'office',
		schema: swap,
		id: (row) => row.swapId,
		day: (row) => row.date,
		group: all
	}),
	template: define({
		space: 'ref',
		schema: templateRow,
		id: templateRowId,
		day: never,
		group: all
	}),
	// Some ten kilobytes each, so every sheet is a group of its own.
	blank: define({
		space: 'ref',
		schema: blank,
		id: (row) => row.templateKey,
		day: never,
		group: (row) => row.templateKey
	}),
	form: define({
		space: 'office',
		schema: form,
		id: (row) => row.formId,
		day: (row) => row.closed?.on ?? null,
		group: (row) => row.formId.slice(-1)
	}),
	confirming: define({
		space: 'office',
		schema: confirming,
		id: (row) => row.officeId,
		day: never,
		group: all
	})
};

export type TableName = keyof typeof tables;
export type RowOf<Name extends TableName> = Infer<(typeof tables)[Name]['schema']>;
export type AnyRow = RowOf<TableName>;
export type Write = {
	[Name in TableName]: { readonly table: Name; readonly row: RowOf<Name> };
}[TableName];

export const tableNames = Object.keys(tables) as TableName[];

/** The tables whose rows belong to reference data, or to an office. */
export const tablesOf = (space: 'ref' | 'office'): TableName[] =>
	tableNames.filter((name) => tables[name].space === space);

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
