import { expect, it } from 'vitest';
import { officeList } from '../office/office-list.ts';
import type { Scarcity } from './scarcity.ts';
import { asOf, byPrefecture, byRegion, compareDays, joinFigures } from './summary.ts';

const row = (officeId: string, over: Partial<Scarcity> = {}): Scarcity => ({
	officeId,
	date: '2026-11-24',
	first: 1,
	firstDate: '2026-11-25',
	long: 2,
	longDate: '2026-11-26',
	open: 15,
	seats: 100,
	taken: 50,
	lastSeats: 100,
	lastTaken: 50,
	signs: [],
	causes: [],
	past: [],
	ahead: [],
	firsts: [],
	...over
});
const rows = [
	row('tennoji', { signs: ['far', 'full'], first: 9, taken: 100 }),
	row('machikado-sendai', { first: null, signs: ['far'], seats: 300, taken: 300 }),
	row('sendai-higashi', { date: '2026-11-25', signs: ['far-long'] }),
	row('no-such-office')
];
const figures = joinFigures(officeList, rows);

it('adds offices up by region and prefecture, weighted by their seats', () => {
	expect(byRegion(figures)).toEqual([
		{ key: 'tohoku', offices: 2, hard: 1, fill: 87, longest: null },
		{ key: 'kinki', offices: 1, hard: 1, fill: 100, longest: 9 }
	]);
	expect(byPrefecture(figures).map(({ key }) => key)).toEqual(['宮城県', '大阪府']);
	expect(byPrefecture(figures, 'kinki')).toHaveLength(1);
});

it('adds nothing twice and loses nothing', () => {
	const all = joinFigures(
		officeList,
		officeList.map(({ officeId }) => row(officeId))
	);
	for (const groups of [byRegion(all), byPrefecture(all)])
		expect(groups.reduce((sum, { offices }) => sum + offices, 0)).toBe(officeList.length);
});

it('says of which day the figures are, and sorts what is never free last', () => {
	expect(asOf(rows)).toBe('2026-11-25');
	expect(asOf([])).toBeUndefined();
	expect([null, 3, 0].sort(compareDays)).toEqual([0, 3, null]);
});
