import { render, screen, within } from '@testing-library/svelte';
import { encode } from 'uqr';
import { expect, it } from 'vitest';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import { topicList } from '#lib/domain/booking/topic-list.ts';
import { officeList } from '#lib/domain/office/office-list.ts';
import { figures } from '#lib/i18n/figures.ts';
import Qr from '#lib/ui/Qr.svelte';
import Sheet from '../../src/routes/(staff)/bookings/[id]/slip/Sheet.svelte';
import { secondLanguage, slipSides } from '../../src/routes/(staff)/bookings/[id]/slip/sides.ts';

const office = officeList.find(({ officeId }) => officeId === 'shinjuku')!;
const topic = topicList.find(({ topicId }) => topicId === 'exemption')!;
const code = 'MDG1/7F2C-0040-X/shinjuku.2026-11-26.1000/C/0123456789abcdef0123/signature';

const booking: Booking = {
	bookingId: 'b1',
	officeId: 'shinjuku',
	slotId: 'shinjuku.2026-11-26.1000',
	date: '2026-11-26',
	start: '10:00',
	minutes: 30,
	extraSlotId: null,
	line: false,
	status: 'confirmed',
	receiptNo: '7F2C-0040-X',
	leaseId: null,
	extraLeaseId: null,
	origin: 'counter',
	proxy: null,
	nonDisclosure: false,
	held: [],
	consent: 'none',
	topicId: 'exemption',
	channel: 'counter',
	visitor: {
		name: 'サリタ・グルン',
		kana: 'サリタ グルン',
		phone: '090-1234-5678',
		pensionNumber: '1234-567890'
	},
	needs: { readingLanguage: 'ne', spokenLanguage: 'ne', supports: ['phone-interpreter'] },
	note: 'secret note',
	createdAt: 0,
	createdBy: 'p1',
	deviceId: 'd1',
	cancelReason: null
};

async function show(changes: Partial<Booking> = {}, second: LanguageTag = 'ne') {
	const sides = await slipSides(second);
	const { container } = render(Sheet, {
		booking: { ...booking, ...changes },
		office,
		topic,
		sides,
		code: changes.status === 'cancelled' ? undefined : code,
		today: '2026-11-21',
		size: 'a5'
	});
	return { container, sheet: screen.getByRole('article'), ja: sides[0].t, other: sides[1].t };
}

it('says everything in both languages, in the order of the paper', async () => {
	const { sheet, ja, other } = await show();
	const keys = [
		'slip:title',
		'slip:confirmed',
		'slip:receiptNumber',
		'slip:showAtCounter',
		'slip:dateTime',
		'slip:place',
		'slip:topic',
		'topics:exemption.name',
		'slip:bring',
		'slip:change',
		'phoneHours',
		'slip:name',
		'neverAsk'
	] as const;
	const text = sheet.textContent!;
	const places = keys.map((key) => text.indexOf(ja(key)));
	expect(places).toEqual([...places].sort((a, b) => a - b));
	for (const key of keys) {
		expect(within(sheet).getAllByText(ja(key))[0]).toHaveAttribute('lang', 'ja');
		expect(within(sheet).getAllByText(other(key))[0]).toHaveAttribute('lang', 'ne');
	}
	expect(sheet).toHaveTextContent('令和8年11月26日（2026年）木曜日 10:00');
	expect(sheet).toHaveTextContent(`${office.address}`);
	expect(sheet).toHaveTextContent(figures.bookingPhone);
	expect(sheet).toHaveTextContent('通訳: ネパール語（電話通訳）');
});

it('gives every paper to bring a box to tick', async () => {
	const { container, ja, other } = await show();
	const items = [...container.querySelectorAll('.slip-bring li')];
	expect(items).toHaveLength(topic.documents.length);
	for (const [index, item] of items.entries()) {
		const key = `documents:${topic.documents[index] as 'note'}` as const;
		expect(item.querySelector('.slip-tick')).not.toBeNull();
		expect(item).toHaveTextContent(ja(key));
		expect(item).toHaveTextContent(other(key));
	}
});

it('keeps off the paper what a stranger must not read', async () => {
	const { sheet } = await show();
	for (const secret of ['1234-567890', '567890', '090-1234-5678', 'secret note']) {
		expect(sheet).not.toHaveTextContent(secret);
	}
});

it('says of a request that the office decides, with two marks', async () => {
	const { sheet, ja, other } = await show({ status: 'requested' });
	for (const t of [ja, other]) {
		expect(sheet).toHaveTextContent(t('slip:requestedMeaning'));
		expect(sheet).toHaveTextContent(t('savedHere'));
		expect(sheet).toHaveTextContent(t('receivedByCentre'));
	}
	expect(screen.getByRole('img')).toBeInTheDocument();
});

it('says that a cancelled booking is none, without a code or a list', async () => {
	const { sheet, container, other } = await show({ status: 'cancelled' });
	expect(sheet).toHaveTextContent(other('slip:cancelledMeaning'));
	expect(screen.queryByRole('img')).toBeNull();
	expect(container.querySelector('.slip-bring')).toBeNull();
});

it('pairs Japanese with easy Japanese and calls only translations drafts', async () => {
	expect(secondLanguage('ja')).toBe('ja-easy');
	expect(secondLanguage('my')).toBe('my');
	const { sheet, other } = await show({}, 'ja-easy');
	expect(sheet).toHaveTextContent(other('slip:title'));
	expect(sheet.textContent!.split('令和8年11月26日')).toHaveLength(2);
});

it('draws exactly the modules of the code, within its quiet zone', () => {
	const { container } = render(Qr, { text: code, label: '受付番号 7F2C-0040-X' });
	const picture = screen.getByRole('img', { name: '受付番号 7F2C-0040-X' });
	const { data, size } = encode(code, { ecc: 'M', border: 0 });
	expect(picture).toHaveAttribute('viewBox', `0 0 ${size + 8} ${size + 8}`);
	const drawn = new Set<string>();
	const bars = container
		.querySelector('path')!
		.getAttribute('d')!
		.matchAll(/M(\d+) (\d+)h(\d+)/g);
	for (const [, x, y, width] of bars) {
		for (let step = 0; step < Number(width); step += 1) drawn.add(`${Number(x) + step} ${y}`);
	}
	const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`${x + 4} ${y + 4}`] : [])));
	expect([...drawn].sort()).toEqual(dark.sort());
});
