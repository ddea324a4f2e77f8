import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceCode, readReceiptNumber, receiptNumber } from './receipt-number.ts';

const number = fc
	.tuple(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.integer({ min: 1, max: 99_999 }))
	.map(([random, sequence]) => receiptNumber(deviceCode(random), sequence));

describe('receipt number', () => {
	it('is read back, also in small letters, full width and without hyphens', () => {
		fc.assert(
			fc.property(number, (text) => {
				expect(readReceiptNumber(text)).toBe(text);
				expect(readReceiptNumber(text.toLowerCase().replace(/-/g, ' '))).toBe(text);
			})
		);
		expect(readReceiptNumber('７Ｆ２Ｃ－００４０')).toBeUndefined();
	});

	it('finds every single wrong letter', () => {
		const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
		fc.assert(
			fc.property(number, fc.nat(), fc.integer({ min: 1, max: 31 }), (text, place, step) => {
				const plain = text.replace(/-/g, '');
				const at = place % plain.length;
				const wrong = letters[(letters.indexOf(plain[at]!) + step) % 32]!;
				const changed = plain.slice(0, at) + wrong + plain.slice(at + 1);
				return readReceiptNumber(changed) === undefined;
			})
		);
	});
});
