import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTowns, townLine, townsOf } from './towns.ts';

// Rows in the form of Japan Post's file; the places are real, as they are in it.
const csv = [
	'13101,"100  ","1000000","トウキョウト","チヨダク","イカニケイサイガナイバアイ","東京都","千代田区","以下に掲載がない場合",0,0,0,0,0,0',
	'13101,"100  ","1000001","トウキョウト","チヨダク","チヨダ","東京都","千代田区","千代田",0,0,0,0,0,0',
	'14104,231  ,2310023,カナガワケン,ヨコハマシナカク,ヤマシタチョウ,神奈川県,横浜市中区,山下町,0,0,0,0,0,0',
	'01101,"060  ","0600042","ホッカイドウ","サッポロシチュウオウク","オオドオリニシ","北海道","札幌市中央区","大通西（１～１９丁目）",1,0,1,0,0,0',
	'26104,"604  ","6048001","キョウトフ","キョウトシナカギョウク","カミオオサカチョウ","京都府","京都市中京区","上大阪町（木屋町通三条上る、木屋町通御池下る、",0,0,0,0,0,0',
	'26104,"604  ","6048001","キョウトフ","キョウトシナカギョウク","カミオオサカチョウ","京都府","京都市中京区","先斗町通三条上る）",0,0,0,0,0,0',
	'26104,"604  ","6048001","キョウトフ","キョウトシナカギョウク","イシヤチョウ","京都府","京都市中京区","石屋町",0,0,0,0,0,0',
	'not,a,row'
].join('\r\n');

describe('the dictionary of postal codes', () => {
	const file = parseTowns(csv).join('\n');

	it('is read from both files of Japan Post, without explanations', () => {
		expect(townsOf(file, '2310023')).toEqual(['神奈川県横浜市中区山下町']);
		expect(townsOf(file, '1000000')).toEqual(['東京都千代田区']);
		expect(townsOf(file, '0600042')).toEqual(['北海道札幌市中央区大通西']);
		expect(townsOf(file, '6048001')).toEqual([
			'京都府京都市中京区上大阪町',
			'京都府京都市中京区石屋町'
		]);
		expect(townsOf(file, '9999999')).toEqual([]);
		expect(townsOf(file, '231')).toEqual([]);
		expect(file.split('\n').every((line) => townLine.test(line))).toBe(true);
		expect(parseTowns('name,mail\nx,y')).toEqual([]);
	});

	it('finds every code of a sorted file and no other', () => {
		const code = fc.integer({ min: 0, max: 400 }).map((number) => String(number).padStart(7, '0'));
		fc.assert(
			fc.property(
				fc.array(fc.tuple(code, fc.constantFrom('東京', '大阪', '京都'))),
				code,
				(rows, wanted) => {
					const lines = [...new Set(rows.map(([zip, town]) => `${zip}\t${town}`))].sort();
					const expected = lines
						.filter((line) => line.startsWith(wanted))
						.map((line) => line.slice(8));
					expect(townsOf(lines.join('\n'), wanted)).toEqual(expected);
				}
			)
		);
	});
});
