import { describe, expect, it } from 'vitest';
import type { Person } from '#lib/domain/access/access.ts';
import { onDuty } from '#lib/domain/office/duty.ts';

const staff = (count: number): Person[] =>
	Array.from({ length: count }, (_, index) => ({
		personId: `p${index}`,
		officeId: 'shinjuku',
		name: `相談 ${index}`,
		kana: 'ソウダン',
		role: 'counter',
		booth: index + 1,
		languages: ['ja'],
		skills: [],
		active: true
	}));

const monday = '2026-11-16';

describe('onDuty', () => {
	it('gives everybody in a small office', () => {
		expect(onDuty(staff(4), monday)).toHaveLength(4);
	});

	it('gives four of five in a larger one, and everybody is off in turn', () => {
		const dates = ['16', '17', '18', '19', '20'].map((day) => `2026-11-${day}`);
		const off = dates.flatMap((date) => {
			const there = new Set(onDuty(staff(10), date).map(({ personId }) => personId));
			expect(there.size).toBe(8);
			return staff(10)
				.map(({ personId }) => personId)
				.filter((id) => !there.has(id));
		});
		expect(new Set(off).size).toBe(10);
	});

	it('counts neither people without a booth nor those who have left', () => {
		const [first, second, third] = staff(3);
		const people = [{ ...first!, booth: null }, { ...second!, active: false }, third!];
		expect(onDuty(people, monday).map(({ personId }) => personId)).toEqual(['p2']);
	});
});
