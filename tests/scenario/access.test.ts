import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { OFFLINE_GRANT_MS } from '#lib/domain/access/access.ts';
import { listDevices } from '#lib/server/administration.ts';
import { answerStaff } from '#lib/server/api.ts';
import type { RunningCentre } from '#lib/server/boot.ts';
import {
	activateDevice,
	issueActivationCode,
	keepSealed,
	revokeDevice
} from '#lib/server/devices.ts';
import { serveLeases } from '#lib/server/leases.ts';
import { latestMails } from '#lib/server/mail.ts';
import { confirmSignIn, startSignIn } from '#lib/server/sessions.ts';
import { DEMO_PASSWORD } from '#lib/server/seed/staff.ts';
import { canonical } from '#lib/sync/mutation.ts';
import { PROTOCOL } from '#lib/sync/protocol.ts';
import { importVerifyKey, SKEW_MS, verifySignature } from '#lib/sync/request-signing.ts';
import { activateReply, sessionReply } from '#lib/sync/session.ts';
import { START, startTestCentre, testClock } from './support/postgres.ts';
import {
	activate,
	makeKey,
	publicJwk,
	signRequest,
	type ActiveTablet
} from './support/tablet-key.ts';

const clock = testClock(START);
let centre: RunningCentre;
let close: () => Promise<void>;
let tablet: ActiveTablet;

beforeAll(async () => {
	({ centre, close } = await startTestCentre({ clock, seed: true }));
	tablet = await activate(centre, 'shinjuku');
});
afterAll(() => close());

const oneTimePassword = async (): Promise<string> =>
	/\d{8}/.exec((await latestMails(centre.db, 1))[0]!.body)![0];

async function challenge(personId = 'naito'): Promise<string> {
	clock.now += 1000;
	const started = await startSignIn(centre, tablet, { personId, password: DEMO_PASSWORD });
	if (!started.ok) throw new Error(started.refusal.kind);
	return started.value.challengeId;
}

async function signIn(personId = 'naito', device: ActiveTablet = tablet) {
	clock.now += 1000;
	const started = await startSignIn(centre, device, { personId, password: DEMO_PASSWORD });
	if (!started.ok) throw new Error(started.refusal.kind);
	const confirmed = await confirmSignIn(centre, device, {
		challengeId: started.value.challengeId,
		oneTimePassword: await oneTimePassword()
	});
	if (!confirmed.ok) throw new Error(confirmed.refusal.kind);
	return confirmed.value;
}

const kindOf = (answer: { ok: boolean; refusal?: { kind: string } }): string =>
	answer.ok ? 'ok' : answer.refusal!.kind;

describe('activation', () => {
	it('binds a device to the office of its code, once', async () => {
		const { code } = await issueActivationCode(centre, 'hamamatsu-higashi', 'suzuki');
		const pair = await makeKey();
		const given = { code: code.toLowerCase(), name: '貸出1', publicKey: await publicJwk(pair) };
		const answer = await activateDevice(centre, given);
		expect(answer.ok && activateReply.safeParse(answer.value).success).toBe(true);
		expect(answer.ok && answer.value.officeName).toBe('浜松東年金事務所');
		expect(kindOf(await activateDevice(centre, given))).toBe('code-unknown');
	});

	it('refuses a code after a day, a wrong one and a key that is none', async () => {
		const { code } = await issueActivationCode(centre, 'shinjuku', 'naito');
		const publicKey = await publicJwk(await makeKey());
		const badKey = { ...publicKey, x: publicKey.y };
		expect(kindOf(await activateDevice(centre, { code, name: 'x', publicKey: badKey }))).toBe(
			'bad-request'
		);
		expect(
			kindOf(await activateDevice(centre, { code: '0000-0000-00', name: 'x', publicKey }))
		).toBe('code-unknown');
		clock.now += 24 * 3_600_000 + 1;
		expect(kindOf(await activateDevice(centre, { code, name: 'x', publicKey }))).toBe(
			'code-unknown'
		);
	});

	it('lets only one of two devices have a code', async () => {
		const { code } = await issueActivationCode(centre, 'shinjuku', 'naito');
		const keys = await Promise.all([makeKey(), makeKey(), makeKey()]);
		const answers = await Promise.all(
			keys.map(async (pair) =>
				activateDevice(centre, { code, name: 'x', publicKey: await publicJwk(pair) })
			)
		);
		expect(answers.map(kindOf).sort()).toEqual(['code-unknown', 'code-unknown', 'ok']);
	});
});

