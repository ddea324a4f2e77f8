import { addDays, dateAt } from '../../src/lib/domain/basics/days.ts';
import type { Booking } from '../../src/lib/domain/booking/booking.ts';
import type { Slot } from '../../src/lib/domain/booking/slot.ts';
import type { Office } from '../../src/lib/domain/office/office.ts';
import type { WireRow } from '../../src/lib/sync/pull.ts';
import { addSum, rowSum } from '../../src/lib/sync/tables.ts';

export const HOME = 'bench-home';
export const PAGE = 1000;
const OFFICES = 4000;
const SLOTS = 4000;
const BOOKINGS = 2000;
const WEEKS = 13;
const spaces = [HOME, 'bench-a', 'bench-b', 'bench-c', 'bench-d'];
const times = ['09:00', '10:00', '11:00', '13:00', '14:00', '15:00', '16:00'];

const hours = { first: '09:00', last: '16:00' };

function office(index: number): Office {
	const number = String(index).padStart(4, '0');
	return {
		officeId: `bench-office-${number}`,
		kind: index % 4 ? 'branch' : 'centre',
		name: `試験年金事務所 第${number}窓口`,
		reading: 'しけんねんきんじむしょ まどぐち',
		romaji: `Shiken Pension Office ${number}`,
		prefecture: '東京都',
		postcode: '160-0023',
		address: `新宿区西新宿${1 + (index % 9)}丁目${number}番地 試験第一ビル3階`,
		phone: '03-0000-0000',
		latitude: 35.6 + index / 10_000,
		longitude: 139.6 + index / 10_000,
		booths: 6,
		quota: 80,
		standingLease: 2,
		interpreterLines: 2,
		openingHours: { weekday: hours, extended: { first: '09:00', last: '18:00' }, saturday: null }
	};
}

/** Slots of the home office and four neighbours over thirteen weeks, as a tablet holds them. */
function slot(index: number, today: string): Slot {
	const officeId = spaces[index % spaces.length]!;
	const at = Math.floor(index / spaces.length);
	const date = addDays(today, 1 + (Math.floor(at / times.length) % (WEEKS * 7)));
	const start = times[at % times.length]!;
	const round = Math.floor(at / (times.length * WEEKS * 7));
	return {
		slotId: `${officeId}.${date}.${start.replace(':', '')}${round ? `-${round}` : ''}`,
		officeId,
		date,
		start,
		minutes: 60,
		capacity: 20,
		taken: 0,
		languages: ['en', 'zh', 'ko', 'vi', 'ne'],
		lines: 2,
		linesTaken: 0
	};
}

export function booking(index: number, today: string, prefix = 'old'): Booking {
	const date = addDays(today, 1 + (index % 28));
	const start = times[index % times.length]!;
	return {
		bookingId: `${prefix}-${String(index).padStart(6, '0')}`,
		officeId: HOME,
		slotId: `${HOME}.${date}.${start.replace(':', '')}`,
		date,
		start,
		minutes: 60,
		extraSlotId: null,
		line: false,
		status: 'confirmed',
		receiptNo: `B${String(index).padStart(7, '0')}`,
		leaseId: null,
		extraLeaseId: null,
		origin: 'phone',
		proxy: null,
		nonDisclosure: false,
		held: [],
		consent: 'none',
		topicId: 'old-age-claim',
		channel: 'counter',
		visitor: {
			name: `試験 花子${index}`,
			kana: 'シケン ハナコ',
			phone: '03-0000-0000',
			pensionNumber: null
		},
		needs: { readingLanguage: 'ne', spokenLanguage: 'ne', supports: ['phone-interpreter'] },
		note: '年金手帳と在留カードを持参。通訳を希望。',
		createdAt: 1_790_000_000_000 + index,
		createdBy: 'bench',
		deviceId: 'bench-device',
		cancelReason: null
	};
}

export interface RowPage {
	readonly spaces: Record<string, { rows: WireRow[]; next: number; more: boolean; sum?: unknown }>;
	readonly rows: readonly (WireRow & { space: string })[];
}

export const today = (): string => dateAt(Date.now());

/** The 10,000 rows, by space. */
function rowsBySpace(): Map<string, WireRow[]> {
	const day = today();
	const found = new Map<string, WireRow[]>([
		['ref', []],
		...spaces.map((name): [string, WireRow[]] => [name, []])
	]);
	const add = (space: string, table: WireRow['table'], id: string, row: unknown): void => {
		const rows = found.get(space)!;
		rows.push({ table, id, version: rows.length + 1, row });
	};
	const topic = { topicId: 'old-age-claim', order: 1, minutes: 60, documents: [], atCentres: true };
	add('ref', 'topic', topic.topicId, topic);
	for (let index = 1; index < OFFICES; index += 1) {
		const row = office(index);
		add('ref', 'office', row.officeId, row);
	}
	for (let index = 0; index < SLOTS; index += 1) {
		const row = slot(index, day);
		add(row.officeId, 'slot', row.slotId, row);
	}
	for (let index = 0; index < BOOKINGS; index += 1) {
		const row = booking(index, day);
		add(HOME, 'booking', row.bookingId, row);
	}
	return found;
}

const sumOf = (rows: readonly WireRow[]) => ({
	count: rows.length,
	sum: rows.reduce((sum, row) => addSum(sum, rowSum(row.table, row.id, row.version)), 0)
});

/** The rows in pages of 1,000, cut like the centre cuts them: space after space. */
export function pagesOf(): RowPage[] {
	const bySpace = rowsBySpace();
	const all = [...bySpace].flatMap(([space, rows]) => rows.map((row) => ({ ...row, space })));
	const pages: RowPage[] = [];
	for (let from = 0; from < all.length; from += PAGE) {
		const rows = all.slice(from, from + PAGE);
		const before = all.slice(0, from);
		const page: RowPage = { spaces: {}, rows };
		for (const [space, whole] of bySpace) {
			const had = before.filter((row) => row.space === space).length;
			const here = whole.slice(had, had + rows.filter((row) => row.space === space).length);
			const next = had + here.length;
			const more = next < whole.length;
			page.spaces[space] = { rows: here, next, more, ...(more ? {} : { sum: sumOf(whole) }) };
		}
		pages.push(page);
	}
	return pages;
}
