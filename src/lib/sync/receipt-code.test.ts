import { describe, expect, it } from 'vitest';
import { receiptNumber } from '#lib/domain/basics/receipt-number.ts';
import { readReceiptCode, writeReceiptCode } from './receipt-code.ts';
import { keyAlgorithm } from './request-signing.ts';

async function tablet() {
	const pair = (await crypto.subtle.generateKey(keyAlgorithm, true, [
		'sign',
		'verify'
	])) as CryptoKeyPair;
	const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	return { key: pair.privateKey, jwk: { kty: kty!, crv: crv!, x: x!, y: y! } };
}

const code = {
	receiptNo: receiptNumber('7F2C', 40),
	slotId: 'shinjuku.2026-11-25.1000',
	certainty: 'C' as const,
	deviceId: 'd1'
};

describe('receipt code', () => {
	it('is checked with the public key alone and fits a QR code', async () => {
		const { key, jwk } = await tablet();
		const text = await writeReceiptCode(code, key);
		expect(text.length).toBeLessThan(220);
		expect(await readReceiptCode(text, () => jwk)).toEqual({ kind: 'genuine', code });
	});

	it('finds a changed slot, a foreign signature, an unknown device and plain nonsense', async () => {
		const { key, jwk } = await tablet();
		const text = await writeReceiptCode(code, key);
		expect((await readReceiptCode(text.replace('1000', '1100'), () => jwk)).kind).toBe('forged');
		const other = await tablet();
		expect((await readReceiptCode(await writeReceiptCode(code, other.key), () => jwk)).kind).toBe(
			'forged'
		);
		expect((await readReceiptCode(text, () => undefined)).kind).toBe('unknown-device');
		for (const nonsense of [
			'',
			'https://example.org',
			'MDG1/x/y/C/d/s',
			text.slice(0, -4),
			`${text}/x`,
			text.replace('/C/', '/Z/')
		]) {
			expect(['unreadable', 'forged']).toContain((await readReceiptCode(nonsense, () => jwk)).kind);
		}
	});
});