describe('sign-in', () => {
	it('gives a session, a grant that the tablet can check, and always the same vault share on a tablet', async () => {
		const { reply } = await signIn();
		expect(sessionReply.safeParse(reply).error).toBeUndefined();
		expect(reply.expiresAt).toBe(clock.now + 90 * 60_000);
		expect(reply.grant.notAfter).toBe(clock.now + OFFLINE_GRANT_MS);
		const key = await importVerifyKey(tablet.centreKeys.verify);
		const bytes = new TextEncoder().encode(canonical(reply.grant));
		expect(await verifySignature(key, reply.grantSignature, bytes)).toBe(true);
		const forged = new TextEncoder().encode(
			canonical({ ...reply.grant, role: 'head' as const, personId: 'x' })
		);
		expect(await verifySignature(key, reply.grantSignature, forged)).toBe(false);
		expect((await signIn()).reply.vaultShare).toBe(reply.vaultShare);
		const other = await activate(centre, 'shinjuku', '9番');
		expect((await signIn('naito', other)).reply.vaultShare).not.toBe(reply.vaultShare);
	});

	it.each([
		['naito', 'wrong'],
		['nobody', DEMO_PASSWORD],
		['suzuki', DEMO_PASSWORD],
		["' OR 1=1 --", DEMO_PASSWORD],
		['nul\0', DEMO_PASSWORD]
	])(
		'answers the same to a wrong password, a stranger and a person of another office: %s',
		async (personId, password) => {
			expect(kindOf(await startSignIn(centre, tablet, { personId, password }))).toBe(
				'wrong-credentials'
			);
		}
	);

	it('keeps no secret in the clear', async () => {
		const challengeId = await challenge();
		const digits = await oneTimePassword();
		const { token } = await signIn();
		const { rows } = await centre.pool.query<{ t: string }>(
			`SELECT row_to_json(c)::text AS t FROM sign_in_challenge c
			UNION ALL SELECT row_to_json(s)::text FROM session s
			UNION ALL SELECT row_to_json(c)::text FROM credential c`
		);
		const stored = rows.map(({ t }) => t).join('\n');
		expect(stored).toContain(challengeId);
		for (const secret of [digits, token.split('.')[1]!, DEMO_PASSWORD])
			expect(stored).not.toContain(secret);
	});

	it('takes a one-time password once, within ten minutes, on its own device', async () => {
		const challengeId = await challenge();
		const given = { challengeId, oneTimePassword: await oneTimePassword() };
		const other = await activate(centre, 'shinjuku', '2番');
		expect(kindOf(await confirmSignIn(centre, other, given))).toBe('one-time-password-expired');
		expect(kindOf(await confirmSignIn(centre, tablet, given))).toBe('ok');
		expect(kindOf(await confirmSignIn(centre, tablet, given))).toBe('one-time-password-expired');
		const late = { challengeId: await challenge(), oneTimePassword: await oneTimePassword() };
		clock.now += 10 * 60_000;
		expect(kindOf(await confirmSignIn(centre, tablet, late))).toBe('one-time-password-expired');
	});

	it('allows five tries', async () => {
		const challengeId = await challenge();
		const right = await oneTimePassword();
		const wrong = right === '00000000' ? '00000001' : '00000000';
		for (let tries = 0; tries < 5; tries += 1) {
			expect(
				kindOf(await confirmSignIn(centre, tablet, { challengeId, oneTimePassword: wrong }))
			).toBe('wrong-credentials');
		}
		expect(
			kindOf(await confirmSignIn(centre, tablet, { challengeId, oneTimePassword: right }))
		).toBe('one-time-password-expired');
	});
});

