import { isOpen, type Booking, type Visitor } from './booking.ts';

const digits = (text: string | null): string => (text ?? '').replace(/\D/g, '');
const letters = (text: string): string => text.normalize('NFKC').replace(/[\s・]/g, '');

/** Whether two visitors are most likely one person: same pension number, or same name and phone. */
export function isSameVisitor(a: Visitor, b: Visitor): boolean {
	if (a.pensionNumber && b.pensionNumber) {
		return digits(a.pensionNumber) === digits(b.pensionNumber);
	}
	const sameName =
		letters(a.name) === letters(b.name) || (a.kana !== '' && letters(a.kana) === letters(b.kana));
	return sameName && digits(a.phone) === digits(b.phone);
}

/** Visits to come of the same person about the same topic: one of them is probably too many. */
export const duplicatesOf = (
	wanted: Pick<Booking, 'topicId' | 'visitor'> & { readonly bookingId?: string },
	bookings: readonly Booking[]
): Booking[] =>
	bookings.filter(
		(booking) =>
			isOpen(booking) &&
			booking.bookingId !== wanted.bookingId &&
			booking.topicId === wanted.topicId &&
			isSameVisitor(booking.visitor, wanted.visitor)
	);
