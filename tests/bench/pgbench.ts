import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addDays } from '../../src/lib/domain/basics/days.ts';
import { detailsOf, OFFICES, PGBENCH_FIRST_SLOT, PGBENCH_SEATS } from './load-data.ts';
import { today } from './rows.ts';

const run = promisify(execFile);
const ROOT = '/usr/lib/postgresql';
const CLIENTS = 16;
const EACH = 256;

export const pgbench = (): string | undefined =>
	existsSync(ROOT)
		? readdirSync(ROOT)
				.sort((a, b) => Number(b) - Number(a))
				.map((version) => join(ROOT, version, 'bin', 'pgbench'))
				.find(existsSync)
		: undefined;

/** The statements of one push with one booking, as the centre sends them. */
function script(): string {
	const perClient = OFFICES / CLIENTS;
	const slot = 'bench-:office.:slot';
	const id = 'p:first-:client_id-:n';
	const date = addDays(today(), 30);
	const booking = JSON.stringify({
		bookingId: id,
		officeId: 'bench-:office',
		slotId: slot,
		date,
		start: '09:00',
		minutes: 60,
		status: 'confirmed',
		receiptNo: id,
		leaseId: null,
		...detailsOf('試験 花子'),
		createdAt: 1,
		createdBy: 'bench',
		deviceId: 'bench-device-:device',
		cancelReason: null
	});
	const slotRow = `{"slotId":"${slot}","officeId":"bench-:office","date":"${date}","start":"09:00","minutes":60,"capacity":${PGBENCH_SEATS},"taken": :next,"languages":["en","ne"]}`;
	return `\\set n :n + 1
\\set device :client_id + ${CLIENTS} * (:n % ${perClient})
\\set slot :first + (:n / ${perClient}) / ${PGBENCH_SEATS}
\\set office 100 + :device
START TRANSACTION ISOLATION LEVEL READ COMMITTED;
INSERT INTO client (office_id, client_id, device_id) VALUES ('bench-:office', 'pgbench-:first', 'bench-device-:device') ON CONFLICT (office_id, client_id) DO UPDATE SET seen_at = now() RETURNING last_mid, device_id, (SELECT value ->> 'id' FROM centre WHERE name = 'epoch') || '.' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS epoch, (SELECT coalesce(jsonb_agg(jsonb_build_object('grantId', g.grant_id, 'personId', p.id, 'role', p.data ->> 'role', 'notAfter', extract(epoch FROM g.not_after) * 1000)), '[]') FROM offline_grant g JOIN person p ON p.office_id = g.office_id AND p.id = g.person_id WHERE g.office_id = 'bench-:office' AND g.grant_id = ANY(ARRAY['bench-grant-:device']) AND g.device_id = 'bench-device-:device' AND (p.data ->> 'active')::boolean) AS grants;
SELECT (read_facts('bench-:office', '[["booking","${id}"],["slot","${slot}"],["topic","old-age-claim"]]'::jsonb) -> 1 ->> 'taken')::int + 1 AS next \\gset
SELECT commit_mutation('bench-:office', 'pgbench-:first', :n, '${id}', '{"mid":1,"status":"applied","receivedAt":1}'::jsonb, 'bench-:office', '[{"table":"slot","id":"${slot}","day":"${date}","data":${slotRow}},{"table":"booking","id":"${id}","day":"${date}","data":${booking}}]'::jsonb, now(), 'bench-person-:device', 'bench-device-:device', 'booking.book@1', '${id}');
COMMIT;
`;
}

/** Transactions per second of pgbench with c=16; `round` keeps the slots of rounds apart. */
export async function runPgbench(program: string, server: string, round: number): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'madoguchi-pgbench-'));
	const url = new URL(server);
	const first =
		PGBENCH_FIRST_SLOT + round * Math.ceil(((CLIENTS * EACH) / OFFICES + 4) / PGBENCH_SEATS + 1);
	try {
		writeFileSync(join(folder, 'book.sql'), script());
		const args = [
			...`-n -c ${CLIENTS} -j 2 -t ${EACH} -D n=0 -D first=${first}`.split(' '),
			...['-f', join(folder, 'book.sql'), '-U', url.username],
			...['-h', url.searchParams.get('host') ?? url.hostname],
			...(url.port ? ['-p', url.port] : []),
			url.pathname.slice(1)
		];
		const { stdout, stderr } = await run(program, args);
		const tps = /tps = ([\d.]+)/.exec(stdout)?.[1];
		if (!tps || /ERROR|aborted/.test(stderr))
			throw new Error(`pgbench: ${(stderr || stdout).slice(0, 2000)}`);
		return Number(tps);
	} finally {
		rmSync(folder, { recursive: true });
	}
}
