import { parseArgs } from 'node:util';
import { checkInvariants, type Saved } from './support/invariants.ts';
import { badWeather, seeded } from './support/network.ts';
import { OFFICE, openOffice, settle, type Seat } from './support/office-day.ts';
import { bookAt, freeSlotsOf } from './support/simulated-tablet.ts';

/**
 * `npm run simulate -- --seed N --days D --tablets T`: field days of one office. Each day the
 * tablets book, move and cancel over a bad line, lose it for hours, and come back together.
 * Prints throughput, latencies and the invariants; exit code 1 when one does not hold.
 */
const { values } = parseArgs({
	options: {
		seed: { type: 'string', default: '1' },
		days: { type: 'string', default: '1' },
		tablets: { type: 'string', default: '4' }
	}
});
const seed = Number(values.seed);
const days = Number(values.days);
const tablets = Math.min(5, Number(values.tablets));

/** What a day of an office asks for: about 36 consultations (FY2024 figures). */
const ACTS_PER_DAY = 36 * 2;

const bookingMs: number[] = [];
const syncMs: number[] = [];
const counts = { booked: 0, certain: 0, refused: 0, moved: 0, cancelled: 0, rounds: 0, offline: 0 };
const saved: Saved = new Map();

const quantile = (sorted: readonly number[], q: number): string =>
	sorted.length === 0 ? '–' : `${sorted[Math.floor((sorted.length - 1) * q)]!.toFixed(1)} ms`;

async function timed<Value>(into: number[], work: () => Promise<Value>): Promise<Value> {
	const start = performance.now();
	const value = await work();
	into.push(performance.now() - start);
	return value;
}

async function act(seat: Seat, random: () => number): Promise<void> {
	const { tablet } = seat;
	const desk = tablet.desk!;
	const choice = random();
	const mine = desk.rows
		.list('booking')
		.filter(
			({ status, deviceId }) => status !== 'cancelled' && deviceId === tablet.device!.deviceId
		);
	if (choice < 0.55) {
		const slots = freeSlotsOf(desk, OFFICE).slice(0, 40);
		const slot = slots[Math.floor(random() * slots.length)];
		if (!slot) return;
		const certain = desk.usableLease(slot.slotId) !== undefined;
		const { end } = await timed(bookingMs, () => bookAt(tablet, slot));
		if (!end.ok) return;
		counts.booked += 1;
		if (certain) counts.certain += 1;
		saved.get(tablet)!.push(end.mid);
	} else if (choice < 0.65 && mine.length > 0) {
		const booking = mine[Math.floor(random() * mine.length)]!;
		const to = freeSlotsOf(desk, OFFICE)[Math.floor(random() * 30)];
		if (!to) return;
		const args = {
			bookingId: booking.bookingId,
			fromSlotId: booking.slotId,
			slotId: to.slotId,
			leaseId: null
		};
		const end = await desk.mutate('booking.move@1', OFFICE, args);
		if (end.ok) saved.get(tablet)!.push(end.mid);
		counts.moved += end.ok ? 1 : 0;
	} else if (choice < 0.75 && mine.length > 0) {
		const { bookingId } = mine[Math.floor(random() * mine.length)]!;
		const end = await desk.mutate('booking.cancel@1', OFFICE, { bookingId, reason: 'visitor' });
		if (end.ok) saved.get(tablet)!.push(end.mid);
		counts.cancelled += end.ok ? 1 : 0;
	} else {
		counts.rounds += 1;
		const end = await timed(syncMs, () => desk.syncNow());
		if (end.kind !== 'done') counts.offline += 1;
	}
}

async function fieldDay(seats: readonly Seat[], random: () => number): Promise<void> {
	for (const { device } of seats) device.network.weather = badWeather(random, 0.15);
	for (let step = 0; step < ACTS_PER_DAY; step += 1) {
		const seat = seats[Math.floor(random() * seats.length)]!;
		// A line that is down stays down for a while, as in a lecture hall.
		if (random() < 0.05) seat.device.network.up = !seat.device.network.up;
		await act(seat, random);
	}
	await settle(seats);
}

console.log(`seed ${seed}, ${days} day(s), ${tablets} tablets of ${OFFICE}`);
const office = await openOffice(tablets);
const random = seeded(seed);
const start = performance.now();
let failed = false;
try {
	for (const { tablet } of office.seats) saved.set(tablet, []);
	for (let day = 1; day <= days; day += 1) {
		await fieldDay(office.seats, random);
		await checkInvariants(
			office.centre,
			office.seats.map(({ tablet }) => tablet),
			saved
		);
		console.log(`day ${day}: invariants hold`);
	}
	for (const { tablet } of office.seats) {
		counts.refused += (await tablet.desk!.outbox()).filter(
			({ state }) => state === 'refused'
		).length;
	}
} catch (error) {
	failed = true;
	console.error(
		`An invariant does not hold. Replay: npm run simulate -- --seed ${seed} --days ${days}`
	);
	console.error(error);
} finally {
	await office.close();
}
const seconds = (performance.now() - start) / 1000;
bookingMs.sort((x, y) => x - y);
syncMs.sort((x, y) => x - y);
console.log(`
booked ${counts.booked} (${counts.certain} on leased seats), moved ${counts.moved}, cancelled ${counts.cancelled}, refused with alternatives ${counts.refused}
rounds ${counts.rounds}, of which ${counts.offline} without a line
booking on the tablet  p50 ${quantile(bookingMs, 0.5)}  p99 ${quantile(bookingMs, 0.99)}
sync round             p50 ${quantile(syncMs, 0.5)}  p99 ${quantile(syncMs, 0.99)}
${((ACTS_PER_DAY * days) / seconds).toFixed(1)} acts a second; lost 0, double 0, stuck 0: ${failed ? 'NOT PROVEN' : 'checked'}`);
process.exit(failed ? 1 : 0);
