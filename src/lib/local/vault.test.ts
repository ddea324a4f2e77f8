import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type LocalDatabase, type PersonRow } from './database.ts';
import {
	makeDataKey,
	unwrapRecovery,
	unwrapWithPin,
	vaultOf,
	wrapForPin,
	wrapForRecovery
} from './vault.ts';

let db: LocalDatabase;
let other: LocalDatabase;
beforeEach(async () => {
	db = openDatabase(`vault-${crypto.randomUUID()}`);
	other = openDatabase(`vault-${crypto.randomUUID()}`);
	await Promise.all([db.open(), other.open()]);
});
afterEach(async () => {
	await Promise.all([db.delete(), other.delete()]);
});

const share = crypto.getRandomValues(new Uint8Array(32));
const person = (over: object): PersonRow => ({ share, ...over }) as PersonRow;

describe('vault', () => {
	it('gives back what it sealed, never twice the same letters, and finds a change', async () => {
		const vault = vaultOf(await makeDataKey());
		const value = { name: 'グエン・ヴァン・フン', n: 3 };
		const [a, b] = await Promise.all([vault.seal(value), vault.seal(value)]);
		expect(await vault.open(a)).toEqual(value);
		expect([...a]).not.toEqual([...b]);
		expect(new TextDecoder().decode(a)).not.toContain('グエン');
		a[20] = a[20]! ^ 1;
		await expect(vault.open(a)).rejects.toThrow();
	});

	it('opens only with the PIN, on this device, with the share of the centre', async () => {
		const key = await makeDataKey();
		const wrapped = await wrapForPin(db, key, '802417', share);
		const sealed = await vaultOf(key).seal('x');
		const again = await unwrapWithPin(db, person(wrapped), '802417');
		expect(await vaultOf(again!).open(sealed)).toBe('x');
		expect(await unwrapWithPin(db, person(wrapped), '802418')).toBeUndefined();
		expect(await unwrapWithPin(other, person(wrapped), '802417')).toBeUndefined();
		expect(
			await unwrapWithPin(db, person({ ...wrapped, share: new Uint8Array(32) }), '802417')
		).toBeUndefined();
		expect(await unwrapWithPin(db, person({ ...wrapped, share: null }), '802417')).toBeUndefined();
	});

	it('opens after an online sign-in without any PIN, and on no other device', async () => {
		const key = await makeDataKey();
		const box = await wrapForRecovery(db, key, share);
		const sealed = await vaultOf(key).seal('x');
		expect(await vaultOf((await unwrapRecovery(db, box, share))!).open(sealed)).toBe('x');
		expect(await unwrapRecovery(other, box, share)).toBeUndefined();
	});
});
