import { expect, it } from 'vitest';
import { officeList } from './office-list.ts';
import { prefectures, regionOf, regions } from './region.ts';

it('puts each of the 47 prefectures into one of eight regions', () => {
	expect(new Set(prefectures).size).toBe(47);
	expect(prefectures).toHaveLength(47);
	expect(new Set(prefectures.map(regionOf))).toEqual(new Set(regions));
	expect(regions).toHaveLength(8);
	expect(regionOf('三重県')).toBe('kinki');
	expect(regionOf('火星')).toBeUndefined();
});

it('knows the region of every office', () => {
	for (const { prefecture } of officeList) expect(regionOf(prefecture)).toBeDefined();
});
