import { describe, expect, it } from 'vitest';
import { fillFromTalk } from './fill.ts';
import type { TalkItem } from './talk.ts';

const item = (phraseId: string, kind: TalkItem['kind'], value = '', at = 1): TalkItem => ({
	itemId: `${phraseId}-${at}`,
	phraseId,
	kind,
	value,
	at,
	by: 'sakurai'
});

describe('the booking form from a talk', () => {
	it('takes name, phone, topic, interpreter and day', () => {
		const items = [
			item('start.hello', 'choice', 'payment'),
			item('start.name', 'write', 'NGUYEN VAN AN'),
			item('start.phone', 'number', '09012345678'),
			item('start.interpreter', 'yes'),
			item('end.nextDay', 'date', '2026-12-01')
		];
		expect(fillFromTalk(items)).toEqual({
			topicId: 'payment',
			name: 'NGUYEN VAN AN',
			phone: '09012345678',
			supports: ['phone-interpreter'],
			day: '2026-12-01',
			rest: []
		});
	});

	it.each([
		['payment.exemption', 'exemption'],
		['payment.studentSpecial', 'student']
	])('narrows the topic by a yes to %s, not by a no', (phraseId, topicId) => {
		const hello = item('start.hello', 'choice', 'payment');
		expect(fillFromTalk([hello, item(phraseId, 'yes')]).topicId).toBe(topicId);
		expect(fillFromTalk([hello, item(phraseId, 'no')]).topicId).toBe('payment');
	});

	it('lets the last answer hold and passes over what was only shown', () => {
		const items = [
			item('joining.arrived', 'date', '2026-10', 1),
			item('joining.arrived', 'date', '2026-10-30', 2),
			item('joining.student', 'shown', '', 3),
			item('chat.visitor', 'write', 'xin chào', 4)
		];
		expect(fillFromTalk(items).rest).toEqual([items[1]]);
	});

	it('makes nothing up: a month is no day, and an unknown answer fills no field', () => {
		const filled = fillFromTalk([
			item('end.nextDay', 'date', '2026-12'),
			item('start.name', 'unknown'),
			item('start.phone', 'no')
		]);
		expect(filled).toMatchObject({ topicId: null, name: '', phone: '', day: null, supports: [] });
	});
});