describe('sessions', () => {
	it('are found by their token, end at their time, and a person has one on a device', async () => {
		const first = await signIn();
		expect((await centre.sessions.find(first.token))?.personId).toBe('naito');
		const colleague = await signIn('sakurai');
		const second = await signIn();
		centre.sessions.forgetDevice(tablet.deviceId);
		expect(await centre.sessions.find(first.token)).toBeUndefined();
		expect((await centre.sessions.find(colleague.token))?.personId).toBe('sakurai');
		expect((await centre.sessions.find(second.token))?.personId).toBe('naito');
		clock.now += 90 * 60_000;
		expect(await centre.sessions.find(second.token)).toBeUndefined();
		expect(await centre.sessions.find('shinjuku.nonsense')).toBeUndefined();
	});

	it('end when their person leaves, and the share stays the same for everybody on the tablet', async () => {
		const one = await signIn();
		const other = await signIn('sakurai');
		expect(other.reply.vaultShare).toBe(one.reply.vaultShare);
		await centre.sessions.end(one.token);
		expect(await centre.sessions.find(one.token)).toBeUndefined();
	});
});

describe('signed requests', () => {
	const path = '/api/sync/pull?x=1';
	const check = async (
		options: Partial<Parameters<typeof signRequest>[3]> & { sent?: string } = {}
	) => {
		const request = await signRequest(tablet, path, '{"a":1}', { time: clock.now, ...options });
		return kindOf(
			await centre.gate.check(request, new URL(request.url), options.sent ?? '{"a":1}')
		);
	};

	it('are let in once', async () => {
		expect(await check({ nonce: 'nonce-number-1' })).toBe('ok');
		expect(await check({ nonce: 'nonce-number-1' })).toBe('replayed');
	});

	it('are refused when anything was changed', async () => {
		expect(await check({ sent: '{"a":2}' })).toBe('bad-signature');
		expect(await check({ signedPath: '/api/sync/pull?x=2' })).toBe('bad-signature');
		expect(await check({ nonce: 'short' })).toBe('bad-signature');
		const request = await signRequest(tablet, path, '', { time: clock.now });
		const moved = new Request(request.url, { method: 'PUT', headers: request.headers });
		expect(kindOf(await centre.gate.check(moved, new URL(moved.url), ''))).toBe('bad-signature');
	});

	it('are refused from a clock that is off, with the right time', async () => {
		expect(await check({ time: clock.now - SKEW_MS + 10 })).toBe('ok');
		for (const time of [clock.now - SKEW_MS - 1, clock.now + SKEW_MS + 1]) {
			const request = await signRequest(tablet, path, '', { time });
			const answer = await centre.gate.check(request, new URL(request.url), '');
			expect(answer).toEqual({ ok: false, refusal: { kind: 'clock-skew', serverTime: clock.now } });
		}
	});

	it('are refused from strangers', async () => {
		const stranger = { deviceId: 'feedbeef', key: (await makeKey()).privateKey };
		const request = await signRequest(stranger, path, '', { time: clock.now });
		expect(kindOf(await centre.gate.check(request, new URL(request.url), ''))).toBe(
			'not-activated'
		);
		const none = new Request('http://localhost:3000/api/sync/pull', { method: 'POST' });
		expect(kindOf(await centre.gate.check(none, new URL(none.url), ''))).toBe('not-activated');
	});
});

