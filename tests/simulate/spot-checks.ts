import type pg from 'pg';
import { dateAt } from '#lib/domain/basics/days.ts';
import type { RunningCentre } from '#lib/server/boot.ts';
import { issueActivationCode } from '#lib/server/devices.ts';
import { addPerson } from '#lib/server/people.ts';
import type { Tablet } from '#lib/local/tablet.ts';
import type { CentreProcess } from '../scenario/support/centre-process.ts';
import { queueIsExplained, replicaEqualsCentre } from '../scenario/support/invariants.ts';
import { bookAt, freeSlotsOf, SimulatedDevice } from '../scenario/support/simulated-tablet.ts';
import type { SimulatedCentre } from './centre.ts';
import type { Finding } from './check.ts';
import type { Nation } from './nation.ts';
import { diceOf } from './random.ts';

const PASSWORD = 'simulation-2026';

interface Spot {
	readonly officeId: string;
	readonly personId: string;
	readonly mail: string;
	code: string;
	device?: SimulatedDevice;
	tablet?: Tablet;
	readonly saved: number[];
	readonly visits: string[];
}

/**
 * A few tablets that run the product's own code on a simulated IndexedDB: activated, signed in,
 * working offline and online beside the light ones. In the evening their replica must equal the
 * centre, row by row.
 */
export function openSpotChecks(pool: pg.Pool, nation: Nation, count: number, seed: number) {
	const dice = diceOf(seed, 'spots');
	const spots = nation.sites
		.map((site) => ({ site, key: dice.next() }))
		.sort((a, b) => a.key - b.key)
		.slice(0, count)
		.map(({ site }, index): Spot => {
			const personId = `spot-${index + 1}`;
			const mail = `${personId}@simulation.example.jp`;
			const { officeId } = site.office;
			return { officeId, personId, mail, code: '', saved: [], visits: [] };
		});
	let clock = { now: 0 };

	async function prepare(centre: RunningCentre): Promise<void> {
		for (const spot of spots) {
			const { officeId, personId, mail } = spot;
			const person = {
				personId,
				officeId,
				name: '模擬 実機',
				kana: 'モギ',
				role: 'counter' as const,
				booth: null,
				languages: [],
				skills: [],
				active: true
			};
			await addPerson(centre, person, { password: PASSWORD, mail });
			spot.code = (await issueActivationCode(centre, officeId, 'simulation')).code;
		}
	}

	const used = new Set<string>();
	async function oneTimePassword(mail: string): Promise<string> {
		for (let wait = 0; wait < 100; wait += 1) {
			const { rows } = await pool.query<{ body: string }>(
				'SELECT body FROM mailbox WHERE recipient = $1',
				[mail]
			);
			const all = rows.flatMap(({ body }) => /\b\d{8}\b/.exec(body)?.[0] ?? []);
			const digits = all.find((found) => !used.has(found));
			if (digits) {
				used.add(digits);
				return digits;
			}
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		throw new Error('no one-time password in the mailbox');
	}

	async function open(centre: SimulatedCentre, ticking: { now: number }): Promise<void> {
		clock = ticking;
		for (const spot of spots) {
			const process: Pick<CentreProcess, 'origin' | 'password' | 'oneTimePassword'> = {
				origin: centre.origin,
				password: PASSWORD,
				oneTimePassword: () => oneTimePassword(spot.mail)
			};
			spot.device = new SimulatedDevice(process as CentreProcess, `spot ${spot.personId}`);
			spot.tablet = await spot.device.openTab({
				clock: { wall: () => clock.now, monotonic: () => clock.now },
				idleMs: 86_400_000
			});
			await spot.device.activate(spot.tablet, spot.code);
			await spot.device.signIn(spot.tablet, spot.personId);
			await spot.tablet.desk!.syncNow();
		}
	}

	/** Sessions end in the evening; the last round of the day needs one. */
	async function signInAgain(): Promise<void> {
		for (const { device, tablet, personId } of spots) {
			device!.network.up = true;
			await device!.signIn(tablet!, personId);
		}
	}

	const step = (visitId: string) => ({
		visitId,
		stepId: crypto.randomUUID(),
		at: clock.now
	});

	async function visit(spot: Spot): Promise<void> {
		const { officeId, personId } = spot;
		const desk = spot.tablet!.desk!;
		const date = dateAt(clock.now);
		const visitId = `spot-${crypto.randomUUID()}`;
		const made = await desk.mutate('reception.walk-in@1', officeId, {
			visitId,
			date,
			...(await spot.tablet!.nextTicket(date)),
			watchKey: Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString('base64url'),
			at: clock.now,
			topicId: 'other',
			needs: { readingLanguage: 'ja', spokenLanguage: 'ja', supports: [] },
			name: null,
			simple: true,
			receiptNo: null
		});
		if (!made.ok) throw new Error(`spot check: ${JSON.stringify(made)}`);
		const call = { ...step(visitId), booth: 99, personId };
		const callId = call.stepId;
		const ends = [
			await desk.mutate('reception.call@1', officeId, call),
			await desk.mutate('reception.start@1', officeId, { ...step(visitId), callId, personId }),
			await desk.mutate('reception.finish@1', officeId, {
				...step(visitId),
				callId,
				outcome: { result: 'solved', forms: [], followUp: 'none' }
			})
		];
		for (const end of [made, ...ends]) if (end.ok) spot.saved.push(end.mid);
		spot.visits.push(visitId);
	}

	/** An hour's work of each: a visit, a booking, a round; some hours without a line. */
	async function work(hour: number, isFirstDay: boolean): Promise<void> {
		if (isFirstDay && hour === 18) await signInAgain();
		if (!isFirstDay || hour > 17) return;
		for (const [index, spot] of spots.entries()) {
			const desk = spot.tablet!.desk!;
			spot.device!.network.up = (hour + index) % 4 !== 0;
			await visit(spot);
			const today = dateAt(clock.now);
			const slot = freeSlotsOf(desk, spot.officeId, clock.now).find(({ date }) => date > today);
			if (slot) {
				const { end } = await bookAt(spot.tablet!, slot);
				if (end.ok) spot.saved.push(end.mid);
			}
			await desk.syncNow();
		}
	}

	async function findBroken(fromDay: string): Promise<Finding[]> {
		const broken: string[] = [];
		const centre = {
			sql: async (text: string, values: unknown[] = []) => (await pool.query(text, values)).rows
		} as Pick<CentreProcess, 'sql'>;
		for (const { tablet, device, saved, personId } of spots) {
			device!.network.up = true;
			for (let attempt = 0; attempt < 3; attempt += 1) await tablet!.desk!.syncNow();
			const held = new Set((await tablet!.db.outbox.toArray()).map(({ mid }) => mid));
			if (saved.some((mid) => !held.has(mid))) broken.push(`${personId}: saved and gone`);
			const waiting = await tablet!.db.outbox.where('state').equals('waiting').count();
			if (waiting > 0) broken.push(`${personId}: ${waiting} unsent`);
			try {
				await replicaEqualsCentre(centre, tablet!, fromDay);
				await queueIsExplained(tablet!);
			} catch (error) {
				broken.push(`${personId}: ${String(error).slice(0, 300)}`);
			}
		}
		return [
			{
				promise: 'consistent',
				what: `real tablets (of ${spots.length}) that differ from the centre`,
				count: broken.length,
				examples: broken
			}
		];
	}

	const close = async (): Promise<void> => {
		for (const { tablet } of spots) await tablet?.close();
	};
	return { prepare, open, work, findBroken, close };
}
