import type { Booking } from '../booking/booking.ts';

/** A plain visit for tests. */
export const bookingAt = (over: Partial<Booking> = {}): Booking => ({
	bookingId: 'b1',
	officeId: 'shinjuku',
	slotId: 'shinjuku.2026-11-24.1000',
	date: '2026-11-24',
	start: '10:00',
	minutes: 60,
	extraSlotId: null,
	line: false,
	status: 'confirmed',
	receiptNo: '0000-0000',
	leaseId: null,
	extraLeaseId: null,
	topicId: 'old-age-claim',
	channel: 'counter',
	visitor: { name: '試験', kana: 'シケン', phone: '03-0000-0000', pensionNumber: null },
	needs: { readingLanguage: 'ja', spokenLanguage: 'ja', supports: [] },
	note: '',
	origin: 'counter',
	proxy: null,
	nonDisclosure: false,
	held: [],
	consent: 'none',
	createdAt: 1,
	createdBy: 'naito',
	deviceId: 'd1',
	cancelReason: null,
	...over
});
