import { dateAt, instantOf } from '#lib/domain/basics/days.ts';
import type { Person } from '#lib/domain/access/access.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import { offersTopic, type Topic } from '#lib/domain/booking/topic.ts';
import type { Office } from '#lib/domain/office/office.ts';
import { visitAt } from '#lib/domain/reception/moment.ts';
import { boothId, type Pace } from '#lib/domain/reception/policy.ts';
import { ticketOf, type Visit } from '#lib/domain/reception/visit.ts';
import type { RowChange } from '../rows.ts';
import { createRandom, seedOf, type Random } from './random.ts';
import { inventDetails } from './visitors.ts';

const MINUTE = 60_000;
/** Tickets of the demonstration have a lane that no tablet of a small office gets. */
const LANE = 'Z';
const DEVICE = 'demo-tablet';

export interface Morning {
	readonly office: Office;
	readonly topics: readonly Topic[];
	readonly people: readonly Person[];
	/** Bookings of today. */
	readonly bookings: readonly Booking[];
	readonly now: number;
	readonly seed: number;
}

/** How long a consultation about a topic takes: around its usual length, seldom much longer. */
const minutesFor = (random: Random, topic: Topic): number =>
	Math.round(topic.minutes * (0.55 + 0.5 * random.next() + (random.percent(12) ? 0.4 : 0)));

/** The recent past of an office, for the estimate. */
export function inventPace(
	office: Office,
	topics: readonly Topic[],
	asOf: string,
	seed: number
): Pace {
	const random = createRandom(seedOf(`${office.officeId}/pace`, seed));
	const durations = Object.fromEntries(
		topics
			.filter((topic) => offersTopic(office, topic))
			.map((topic) => [
				topic.topicId,
				Array.from({ length: 6 + random.below(12) }, () => minutesFor(random, topic))
			])
	);
	return { officeId: office.officeId, asOf, durations };
}

interface Comer {
	readonly arrivedAt: number;
	readonly booking: Booking | undefined;
}

function comers(random: Random, { bookings, now, office }: Morning): Comer[] {
	const opens = instantOf(dateAt(now), '08:40');
	const booked = bookings
		.filter(({ status, channel }) => status === 'confirmed' && channel === 'counter')
		.filter(() => random.percent(95))
		.map((booking) => ({
			booking,
			arrivedAt: instantOf(booking.date, booking.start) + (random.below(22) - 17) * MINUTE
		}));
	const walkIns: Comer[] = [];
	const gap = Math.max(5, Math.round(52 / office.booths));
	for (let at = opens; at < now; at += (gap / 2 + random.below(gap)) * MINUTE) {
		walkIns.push({ booking: undefined, arrivedAt: at + random.below(5) * MINUTE });
	}
	return [...booked, ...walkIns]
		.filter(({ arrivedAt }) => arrivedAt < now)
		.sort((a, b) => a.arrivedAt - b.arrivedAt);
}

interface Desk {
	readonly number: number;
	readonly personId: string;
	freeAt: number;
}

/** One visitor from the door to wherever the morning has come by now. */
function seat(
	random: Random,
	begun: Visit,
	topic: Topic,
	desks: readonly Desk[],
	now: number
): Visit {
	const desk = desks.reduce((first, next) => (next.freeAt < first.freeAt ? next : first));
	const booked = begun.bookedStart ? instantOf(begun.date, begun.bookedStart) : 0;
	const calledAt = Math.max(desk.freeAt, begun.arrivedAt + MINUTE, booked);
	// Who has just come is still being asked what it is about.
	if (calledAt > now - MINUTE || begun.arrivedAt > now - 8 * MINUTE) return begun;
	const startedAt = calledAt + MINUTE;
	const minutes = begun.simple ? 5 + random.below(6) : minutesFor(random, topic);
	const endedAt = startedAt + minutes * MINUTE;
	desk.freeAt = endedAt + 2 * MINUTE;
	const callId = `${begun.visitId}-c`;
	const seated: Visit = {
		...begun,
		state: 'serving',
		calledAt,
		startedAt,
		calls: 1,
		callId,
		callDeviceId: DEVICE,
		booth: desk.number,
		personId: desk.personId,
		steps: [...begun.steps, callId, `${begun.visitId}-s`],
		last: null
	};
	if (endedAt > now) return seated;
	return {
		...seated,
		state: 'done',
		endedAt,
		steps: [...seated.steps, `${begun.visitId}-f`],
		outcome: {
			result: random.weighted([
				['solved', 80],
				['partly', 15],
				['not', 5]
			] as const),
			forms: [],
			followUp: random.percent(85) ? 'none' : 'phone'
		}
	};
}

/**
 * A plausible course of the day until now: who came, who was called to which booth, who still
 * waits. All invented; bookings whose visitors came have arrived.
 */
export function inventMorning(morning: Morning): RowChange[] {
	const { office, now, seed } = morning;
	const date = dateAt(now);
	const random = createRandom(seedOf(`${office.officeId}/${date}/morning`, seed));
	const topics = morning.topics.filter((topic) => offersTopic(office, topic));
	const staff = morning.people.filter(({ booth, active }) => active && booth !== null);
	// One colleague is at lunch, so that a booth can be opened.
	const open = staff.length > 2 ? staff.slice(0, -1) : staff;
	const opens = instantOf(date, '08:45');
	const desks = open.map(({ booth, personId }): Desk => ({
		number: booth!,
		personId,
		freeAt: opens
	}));
	if (desks.length === 0) return [];
	const changes: RowChange[] = desks.map(({ number, personId }) => ({
		table: 'booth',
		row: {
			boothId: boothId(office.officeId, number),
			officeId: office.officeId,
			number,
			isOpen: true,
			personId,
			since: opens,
			deviceId: DEVICE
		}
	}));
	comers(random, morning).forEach(({ arrivedAt, booking }, index) => {
		const details = inventDetails(random, topics, 20);
		const number = index + 1;
		const visitId = `demo-${office.officeId}-${date}-${number}`;
		const topicId = booking?.topicId ?? details.topicId;
		const begun: Visit = {
			visitId,
			officeId: office.officeId,
			date,
			lane: LANE,
			number,
			ticket: ticketOf(LANE, number),
			source: booking ? 'booking' : 'walk-in',
			bookingId: booking?.bookingId ?? null,
			bookedStart: booking?.start ?? null,
			receiptNo: booking?.receiptNo ?? null,
			name: booking?.visitor.name ?? (random.percent(40) ? details.visitor.name : null),
			topicId,
			needs: booking?.needs ?? details.needs,
			simple: !booking && random.percent(12),
			arrivedAt,
			...visitAt(arrivedAt),
			isVoid: false,
			watchKey: seedOf(visitId, seed).toString(16).padStart(16, '0'),
			deviceId: DEVICE,
			steps: [visitId],
			last: null
		};
		const topic = topics.find((known) => known.topicId === topicId) ?? topics[0]!;
		changes.push({ table: 'visit', row: seat(random, begun, topic, desks, now) });
		if (booking) changes.push({ table: 'booking', row: { ...booking, status: 'arrived' } });
	});
	return changes;
}
