import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsMyNumber, isMyNumber, maskMyNumber, myNumberChance } from './my-number.ts';

/** The check digit worked out anew, weight by weight, from 総務省令第85号. */
function withCheckDigit(body: string): string {
	const weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
	const rest = weights.reduce((sum, weight, index) => sum + weight * Number(body[index]), 0) % 11;
	return body + String(rest <= 1 ? 0 : 11 - rest);
}

const eleven = fc.integer({ min: 0, max: 99_999_999_999 }).map((n) => String(n).padStart(11, '0'));

describe('My Number', () => {
	it('is known by its check digit', () => {
		expect(isMyNumber('123456789018')).toBe(true);
		expect(isMyNumber('123456789012')).toBe(false);
		fc.assert(fc.property(eleven, (body) => isMyNumber(withCheckDigit(body))));
	});

	it('is no longer one with another check digit', () => {
		fc.assert(
			fc.property(eleven, fc.integer({ min: 1, max: 9 }), (body, step) => {
				const number = withCheckDigit(body);
				const last = (Number(number[11]) + step) % 10;
				return !isMyNumber(number.slice(0, 11) + String(last));
			})
		);
	});

	it('in doubtful digits is as likely as all the numbers they may be together', () => {
		const sure = (digit: string) => Array.from({ length: 10 }, (_, one) => +(one === +digit));
		const place = fc.integer({ min: 0, max: 11 });
		fc.assert(
			fc.property(eleven, place, place, (body, one, other) => {
				const digits = [...withCheckDigit(body)];
				expect(myNumberChance(digits.map(sure))).toBe(1);
				const even = Array.from({ length: 10 }, () => 0.1);
				const places = digits.map((digit, at) => (at === one || at === other ? even : sure(digit)));
				let right = 0;
				for (let a = 0; a < 10; a++)
					for (let b = 0; b < 10; b++) {
						const number = [...digits];
						number[other] = String(b);
						number[one] = String(a);
						right += +isMyNumber(number.join('')) / 100;
					}
				expect(myNumberChance(places)).toBeCloseTo(right, 9);
			})
		);
		expect(myNumberChance([])).toBe(0);
	});

	it.each([
		'番号は 1234-5678-9018 です',
		'１２３４５６７８９０１８',
		'1234 5678 9018',
		'x123456789018y'
	])('is found in %s and masked', (text) => {
		expect(holdsMyNumber(text)).toBe(true);
		expect(holdsMyNumber(maskMyNumber(text))).toBe(false);
		expect(maskMyNumber(text)).toHaveLength(text.length);
	});

	it.each(['090-1234-5678', '1234-567890', '1234567890123', '2026年11月21日10時'])(
		'is not seen in %s',
		(text) => expect(holdsMyNumber(text)).toBe(false)
	);
});
