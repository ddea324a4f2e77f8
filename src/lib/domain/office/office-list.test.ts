import { describe, expect, it } from 'vitest';
import { officeList } from './office-list.ts';
import { neighbours, office } from './office.ts';

describe('officeList', () => {
	it('holds 47 different offices that fit the schema', () => {
		expect(officeList).toHaveLength(47);
		expect(new Set(officeList.map(({ officeId }) => officeId)).size).toBe(47);
		for (const entry of officeList) expect(office.safeParse(entry).success, entry.name).toBe(true);
	});

	it('names street-corner centres as such', () => {
		const centres = officeList.filter(({ kind }) => kind === 'centre');
		expect(centres).toHaveLength(8);
		for (const { name, openingHours } of centres) {
			expect(name).toMatch(/^街角の年金相談センター/);
			expect(openingHours.extended).toBeNull();
		}
	});

	it('has plausible booths, quotas, telephones and places', () => {
		const booths = officeList.reduce((sum, entry) => sum + entry.booths, 0) / officeList.length;
		expect(booths).toBeGreaterThan(5);
		expect(booths).toBeLessThan(6);
		for (const entry of officeList) {
			expect(entry.quota).toBeGreaterThanOrEqual(80);
			expect(entry.phone).toMatch(/^0\d{1,3}-\d{2,4}-\d{4}$/);
			expect(entry.postcode).toMatch(/^\d{3}-\d{4}$/);
			expect(entry.address.startsWith(entry.prefecture)).toBe(true);
			expect(entry.latitude).toBeGreaterThan(24);
			expect(entry.latitude).toBeLessThan(46);
			expect(entry.longitude).toBeGreaterThan(122);
			expect(entry.longitude).toBeLessThan(146);
		}
	});

	it('finds neighbours of Shinjuku in Tokyo', () => {
		const shinjuku = officeList.find(({ officeId }) => officeId === 'shinjuku')!;
		const near = neighbours(shinjuku, officeList, 3);
		expect(near[0]!.officeId).toBe('machikado-shinjuku');
		expect(near.map(({ prefecture }) => prefecture)).toEqual(['東京都', '東京都', '東京都']);
	});
});
