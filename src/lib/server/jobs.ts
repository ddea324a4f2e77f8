import type { Centre } from './centre.ts';
import { sql } from './database.ts';
import { deliverMessages } from './messages.ts';
import { returnExpiredLeases } from './leases.ts';
import { openDays } from './open-days.ts';
import { measureScarcity } from './scarcity.ts';
import { offerSeats } from './standby.ts';
import { transferRequests } from './transfer-requests.ts';
import { closePastDays } from './pace.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
/** How long answers, grants and traces of removed rows are kept for tablets that come late. */
const KEPT_MS = 180 * DAY;

interface Job {
	readonly name: string;
	readonly everyMs: number;
	readonly lock: number;
	readonly work: (centre: Centre) => Promise<unknown>;
}

/** Removes what is over: codes, challenges, sessions, mails at once, the rest after 180 days. */
export async function cleanUp(centre: Centre): Promise<void> {
	const now = new Date(centre.clock());
	const yesterday = new Date(centre.clock() - DAY);
	const old = new Date(centre.clock() - KEPT_MS);
	const { db } = centre;
	await sql`DELETE FROM sign_in_challenge WHERE expires_at < ${now}`.execute(db);
	await sql`DELETE FROM session WHERE expires_at < ${now}`.execute(db);
	await sql`DELETE FROM mailbox WHERE sent_at < ${yesterday}`.execute(db);
	await sql`DELETE FROM activation_code WHERE expires_at < ${yesterday}`.execute(db);
	await sql`DELETE FROM offline_grant WHERE not_after < ${old}`.execute(db);
	await sql`DELETE FROM mutation_result WHERE received_at < ${old}`.execute(db);
	await sql`
		WITH gone AS (DELETE FROM tombstone WHERE gone_at < ${old} RETURNING office_id, version),
			newest AS (SELECT office_id, max(version) AS version FROM gone GROUP BY office_id)
		UPDATE space SET horizon = greatest(horizon, newest.version)
		FROM newest WHERE space.office_id = newest.office_id
	`.execute(db);
}

const jobs: readonly Job[] = [
	{ name: 'leases', everyMs: 30 * SECOND, lock: 0x6d616a01, work: returnExpiredLeases },
	{ name: 'standby', everyMs: 30 * SECOND, lock: 0x6d616a04, work: (centre) => offerSeats(centre) },
	{ name: 'open-days', everyMs: HOUR, lock: 0x6d616a02, work: openDays },
	{ name: 'clean-up', everyMs: DAY, lock: 0x6d616a03, work: cleanUp },
	{ name: 'requests', everyMs: 10 * SECOND, lock: 0x6d616a08, work: transferRequests },
	{ name: 'messages', everyMs: 10 * SECOND, lock: 0x6d616a09, work: deliverMessages },
	{ name: 'pace', everyMs: HOUR, lock: 0x6d616a0a, work: closePastDays },
	{ name: 'scarcity', everyMs: HOUR, lock: 0x6d616a05, work: measureScarcity }
];

/** A server that is started every morning would never reach their hours. */
const atStart: ReadonlySet<string> = new Set(['clean-up', 'pace', 'scarcity']);

/** Runs a job unless another process is at it; false then. */
export async function runOnce(centre: Centre, job: Pick<Job, 'lock' | 'work'>): Promise<boolean> {
	const connection = await centre.pool.connect();
	try {
		const { rows } = await connection.query<{ mine: boolean }>(
			'SELECT pg_try_advisory_lock($1) AS mine',
			[job.lock]
		);
		if (!rows[0]?.mine) return false;
		try {
			await job.work(centre);
			return true;
		} finally {
			await connection.query('SELECT pg_advisory_unlock($1)', [job.lock]);
		}
	} finally {
		connection.release();
	}
}

export interface RunningJobs {
	/** Starts nothing new and waits for what runs. */
	readonly stop: () => Promise<void>;
}

/** Starts the recurring jobs; a failure is logged and the job comes again at its time. */
export function startJobs(centre: Centre): RunningJobs {
	const running = new Map<string, Promise<void>>();
	const run = (job: Job): void => {
		if (running.has(job.name)) return;
		const done = runOnce(centre, job)
			.then(() => {})
			.catch((error: unknown) => {
				centre.log.error({ job: job.name, error: String(error) }, 'job failed');
			})
			.finally(() => running.delete(job.name));
		running.set(job.name, done);
	};
	const timers = jobs.map((job) => setInterval(() => run(job), job.everyMs));
	for (const timer of timers) timer.unref();
	for (const job of jobs) if (atStart.has(job.name)) run(job);
	return {
		stop: async () => {
			for (const timer of timers) clearInterval(timer);
			await Promise.all(running.values());
		}
	};
}
