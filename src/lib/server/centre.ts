import type { Logger } from 'pino';
import type { Role } from '#lib/domain/access/access.ts';
import { sql, type OpenDatabase, type Tx, type Database } from './database.ts';

/** What routes and jobs pass on: nothing in this folder reads a clock or a database by itself. */
export interface Centre {
	readonly db: Database;
	readonly pool: OpenDatabase['pool'];
	/** Epoch ms. */
	readonly clock: () => number;
	readonly log: Logger;
	/** Tells every tablet of an office that there is something to pull. */
	readonly poke: (officeId: string) => void;
	readonly keys: CentreKeys;
	readonly sessionMinutes: number;
}

export interface CentreKeys {
	readonly sign: CryptoKey;
	/** Opens what tablets sealed. */
	readonly open: CryptoKey;
	readonly publicVerify: { kty: 'EC'; crv: 'P-256'; x: string; y: string };
	readonly publicSeal: { kty: 'RSA'; n: string; e: string };
}

/** Who asks: an activated device and, where a session is needed, the person signed in on it. */
export interface Caller {
	readonly deviceId: string;
	readonly officeId: string;
	readonly personId: string;
	readonly role: Role;
}

/**
 * Names the history that versions and results belong to: another cluster, or the same one
 * after a failover or restore (PostgreSQL then counts a new timeline), is another epoch.
 */
export const epochSql = sql<string>`(SELECT value ->> 'id' FROM centre WHERE name = 'epoch')
	|| '.' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)`;

export async function readEpoch(tx: Tx | Database): Promise<string> {
	const { rows } = await sql<{ epoch: string }>`SELECT ${epochSql} AS epoch`.execute(tx);
	return rows[0]!.epoch;
}
