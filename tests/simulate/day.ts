import { instantOf } from '#lib/domain/basics/days.ts';
import type { SimulatedCentre } from './centre.ts';
import { arrivalOf, type Expected, type Made } from './counter-parts.ts';
import { Counter } from './counter.ts';
import {
	bookingRate,
	consultationsADay,
	day as hours,
	demand,
	line,
	rounds,
	simpleADay,
	type MonthFigures
} from './figures.ts';
import type { LightTablet } from './light-tablet.ts';
import { inParallel, type LoadedSite } from './load.ts';
import { diceOf, share, type Dice } from './random.ts';
import type { Wire } from './wire.ts';

const MINUTE = 60_000;

export interface DayParts {
	readonly centre: SimulatedCentre;
	readonly wire: Wire;
	readonly clock: { now: number };
	readonly date: string;
	/** Days after the simulated ones: bookings made today go there. */
	readonly laterDates: readonly string[];
	readonly month: MonthFigures;
	readonly part: number;
	readonly seed: number;
	readonly offices: readonly { site: LoadedSite; tablets: readonly LightTablet[] }[];
	readonly made: Made;
	readonly log?: (text: string) => void;
	/** Everybody signs in anew: a session and what it allows offline last twelve hours. */
	readonly secondShift: () => Promise<void>;
	/** Runs beside the light tablets, once an hour. */
	readonly hourly?: (hour: number) => Promise<void>;
}

export interface DayReport {
	readonly stormSeconds: number;
	readonly stormDevices: number;
	readonly droppedOff: number;
	readonly daySeconds: number;
	readonly ticks: number;
	readonly unsent: number;
}

/** What happens when, in minutes of the day. */
class Agenda {
	readonly #at = new Map<number, (() => void)[]>();
	add(minute: number, what: () => void): void {
		const at = Math.round(minute);
		const list = this.#at.get(at);
		if (list) list.push(what);
		else this.#at.set(at, [what]);
	}
	take(minute: number): (() => void)[] {
		const list = this.#at.get(minute) ?? [];
		this.#at.delete(minute);
		return list;
	}
	get isEmpty(): boolean {
		return this.#at.size === 0;
	}
}

function planBookings(counter: Counter, date: string, dice: Dice, agenda: Agenda): void {
	const { mean, spread, latest } = demand.early;
	for (const booking of counter.site.bookings) {
		if (booking.date !== date) continue;
		const start = (instantOf(date, booking.start) - instantOf(date, '00:00')) / MINUTE;
		const draw = dice.next();
		const fate =
			draw < demand.cancelledOnTheDay
				? 'cancels'
				: draw < demand.cancelledOnTheDay + demand.noShow
					? 'stays-away'
					: 'comes';
		const expected: Expected = { booking, fate };
		if (fate === 'cancels') {
			agenda.add(Math.max(hours.storm + 5, start - dice.between(20, 90)), () =>
				counter.cancels(expected)
			);
		} else if (fate === 'stays-away') {
			agenda.add(start + 16 + dice.between(0, 10), () => counter.misses(expected));
		} else {
			const early = Math.max(-latest, Math.round(mean + spread * dice.normal()));
			const at = (arrivalOf(booking, early) - instantOf(date, '00:00')) / MINUTE;
			agenda.add(Math.max(hours.storm + 5, at), () => counter.arrives(expected));
		}
	}
}

function planWalkIns(counters: readonly Counter[], p: DayParts, dice: Dice, agenda: Agenda): void {
	const weights = counters.map(({ site }) => site.slots.capacity(p.date));
	const plain = consultationsADay(p.month) * (1 - bookingRate(p.month)) * p.part;
	for (const [total, simple] of [
		[plain, false],
		[simpleADay(p.month) * p.part, true]
	] as const) {
		for (let visitor = 0; visitor < Math.round(total); visitor += 1) {
			const counter = counters[dice.weighted(weights)]!;
			const half = dice.weighted(demand.walkInByHalfHour);
			const at = hours.storm + 5 + half * 30 + dice.between(0, 29);
			agenda.add(at, () => counter.walksIn(simple));
		}
	}
}

function planCalls(counters: readonly Counter[], p: DayParts, dice: Dice, agenda: Agenda): void {
	const total = consultationsADay(p.month) * p.part * demand.bookingsPerConsultation;
	const each = share(
		total,
		counters.map(({ site }) => site.slots.capacity(p.date))
	);
	counters.forEach((counter, index) => {
		for (let call = 0; call < each[index]!; call += 1) {
			agenda.add(dice.between(hours.storm + 5, 17 * 60 + 15), () => counter.books(p.laterDates));
		}
		const later = counter.site.bookings.filter(({ date }) => p.laterDates.includes(date));
		for (let count = Math.round(each[index]! * demand.cancelledLater); count > 0; count -= 1) {
			if (later.length === 0) break;
			const [booking] = later.splice(dice.between(0, later.length - 1), 1);
			agenda.add(dice.between(hours.storm + 5, 17 * 60), () => counter.cancel(booking!));
		}
	});
}

