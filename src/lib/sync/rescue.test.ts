import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitRescue, type RescueFile } from './rescue.ts';

const item = { mid: 1, state: 'waiting', name: 'a.b@1', actorId: 'p', createdAt: 1, box: 'AA' };
const fileWith = (sizes: readonly number[]): RescueFile => ({
	format: 'madoguchi-rescue@1',
	...{ deviceId: 'd', clientId: 'c', sealedKey: 'AA', items: [item] },
	pictures: sizes.flatMap((size, at) =>
		[0, 1].map((part) => ({
			hash: String(at).padStart(64, '0'),
			formId: `form-${at}`,
			part,
			box: 'A'.repeat(size / 2)
		}))
	)
});

describe('a rescue file in pieces', () => {
	it('loses nothing, parts no picture, and no piece is larger than a request', () => {
		const sizes = fc.array(fc.constantFrom(2, 300_000, 4_000_000, 11_000_000), { maxLength: 8 });
		fc.assert(
			fc.property(sizes, (given) => {
				const file = fileWith(given);
				const pieces = splitRescue(file);
				expect(pieces.flatMap(({ items }) => items)).toEqual(file.items);
				expect(pieces[0]!.items).toEqual(file.items);
				expect(pieces.flatMap(({ pictures }) => pictures)).toEqual(file.pictures);
				for (const { pictures } of pieces) {
					const letters = pictures.reduce((sum, { box }) => sum + box.length, 0);
					expect(letters).toBeLessThanOrEqual(12_000_000);
					for (const hash of new Set(pictures.map((one) => one.hash)))
						expect(pictures.filter((one) => one.hash === hash)).toHaveLength(2);
				}
			}),
			{ numRuns: 40 }
		);
		expect(splitRescue(fileWith([]))).toHaveLength(1);
	});
});
