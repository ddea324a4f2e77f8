import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { readActivationCode } from '../../src/lib/server/devices.ts';
import { startCentre, type CentreProcess } from '../scenario/support/centre-process.ts';
import { startSystemPostgres } from '../support/system-postgres.ts';
import { call } from './browser.ts';

export interface BenchCentre extends CentreProcess {
	/** The database server's address; undefined when the centre runs its embedded one. */
	readonly databaseServer: string | undefined;
	readonly database: string;
	readonly stopAll: () => Promise<void>;
}

/** The built app with the demonstration's data on the system's PostgreSQL, fsync on. */
export async function startBenchCentre(env: Record<string, string> = {}): Promise<BenchCentre> {
	await promisify(execFile)(process.execPath, ['src/scripts/build-when-stale.ts']);
	const postgres = await startSystemPostgres();
	const before = process.env.TEST_DATABASE_URL;
	if (postgres) process.env.TEST_DATABASE_URL = postgres.url;
	try {
		const centre = await startCentre({ LOG_LEVEL: 'warn', ...env });
		const settings = await centre.sql<{ name: string; version: string; fsync: string }>(
			`SELECT current_database() AS name, current_setting('server_version') AS version,
				current_setting('fsync') AS fsync`
		);
		const { name, version, fsync } = settings[0]!;
		const url = postgres && new URL(postgres.url);
		if (url) url.pathname = `/${name}`;
		return {
			...centre,
			password: centre.password,
			codes: centre.codes,
			databaseServer: url?.href,
			database: `PostgreSQL ${version.split(' ')[0]}${url ? '' : ' (embedded)'}, fsync ${fsync}`,
			stopAll: async () => {
				await centre.stop();
				await postgres?.stop();
			}
		};
	} catch (error) {
		await postgres?.stop();
		throw error;
	} finally {
		if (before === undefined) delete process.env.TEST_DATABASE_URL;
		else process.env.TEST_DATABASE_URL = before;
	}
}

/** A code that activates one more tablet of an office. */
export async function newCode(centre: CentreProcess, officeId: string): Promise<string> {
	const code = [...randomBytes(10)].map((byte) => '0123456789ABCDEF'[byte % 16]).join('');
	const hash = createHash('sha256').update(readActivationCode(code)!).digest('hex');
	await centre.sql(
		`INSERT INTO activation_code (office_id, code_hash, issued_by, expires_at)
		VALUES ($1, $2, 'bench', now() + interval '1 day')`,
		[officeId, hash]
	);
	return code;
}

/** Gives every slot of an office so many seats more. */
export async function addSeats(
	centre: CentreProcess,
	officeId: string,
	more: number
): Promise<void> {
	await centre.sql(
		`INSERT INTO seat (office_id, slot_id, seat_no)
		SELECT office_id, id, capacity + n FROM slot, generate_series(1, $2::int) n WHERE office_id = $1`,
		[officeId, more]
	);
	await centre.sql(
		`UPDATE slot SET data = jsonb_set(data, '{capacity}', to_jsonb(capacity + $2::int))
		WHERE office_id = $1`,
		[officeId, more]
	);
	// A real centre's statistics are fresh; those of a table filled a second ago are not.
	await centre.sql('ANALYZE');
}

export const PIN = '802417';

/** Activates a page's tablet and signs a person of the demonstration in; gives the rows it has. */
export async function enterOn(
	page: Page,
	centre: CentreProcess,
	officeId: string,
	personId: string
): Promise<number> {
	const before = Date.now() - 1;
	await call(page, 'open');
	const code = await newCode(centre, officeId);
	const { password } = centre;
	const challengeId = await call<string>(page, 'activate', { code, personId, password });
	const oneTime = await centre.oneTimePassword(before);
	return call<number>(page, 'enter', { challengeId, password: oneTime, pin: PIN });
}