function planLines(tablets: readonly LightTablet[], dice: Dice, agenda: Agenda): number {
	let dropped = 0;
	for (const tablet of tablets) {
		tablet.dropsAt = Infinity;
		if (!dice.chance(line.dropsOff)) continue;
		dropped += 1;
		const from = dice.between(hours.storm + 30, 15 * 60);
		const [least, most] = line.offMinutes;
		tablet.dropsAt = from;
		agenda.add(from, () => (tablet.isOffline = true));
		agenda.add(from + dice.between(least, most), () => {
			tablet.isOffline = false;
			tablet.dropsAt = Infinity;
			tablet.wantsRound = true;
		});
	}
	return dropped;
}

/** All tablets at once, with what they held yesterday evening. */
async function storm(p: DayParts, tablets: readonly LightTablet[]): Promise<number> {
	p.wire.setSockets(rounds.stormSockets);
	const from = performance.now();
	let behind = [...tablets];
	for (let attempt = 0; behind.length > 0 && attempt < 5; attempt += 1) {
		const again: LightTablet[] = [];
		await inParallel(behind, rounds.stormSockets, async (tablet) => {
			if (!(await tablet.round('storm pull'))) again.push(tablet);
		});
		behind = again;
	}
	const seconds = (performance.now() - from) / 1000;
	p.wire.setSockets(rounds.concurrency);
	return seconds;
}

/** A day from 8:00 until everybody has gone home and everything is sent. */
export async function runDay(p: DayParts): Promise<DayReport> {
	const midnight = instantOf(p.date, '00:00');
	const agenda = new Agenda();
	const dice = diceOf(p.seed, `day ${p.date}`);
	let minute: number = hours.opens;
	const counters = p.offices.map(
		({ site, tablets }) =>
			new Counter(site, tablets, {
				dice,
				now: () => p.clock.now,
				date: p.date,
				later: (minutes, what) => agenda.add(minute + Math.max(1, minutes), what),
				made: p.made
			})
	);
	const tablets = counters.flatMap((counter) => counter.tablets);
	for (const counter of counters) planBookings(counter, p.date, dice, agenda);
	planWalkIns(counters, p, dice, agenda);
	planCalls(counters, p, dice, agenda);
	const droppedOff = planLines(tablets, dice, agenda);
	for (const tablet of tablets) {
		const offset = dice.between(1, rounds.idleMinutes);
		for (let at = hours.storm + 15 + offset; at < hours.lastCall; at += rounds.idleMinutes)
			agenda.add(at, () => (tablet.wantsRound = true));
	}
	// The tablet at the door holds seats for the time without a line.
	for (const { tablets: own } of p.offices) {
		const [door] = own;
		agenda.add(hours.storm + dice.between(2, 12), () => {
			door!.wantsRound = true;
			door!.chores.push(async () => void (await door!.lease({ standing: true })));
		});
	}
	const from = performance.now();
	let stormSeconds = 0;
	let ticks = 0;
	for (; minute < hours.closes + 120; minute += 1) {
		p.clock.now = midnight + minute * MINUTE;
		await p.centre.setClock(p.clock.now);
		if (minute === hours.storm) stormSeconds = await storm(p, tablets);
		if (minute === hours.secondShift) await p.secondShift();
		if (minute % 60 === 0 && minute > hours.storm) {
			await p.hourly?.(minute / 60);
			const seconds = ((performance.now() - from) / 1000).toFixed(0);
			p.log?.(`  ${minute / 60}:00 after ${seconds} s, ${p.made.visits.length} visits so far`);
		}
		for (const what of agenda.take(minute)) what();
		if (minute >= hours.lastCall) for (const tablet of tablets) tablet.isOffline = false;
		for (const counter of counters) {
			counter.call();
			if (minute % 5 === 0) counter.goHome(minute >= hours.lastCall);
		}
		const busy = tablets.filter(
			(tablet) => !tablet.isOffline && (tablet.wantsRound || tablet.outbox.length > 0)
		);
		await inParallel(busy, rounds.concurrency, async (tablet) => void (await tablet.round()));
		ticks += 1;
		if (minute >= hours.lastCall && agenda.isEmpty && counters.every(({ isEmpty }) => isEmpty))
			break;
	}
	for (let attempt = 0; attempt < 10; attempt += 1) {
		const unsent = tablets.filter(({ outbox }) => outbox.length > 0);
		await inParallel(unsent, rounds.concurrency, async (tablet) => void (await tablet.round()));
	}
	return {
		stormSeconds,
		stormDevices: tablets.length,
		droppedOff,
		daySeconds: (performance.now() - from) / 1000,
		ticks,
		unsent: tablets.reduce((sum, { outbox }) => sum + outbox.length, 0)
	};
}
