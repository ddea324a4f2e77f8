import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { townLine } from '#lib/domain/intake/towns.ts';
import { TOWN_TEXT_BYTES, type TownsNote } from '#lib/sync/towns.ts';
import type { Answer } from './answer.ts';
import type { Caller, Centre } from './centre.ts';
import { inTransaction, sql } from './database.ts';
import { commitRows } from './rows.ts';

const unpack = promisify(gunzip);

/** The lines of a packed dictionary; undefined when it is none, or not sorted. */
async function linesOf(data: Buffer): Promise<number | undefined> {
	try {
		const text = (await unpack(data, { maxOutputLength: TOWN_TEXT_BYTES })).toString('utf8');
		const lines = text.split('\n');
		const isSorted = lines.every((line, at) => at === 0 || lines[at - 1]! < line);
		return isSorted && lines.every((line) => townLine.test(line)) ? lines.length : undefined;
	} catch {
		return undefined;
	}
}

/** Takes a dictionary of postal codes in the place of the one before. */
export async function putTowns(
	centre: Centre,
	publisher: Pick<Caller, 'deviceId' | 'personId'>,
	data: Buffer
): Promise<Answer<TownsNote>> {
	const lines = await linesOf(data);
	if (lines === undefined) return { ok: false, refusal: { kind: 'bad-request' } };
	const hash = createHash('sha256').update(data).digest('hex');
	await inTransaction(centre.db, async (tx) => {
		await sql`
			INSERT INTO towns (hash, data, lines, at)
			VALUES (${hash}, ${data}, ${lines}, ${new Date(centre.clock())})
			ON CONFLICT (only_one) DO UPDATE
			SET hash = EXCLUDED.hash, data = EXCLUDED.data, lines = EXCLUDED.lines, at = EXCLUDED.at
		`.execute(tx);
		await commitRows(tx, 'ref', [], {
			at: centre.clock(),
			actorId: publisher.personId,
			deviceId: publisher.deviceId,
			action: 'towns.import',
			subject: hash.slice(0, 16)
		});
	});
	return { ok: true, value: await findTowns(centre) };
}

/** Which dictionary there is, if any. */
export async function findTowns(centre: Centre): Promise<TownsNote> {
	const { rows } = await sql<{ hash: string; bytes: number; lines: number; at: Date }>`
		SELECT hash, length(data) AS bytes, lines, at FROM towns
	`.execute(centre.db);
	const found = rows[0];
	return {
		towns: found ? { ...found, at: found.at.getTime() } : null,
		serverTime: centre.clock()
	};
}

/** The bytes of the dictionary with this hash; undefined when it is not the present one. */
export async function readTowns(centre: Centre, hash: string): Promise<Buffer | undefined> {
	const { rows } = await sql<{ data: Buffer }>`
		SELECT data FROM towns WHERE hash = ${hash}
	`.execute(centre.db);
	return rows[0]?.data;
}
