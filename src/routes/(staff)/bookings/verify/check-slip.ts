import type { Device } from '#lib/domain/access/access.ts';
import type { Booking } from '#lib/domain/booking/booking.ts';
import { readReceiptNumber } from '#lib/domain/basics/receipt-number.ts';
import { readReceiptCode, type ReceiptCode } from '#lib/sync/receipt-code.ts';
import type { RowView } from '#lib/local/rows.ts';

/** What a slip turned out to be, with everything this tablet knows about it. */
export type SlipAnswer =
	| {
			kind: 'genuine';
			code: ReceiptCode;
			device: Device;
			/** The booking as it stands here now; nothing when it is not on this tablet. */
			booking: Booking | undefined;
	  }
	| { kind: 'forged' | 'unknown-device'; code: ReceiptCode }
	/** Only the number was given: it can be looked up, but it proves nothing. */
	| { kind: 'number'; receiptNo: string; booking: Booking | undefined }
	| { kind: 'unreadable' };

/** Checks what a scanner read or a person typed against the rows of this tablet. */
export async function checkSlip(text: string, rows: RowView): Promise<SlipAnswer> {
	// A scanner that types through a Japanese keyboard sends full-width letters.
	const typed = text.normalize('NFKC').trim();
	const bookingOf = (receiptNo: string) =>
		rows.list('booking').find((booking) => booking.receiptNo === receiptNo);
	const receiptNo = readReceiptNumber(typed);
	if (receiptNo) return { kind: 'number', receiptNo, booking: bookingOf(receiptNo) };
	const reading = await readReceiptCode(typed, (id) => rows.get('device', id)?.publicKey);
	if (reading.kind !== 'genuine') return reading;
	return {
		...reading,
		device: rows.get('device', reading.code.deviceId)!,
		booking: bookingOf(reading.code.receiptNo)
	};
}
