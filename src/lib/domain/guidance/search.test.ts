import { describe, expect, it } from 'vitest';
import { nearest, normalise, search, searchIndex } from './search.ts';

const index = searchIndex([
	{
		slug: 'lump-sum',
		title: 'เงินก้อนเมื่อออกจากญี่ปุ่น',
		keywords: ['dattai ichijikin', '脱退一時金', 'だったいいちじきん'],
		texts: ['ขอรับเงินหลังจากออกจากญี่ปุ่น', '日本を出たあとの脱退一時金']
	},
	{
		slug: 'exemption',
		title: '{保険料|ほけんりょう}を {払|はら}えません',
		keywords: ['menjo', '免除'],
		texts: ['ပရီမီယံကင်းလွတ်ခွင့်', 'Exención del pago', 'Miễn đóng']
	},
	{ slug: 'student', title: 'Student', keywords: ['gakusei'], texts: ['exemption for students'] }
]);

describe('search', () => {
	it.each([
		['ダッタイ', 'lump-sum'],
		['ﾀﾞｯﾀｲ', 'lump-sum'],
		['dattai', 'lump-sum'],
		['Dattai Ichijikin', 'lump-sum'],
		['脱退', 'lump-sum'],
		['ออกจากญี่ปุ่น', 'lump-sum'],
		['ほけんりょう', 'exemption'],
		['ホケンリョウ', 'exemption'],
		['保険料', 'exemption'],
		['ကင်းလွတ်', 'exemption'],
		['exencion', 'exemption'],
		['mien dong', 'exemption'],
		['ＭＥＮＪＯ', 'exemption'],
		['Students', 'student']
	])('%s finds %s first', (query, slug) => {
		expect(search(index, query)[0]).toBe(slug);
	});

	it('finds what comes near when nothing holds the words', () => {
		expect(search(index, 'dattaichijikin')).toContain('lump-sum');
	});

	it('finds nothing for nothing, signs, or something else', () => {
		expect(search(index, '')).toEqual([]);
		expect(search(index, ' ・ ')).toEqual([]);
		expect(search(index, 'football')).toEqual([]);
	});

	it('keeps Thai and Burmese vowels, and lets accents of Latin letters go', () => {
		expect(normalise('Đóng phí')).toBe('dongphi');
		expect(normalise('ကို')).toBe('ကို');
		expect(normalise('ญี่ปุ่น')).toBe('ญี่ปุ่น');
		expect(normalise('छुट')).toBe('छुट');
	});

	it('names the nearest words', () => {
		expect(nearest(['lump-sum', 'student', 'spouse'], 'lumpsum')[0]).toBe('lump-sum');
	});
});
