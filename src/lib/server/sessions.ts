import { createHash, randomBytes, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import {
	OFFLINE_GRANT_MS,
	type Device,
	type Grant,
	type Person
} from '#lib/domain/access/access.ts';
import { identifier } from '#lib/domain/basics/ids.ts';
import { timeAt } from '#lib/domain/basics/days.ts';
import { canonical } from '#lib/sync/mutation.ts';
import { headers, signatureAlgorithm, toBase64Url } from '#lib/sync/request-signing.ts';
import type { SessionReply, SignInReply } from '#lib/sync/session.ts';
import type { Answer } from './answer.ts';
import type { Caller, Centre } from './centre.ts';
import { inTransaction, sql, type Tx } from './database.ts';
import { sendMail } from './mail.ts';
import { checkPassword } from './passwords.ts';
import { findCredential, findPerson } from './people.ts';
import { commitRows } from './rows.ts';

const CHALLENGE_MS = 10 * 60_000;
const TRIES = 5;
const BELIEVED_MS = 5000;
const MAX_BELIEVED = 20_000;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hashOfOneTime = (challengeId: string, digits: string): string =>
	hash(`${challengeId}:${digits}`);

const sameHash = (a: string, b: string): boolean =>
	a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** na•••@pension.example.jp: enough to know which mailbox is meant. */
const maskMail = (mail: string): string => mail.replace(/^(.{1,2})[^@]*/, '$1•••');

/**
 * First step: a person of the device's office and their password. Sends the one-time password
 * and says where to. Unknown people and wrong passwords get the same answer in the same time.
 */
export async function startSignIn(
	centre: Centre,
	device: Pick<Device, 'deviceId' | 'officeId'>,
	given: { personId: string; password: string }
): Promise<Answer<SignInReply>> {
	const credential = identifier.safeParse(given.personId).success
		? await findCredential(centre.db, device.officeId, given.personId)
		: undefined;
	if (!(await checkPassword(given.password, credential?.passwordHash)) || !credential) {
		return { ok: false, refusal: { kind: 'wrong-credentials' } };
	}
	const now = centre.clock();
	const challengeId = randomUUID();
	const digits = String(randomInt(0, 100_000_000)).padStart(8, '0');
	const expiresAt = now + CHALLENGE_MS;
	await sql`
		INSERT INTO sign_in_challenge (office_id, challenge_id, person_id, device_id, password_hash, expires_at)
		VALUES (${device.officeId}, ${challengeId}, ${credential.person.personId}, ${device.deviceId},
			${hashOfOneTime(challengeId, digits)}, ${new Date(expiresAt)})
	`.execute(centre.db);
	await sendMail(centre.db, now, {
		officeId: device.officeId,
		to: credential.mail,
		subject: '【窓口】ワンタイムパスワード',
		body: `ワンタイムパスワード: ${digits}\n${timeAt(expiresAt)}まで使えます。心当たりがないときは、所属の管理者に知らせてください。`
	});
	return { ok: true, value: { challengeId, sentTo: maskMail(credential.mail), expiresAt } };
}

/** Counts the try and gives whose challenge it was when the digits are right. */
async function takeChallenge(
	tx: Tx,
	now: number,
	device: Pick<Device, 'deviceId' | 'officeId'>,
	given: { challengeId: string; oneTimePassword: string }
): Promise<Answer<string>> {
	const { rows } = await sql<{ person: string; hash: string; tries: number; expires: Date }>`
		UPDATE sign_in_challenge SET tries = tries + 1
		WHERE office_id = ${device.officeId} AND challenge_id = ${given.challengeId}
			AND device_id = ${device.deviceId}
		RETURNING person_id AS person, password_hash AS hash, tries, expires_at AS expires
	`.execute(tx);
	const challenge = rows[0];
	if (!challenge || challenge.tries > TRIES || challenge.expires.getTime() <= now) {
		return { ok: false, refusal: { kind: 'one-time-password-expired' } };
	}
	if (!sameHash(challenge.hash, hashOfOneTime(given.challengeId, given.oneTimePassword))) {
		return { ok: false, refusal: { kind: 'wrong-credentials' } };
	}
	await sql`
		DELETE FROM sign_in_challenge
		WHERE office_id = ${device.officeId} AND challenge_id = ${given.challengeId}
	`.execute(tx);
	return { ok: true, value: challenge.person };
}

interface NewSession {
	readonly token: string;
	readonly reply: SessionReply;
}

/**
 * The centre's part of a tablet's data key. It belongs to the device, so that an online sign-in
 * of any person of the office opens what lies there; a new one would lock the data out.
 */
async function vaultShare(tx: Tx, officeId: string, deviceId: string): Promise<string> {
	await sql`
		INSERT INTO vault_share (office_id, device_id, share)
		VALUES (${officeId}, ${deviceId}, ${randomBytes(32)}) ON CONFLICT DO NOTHING
	`.execute(tx);
	const { rows } = await sql<{ share: Buffer }>`
		SELECT share FROM vault_share WHERE office_id = ${officeId} AND device_id = ${deviceId}
	`.execute(tx);
	return toBase64Url(rows[0]!.share);
}

type Member = Pick<Person, 'personId' | 'name' | 'role' | 'officeId'>;

/** A new permission to work without a line for one shift. */
async function issueGrant(tx: Tx, now: number, person: Member, deviceId: string): Promise<Grant> {
	const { personId, name, role, officeId } = person;
	const notAfter = now + OFFLINE_GRANT_MS;
	const grantId = randomUUID();
	await sql`
		INSERT INTO offline_grant (office_id, grant_id, person_id, device_id, issued_at, not_after)
		VALUES (${officeId}, ${grantId}, ${personId}, ${deviceId}, ${new Date(now)}, ${new Date(notAfter)})
	`.execute(tx);
	return { grantId, personId, deviceId, officeId, role, name, issuedAt: now, notAfter };
}

/** A grant with the centre's signature over its canonical form. */
async function signGrant(centre: Centre, grant: Grant) {
	const bytes = new TextEncoder().encode(canonical(grant));
	const signature = await crypto.subtle.sign(signatureAlgorithm, centre.keys.sign, bytes);
	return { grant, grantSignature: toBase64Url(signature) };
}

/** Starts a session and ends the one that this person had on this device before. */
async function openSession(
	tx: Tx,
	centre: Centre,
	deviceId: string,
	person: Member
): Promise<NewSession> {
	const now = centre.clock();
	const { officeId, personId, name, role } = person;
	// The office stands in the token, so that the look-up finds the right shard.
	const token = `${officeId}.${toBase64Url(randomBytes(32))}`;
	const expiresAt = now + centre.sessionMinutes * 60_000;
	await sql`
		DELETE FROM session
		WHERE office_id = ${officeId} AND device_id = ${deviceId} AND person_id = ${personId}
	`.execute(tx);
	await sql`
		INSERT INTO session (office_id, token_hash, person_id, device_id, expires_at)
		VALUES (${officeId}, ${hash(token)}, ${personId}, ${deviceId}, ${new Date(expiresAt)})
	`.execute(tx);
	const granted = await signGrant(centre, await issueGrant(tx, now, person, deviceId));
	const share = await vaultShare(tx, officeId, deviceId);
	await commitRows(tx, officeId, [], {
		at: now,
		actorId: personId,
		deviceId,
		action: 'session.start',
		subject: personId
	});
	return {
		token,
		reply: {
			person: { personId, name, role, officeId },
			expiresAt,
			...granted,
			vaultShare: share,
			serverTime: now
		}
	};
}

/**
 * Second step: the one-time password. Gives the session and its secret token; refuses with
 * `wrong-credentials`, or `one-time-password-expired` after ten minutes or five tries.
 */
export async function confirmSignIn(
	centre: Centre,
	device: Pick<Device, 'deviceId' | 'officeId'>,
	given: { challengeId: string; oneTimePassword: string }
): Promise<Answer<NewSession>> {
	return inTransaction(centre.db, async (tx): Promise<Answer<NewSession>> => {
		const taken = await takeChallenge(tx, centre.clock(), device, given);
		if (!taken.ok) return taken;
		const person = await findPerson(tx, device.officeId, taken.value);
		if (!person?.active) return { ok: false, refusal: { kind: 'wrong-credentials' } };
		return { ok: true, value: await openSession(tx, centre, device.deviceId, person) };
	});
}

export interface Session extends Caller {
	readonly name: string;
	/** Epoch ms. */
	readonly expiresAt: number;
}

export interface Sessions {
	/** The live session of a token (believed for five seconds); undefined when there is none. */
	readonly find: (token: string | undefined) => Promise<Session | undefined>;
	readonly end: (token: string) => Promise<void>;
	/** Forgets what is believed about the sessions of a device. */
	readonly forgetDevice: (deviceId: string) => void;
}

async function readSession(
	centre: Pick<Centre, 'db' | 'clock'>,
	token: string
): Promise<Session | undefined> {
	const officeId = token.split('.')[0]!;
	const { rows } = await sql<Omit<Session, 'expiresAt'> & { expires: Date }>`
		SELECT s.office_id AS "officeId", s.person_id AS "personId", s.device_id AS "deviceId",
			p.data ->> 'role' AS role, p.data ->> 'name' AS name, s.expires_at AS expires
		FROM session s
			JOIN person p ON p.office_id = s.office_id AND p.id = s.person_id
			JOIN device d ON d.office_id = s.office_id AND d.id = s.device_id
		WHERE s.office_id = ${officeId} AND s.token_hash = ${hash(token)}
			AND (p.data ->> 'active')::boolean AND d.data ->> 'state' = 'active'
	`.execute(centre.db);
	const row = rows[0];
	if (!row) return undefined;
	const { expires, ...session } = row;
	return { ...session, expiresAt: expires.getTime() };
}

/** Finds and ends sessions; only hashes of tokens are stored. */
export function createSessions(centre: Pick<Centre, 'db' | 'clock'>): Sessions {
	const believed = new Map<string, { session: Session; readAt: number }>();
	return {
		find: async (token) => {
			if (!token || !/^[a-z0-9-]{2,40}\.[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
			const key = hash(token);
			let entry = believed.get(key);
			if (!entry || performance.now() - entry.readAt > BELIEVED_MS) {
				const readAt = performance.now();
				const session = await readSession(centre, token);
				believed.delete(key);
				if (!session) return undefined;
				entry = { session, readAt };
				if (believed.size >= MAX_BELIEVED) believed.delete(believed.keys().next().value!);
				believed.set(key, entry);
			}
			return entry.session.expiresAt > centre.clock() ? entry.session : undefined;
		},
		end: async (token) => {
			believed.delete(hash(token));
			await sql`
				DELETE FROM session WHERE office_id = ${token.split('.')[0]} AND token_hash = ${hash(token)}
			`.execute(centre.db);
		},
		forgetDevice: (deviceId) => {
			for (const [key, { session }] of believed) {
				if (session.deviceId === deviceId) believed.delete(key);
			}
		}
	};
}

/**
 * Several people work on one tablet, each with a session of their own: the cookie carries the
 * person's name, and a request says for whom it asks.
 */
const cookieOf = (personId: string): string => `session-${personId}`;

/** The token of the person for whom a request (or an event stream, in its address) asks. */
export function tokenOf(request: Request): string | undefined {
	const personId =
		request.headers.get(headers.person) ?? new URL(request.url).searchParams.get('person') ?? '';
	if (!identifier.safeParse(personId).success) return undefined;
	const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/);
	const start = `${cookieOf(personId)}=`;
	return cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length) || undefined;
}

/** The cookie that holds a token, or removes it. Secure wherever the centre has HTTPS. */
export function sessionCookie(
	personId: string,
	token: string | null,
	origin: string,
	maxAgeSeconds: number
): string {
	const parts = [`${cookieOf(personId)}=${token ?? ''}`, 'HttpOnly', 'SameSite=Strict', 'Path=/'];
	parts.push(`Max-Age=${token === null ? 0 : maxAgeSeconds}`);
	if (origin.startsWith('https:')) parts.push('Secure');
	return parts.join('; ');
}
