import type { FactName } from './fact-list.ts';
import type { contacts } from './terms.ts';

export type ContactId = (typeof contacts)[number];
/** Keys of `guidance:hours`. */
export type HoursKey =
	'monday' | 'tuesdayToFriday' | 'secondSaturday' | 'weekdays' | 'unknown' | 'office';

export interface Contact {
	/** None: the address depends on where somebody lives. */
	readonly phone?: FactName;
	/** From abroad, or where the first number cannot be called. */
	readonly phoneOther?: FactName;
	readonly hours: readonly [HoursKey, ...HoursKey[]];
	/** What is spoken there. */
	readonly speaks: 'ja';
}

/** Who answers what; nobody without hours and language. Hours nobody could confirm say so. */
export const contactList: Record<ContactId, Contact> = {
	dial: {
		phone: 'dialPhone',
		phoneOther: 'dialPhoneOther',
		hours: ['monday', 'tuesdayToFriday', 'secondSaturday'],
		speaks: 'ja'
	},
	booking: {
		phone: 'bookingPhone',
		phoneOther: 'bookingPhoneOther',
		hours: ['weekdays'],
		speaks: 'ja'
	},
	member: { phone: 'memberPhone', hours: ['unknown'], speaks: 'ja' },
	net: { phone: 'netPhone', phoneOther: 'netPhoneOther', hours: ['unknown'], speaks: 'ja' },
	municipality: { hours: ['office'], speaks: 'ja' }
};
