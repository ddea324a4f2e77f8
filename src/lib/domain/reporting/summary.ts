import { prefectures, regionOf, regions, type Region } from '../office/region.ts';
import type { Office } from '../office/office.ts';
import { fillOf, isHard, type Scarcity } from './scarcity.ts';

/** An office with its figures, as the tables compare them. */
export interface OfficeFigures {
	readonly office: Office;
	readonly row: Scarcity;
}

/** Offices of one region or prefecture together. */
export interface GroupFigures<Key extends string = string> {
	readonly key: Key;
	readonly offices: number;
	readonly hard: number;
	/** Fill of the next business days over all seats of the group, in percent. */
	readonly fill: number | null;
	/** The longest wait for a first free start time; null when one has none at all. */
	readonly longest: number | null;
}

export function joinFigures(
	offices: readonly Office[],
	rows: readonly Scarcity[]
): OfficeFigures[] {
	const byOffice = new Map(rows.map((row) => [row.officeId, row]));
	return offices.flatMap((office) => {
		const row = byOffice.get(office.officeId);
		return row ? [{ office, row }] : [];
	});
}

function group<Key extends string>(key: Key, members: readonly OfficeFigures[]): GroupFigures<Key> {
	const seats = members.reduce((sum, { row }) => sum + row.seats, 0);
	const taken = members.reduce((sum, { row }) => sum + row.taken, 0);
	const firsts = members.filter(({ row }) => row.open > 0).map(({ row }) => row.first);
	return {
		key,
		offices: members.length,
		hard: members.filter(({ row }) => isHard(row)).length,
		fill: fillOf({ seats, taken }),
		longest: firsts.includes(null) ? null : Math.max(0, ...firsts.map((days) => days ?? 0))
	};
}

/** The regions that have offices, from north to south. */
export const byRegion = (figures: readonly OfficeFigures[]): GroupFigures<Region>[] =>
	regions
		.map((region) =>
			group(
				region,
				figures.filter(({ office }) => regionOf(office.prefecture) === region)
			)
		)
		.filter(({ offices }) => offices > 0);

/** The prefectures that have offices, from north to south; of one region or of all. */
export const byPrefecture = (figures: readonly OfficeFigures[], region?: Region): GroupFigures[] =>
	prefectures
		.filter((name) => !region || regionOf(name) === region)
		.map((name) =>
			group(
				name,
				figures.filter(({ office }) => office.prefecture === name)
			)
		)
		.filter(({ offices }) => offices > 0);

/** Smaller first; what has no free time at all is further than anything. */
export const compareDays = (a: number | null, b: number | null): number =>
	(a ?? Infinity) === (b ?? Infinity) ? 0 : (a ?? Infinity) - (b ?? Infinity);

/** The day the figures are of: the newest, as rows that did not change keep their day. */
export const asOf = (rows: readonly Pick<Scarcity, 'date'>[]): string | undefined =>
	rows
		.map(({ date }) => date)
		.sort()
		.at(-1);
