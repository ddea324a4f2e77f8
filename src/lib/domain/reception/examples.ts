import { instantOf } from '../basics/days.ts';
import type { RuleContext } from '../basics/rule.ts';
import type { Booking } from '../booking/booking.ts';
import type { Topic } from '../booking/topic.ts';
import type { ReceptionDecision } from './rules.ts';
import { visitAt } from './moment.ts';
import type { Visit } from './visit.ts';

/** Invented people and tickets for tests. */
export const DAY = '2026-11-25';
export const at = (time: string): number => instantOf(DAY, time);

export const topic: Topic = {
	topicId: 'payment',
	order: 1,
	minutes: 30,
	interpreterMinutes: 30,
	documents: [],
	atCentres: false
};
export const plainNeeds = {
	readingLanguage: 'ja' as const,
	spokenLanguage: 'ja' as const,
	supports: []
};

export const contextAt = (
	now: number,
	deviceId = 'd1',
	place: RuleContext['place'] = 'centre'
): RuleContext => ({ now, actorId: 'hoshino', deviceId, officeId: 'shinjuku', place });

export const bookingAt = (start: string, over: Partial<Booking> = {}): Booking => ({
	bookingId: `b${start.replace(':', '')}`,
	officeId: 'shinjuku',
	slotId: `shinjuku.${DAY}.${start.replace(':', '')}`,
	date: DAY,
	start,
	minutes: 60,
	status: 'confirmed',
	receiptNo: '7F2C-0040-X',
	leaseId: null,
	extraSlotId: null,
	extraLeaseId: null,
	line: false,
	origin: 'counter',
	proxy: null,
	nonDisclosure: false,
	held: [],
	consent: 'none',
	topicId: 'payment',
	channel: 'counter',
	visitor: { name: '試験 花子', kana: 'シケン ハナコ', phone: '03-0000-0000', pensionNumber: null },
	needs: plainNeeds,
	note: '',
	createdAt: at('08:00'),
	createdBy: 'hoshino',
	deviceId: 'd1',
	cancelReason: null,
	...over
});

export const visitOf = (number: number, arrived: string, over: Partial<Visit> = {}): Visit => ({
	visitId: `v${number}`,
	officeId: 'shinjuku',
	date: DAY,
	lane: 'A',
	number,
	ticket: `A-${number}`,
	source: 'walk-in',
	bookingId: null,
	bookedStart: null,
	receiptNo: null,
	name: null,
	topicId: 'payment',
	needs: plainNeeds,
	simple: false,
	arrivedAt: at(arrived),
	...visitAt(at(arrived)),
	isVoid: false,
	watchKey: 'abcdefghijklmnop',
	deviceId: 'd1',
	steps: [`v${number}`],
	last: { stepId: `v${number}`, step: 'walk-in', at: at(arrived), before: null },
	...over
});

export function written<Table extends 'visit' | 'booking' | 'booth' | 'policy'>(
	decision: ReceptionDecision,
	table: Table
) {
	if (!decision.ok) throw new Error(decision.refusal.kind);
	type Row = Extract<
		Extract<ReceptionDecision, { ok: true }>['value'][number],
		{ table: Table }
	>['row'];
	return decision.value.find((write) => write.table === table)?.row as Row | undefined;
}
