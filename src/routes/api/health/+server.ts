import { version } from '$app/environment';
import { reply } from '#lib/server/answer.ts';
import { sql } from '#lib/server/database.ts';
import { PROTOCOL } from '#lib/sync/protocol.ts';
import type { RequestHandler } from './$types';

const PATIENCE_MS = 2000;

async function databaseProblem(work: Promise<unknown>): Promise<string | undefined> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<string>((resolve) => {
		timer = setTimeout(() => resolve('the database does not answer'), PATIENCE_MS);
	});
	try {
		return await Promise.race([work.then(() => undefined), late]);
	} catch {
		return 'the database is away';
	} finally {
		clearTimeout(timer);
	}
}

/** 200 when the centre works, 503 with the reason otherwise. */
export const GET: RequestHandler = async ({ locals, request }) => {
	const boot = locals.boot.state();
	const common = { version, protocol: PROTOCOL };
	if (boot.state !== 'ok') {
		const body = { status: boot.state, reason: boot.reason, ...common, database: 'unknown' };
		return reply(request, body, 503);
	}
	const reason = await databaseProblem(sql`SELECT 1`.execute(boot.centre.db));
	if (reason) return reply(request, { status: 'failed', reason, ...common, database: 'away' }, 503);
	return reply(request, { status: 'ok', ...common, database: 'ok' });
};
