import { freeSeats, startsAt } from '../../../src/lib/domain/booking/slot.ts';
import { browserParts } from '../../../src/lib/local/tablet-parts.ts';
import { Tablet, type Door } from '../../../src/lib/local/tablet.ts';

let tablet: Tablet;
const asked: { path: string; from: number; to: number }[] = [];

function must<Value>(door: Door<Value>): Value {
	if (!door.ok) throw new Error(`refused: ${JSON.stringify(door.refusal)}`);
	return door.value;
}

/** The app's own tablet on the centre's address; rounds are started by hand. */
export async function open(): Promise<void> {
	const parts = browserParts();
	tablet = new Tablet({
		...parts,
		autoSync: false,
		idleMs: 3_600_000,
		fetch: async (address, init) => {
			const entry = { path: String(address), from: performance.now(), to: 0 };
			asked.push(entry);
			const response = await fetch(address, init);
			entry.to = performance.now();
			return response;
		}
	});
	await tablet.start();
}

export async function activate(given: { code: string; personId: string; password: string }) {
	must(await tablet.activate(given.code, 'bench'));
	return must(await tablet.signIn(given.personId, given.password)).challengeId;
}

/** Confirms the sign-in, sets the PIN and pulls until leases are here. */
export async function enter(given: { challengeId: string; password: string; pin: string }) {
	const { pinWanted } = must(await tablet.confirm(given.challengeId, given.password));
	if (pinWanted) must(await tablet.choosePin(given.pin));
	for (let round = 0; round < 2; round += 1) {
		const end = await tablet.desk!.syncNow();
		if (end.kind !== 'done') throw new Error(JSON.stringify(end));
	}
	const tables = [
		'office',
		'topic',
		'holiday',
		'person',
		'device',
		'slot',
		'lease',
		'booking'
	] as const;
	return tables.reduce((sum, table) => sum + tablet.desk!.rows.list(table).length, 0);
}

/** Books as the screen does, without sending. */
export async function save(count: number): Promise<number> {
	const desk = tablet.desk!;
	const { officeId } = tablet.device!;
	const slots = desk.rows
		.list('slot')
		.filter((slot) => slot.officeId === officeId && startsAt(slot) > Date.now() + 3_600_000)
		.filter((slot) => freeSeats(slot) > 1);
	for (let index = 0; index < count; index += 1) {
		const slot = slots[index % slots.length]!;
		const end = await desk.mutate('booking.book@1', officeId, {
			bookingId: crypto.randomUUID(),
			receiptNo: await tablet.nextReceiptNumber(),
			slotId: slot.slotId,
			leaseId: null,
			details: {
				topicId: 'old-age-claim',
				channel: 'counter',
				visitor: {
					name: `試験 花子${index}`,
					kana: 'シケン ハナコ',
					phone: '03-0000-0000',
					pensionNumber: null
				},
				needs: { readingLanguage: 'ne', spokenLanguage: 'ne', supports: ['phone-interpreter'] },
				note: '年金手帳と在留カードを持参。通訳を希望。'
			}
		});
		if (!end.ok) throw new Error(`refused: ${JSON.stringify(end.refusal)}`);
	}
	return slots.length;
}

/** One round: everything sent, its rows pulled, every mutation received. */
export async function drain() {
	const before = asked.length;
	const from = performance.now();
	const end = await tablet.desk!.syncNow();
	const ms = performance.now() - from;
	const requests = asked.slice(before);
	const acknowledged = Math.max(
		...requests.filter(({ path }) => path.endsWith('/push')).map(({ to }) => to - from)
	);
	const received = await tablet.db.outbox.where('state').equals('received').count();
	return { ms, acknowledged, received, kind: end.kind, requests: requests.map(({ path }) => path) };
}

/** What the database holds once everything above is done with. */
export async function close(): Promise<void> {
	await tablet.close();
}