describe('a route', () => {
	const schema = z.object({ protocol: z.int(), text: z.string() });
	async function call(body: string, options: { cookie?: string; right?: 'administration' } = {}) {
		const request = await signRequest(tablet, '/api/x', body, {
			time: clock.now,
			nonce: 'a-nonce-'.concat(crypto.randomUUID()),
			cookie: options.cookie
		});
		const response = await answerStaff(
			{
				request,
				url: new URL(request.url),
				locals: { centre },
				getClientAddress: () => '127.0.0.1'
			},
			{ body: schema, protocol: true, budget: 'sync', right: options.right },
			async ({ body: { text }, session }) => {
				if (text === 'throw') throw new Error('a bug');
				return { ok: true, value: { text, who: session.personId } };
			}
		);
		return { request, response, json: (await response.json()) as { error?: { kind: string } } };
	}

	it('echoes the nonce, is not cached, and answers in JSON', async () => {
		const { token } = await signIn();
		const cookie = `session-naito=${token}`;
		const good = await call(JSON.stringify({ protocol: PROTOCOL, text: 'あ' }), { cookie });
		expect(good.response.status).toBe(200);
		expect(good.json).toEqual({ text: 'あ', who: 'naito' });
		expect(good.response.headers.get('x-nonce')).toBe(good.request.headers.get('x-nonce'));
		expect(good.response.headers.get('cache-control')).toBe('no-store');
	});

	it.each([
		['no session', JSON.stringify({ protocol: PROTOCOL, text: 'x' }), false, 401, 'session-needed'],
		['broken JSON', '{', true, 400, 'bad-request'],
		['another shape', JSON.stringify({ protocol: PROTOCOL }), true, 400, 'bad-request'],
		['an old tablet', JSON.stringify({ protocol: 0, text: 'x' }), true, 426, 'client-too-old'],
		['a newer tablet', JSON.stringify({ protocol: 99, other: 'x' }), true, 426, 'server-too-old'],
		['a bug', JSON.stringify({ protocol: PROTOCOL, text: 'throw' }), true, 503, 'unavailable'],
		[
			'too much',
			JSON.stringify({ protocol: PROTOCOL, text: 'x'.repeat(1_000_001) }),
			true,
			413,
			'too-large'
		]
	])('refuses with a kind and its status: %s', async (_, body, signed, status, kind) => {
		const cookie = signed ? `session-naito=${(await signIn()).token}` : undefined;
		const { response, json } = await call(body, { cookie });
		expect(response.status).toBe(status);
		expect(json.error?.kind).toBe(kind);
		expect(response.headers.get('x-nonce')).toMatch(/^a-nonce-/);
	});

	it('asks for the right that it needs', async () => {
		const body = JSON.stringify({ protocol: PROTOCOL, text: 'x' });
		const counter = `session-sakurai=${(await signIn('sakurai')).token}`;
		expect((await call(body, { cookie: counter, right: 'administration' })).json.error?.kind).toBe(
			'not-permitted'
		);
		const chief = `session-naito=${(await signIn('naito')).token}`;
		expect((await call(body, { cookie: chief, right: 'administration' })).response.status).toBe(
			200
		);
	});

	it('does not take a session from another device', async () => {
		const other = await activate(centre, 'shinjuku', '3番');
		const { token } = await signIn('naito', other);
		const { json } = await call(JSON.stringify({ protocol: PROTOCOL, text: 'x' }), {
			cookie: `session-naito=${token}`
		});
		expect(json.error?.kind).toBe('session-needed');
	});
});

describe('a lost tablet', () => {
	it('is shut out, gives its seats back and may still hand over what it holds', async () => {
		const lost = await activate(centre, 'shinjuku', '忘れ物');
		const { token } = await signIn('sakurai', lost);
		const caller = (await centre.sessions.find(token))!;
		const leases = await serveLeases(centre, caller, {
			protocol: PROTOCOL,
			hold: null,
			holdNext: false,
			interpreter: false,
			standing: true,
			giveBack: []
		});
		expect(leases.standing.length).toBeGreaterThan(0);
		const chief = (await centre.sessions.find((await signIn('naito')).token))!;
		expect(kindOf(await revokeDevice(centre, chief, lost.deviceId))).toBe('ok');
		expect(kindOf(await revokeDevice(centre, chief, lost.deviceId))).toBe('ok');
		centre.gate.forget(lost.deviceId);
		centre.sessions.forgetDevice(lost.deviceId);
		expect(await centre.sessions.find(token)).toBeUndefined();
		const body = '{}';
		const request = await signRequest(lost, '/api/device/seal', body, { time: clock.now });
		const url = new URL(request.url);
		expect(kindOf(await centre.gate.check(request, url, body))).toBe('device-revoked');
		expect(kindOf(await centre.gate.check(request, url, body, { revokedToo: true }))).toBe('ok');
		const device = (await centre.gate.find(lost.deviceId))!;
		const receipt = await keepSealed(centre, device, { items: 3, sealed: 'AAAA' });
		const again = await keepSealed(centre, device, { items: 3, sealed: 'AAAA' });
		expect(again.quarantineId).toBe(receipt.quarantineId);
		const listed = (await listDevices(centre, 'shinjuku')).find(
			({ deviceId }) => deviceId === lost.deviceId
		);
		expect(listed).toMatchObject({ state: 'revoked', quarantined: 3, openLeases: 0 });
	});

	it('cannot be revoked from another office', async () => {
		const chief = (await centre.sessions.find((await signIn('naito')).token))!;
		const foreign = { ...chief, officeId: 'hamamatsu-higashi' };
		expect(kindOf(await revokeDevice(centre, foreign, tablet.deviceId))).toBe('not-found');
	});
});
