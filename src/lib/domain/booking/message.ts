import * as z from 'zod/mini';
import { identifier, officeId } from '../basics/ids.ts';
import { languageTag } from '../basics/languages.ts';
import { holdsMyNumber } from '../basics/my-number.ts';
import { phoneNumber } from '../basics/personal-text.ts';
import type { Decision, RuleContext } from '../basics/rule.ts';
import type { Booking } from './booking.ts';
import { isMobile, type Request } from './request.ts';
import { smsSegments } from './sms.ts';
import type { Standby } from './standby.ts';

/**
 * `booked` and `soon` are for visits that were not asked for on the web: their receipt number opens
 * no page, so they name the telephone. `link` goes to a caller who could not be served (S02).
 */
export const messageKinds = [
	'confirmation',
	'reminder',
	'offer',
	'decline',
	'booked',
	'soon',
	'link'
] as const;
export type MessageKind = (typeof messageKinds)[number];
export const MOST_SEGMENTS = 2;

const subjects = ['request', 'booking', 'standby', 'caller'] as const;
export type MessageSubject = (typeof subjects)[number];

/**
 * A message to a visitor (S02). What is not approved yet is no row: the page makes the draft from
 * the templates whenever it is looked at, so it never grows stale.
 */
export const message = z.object({
	messageId: identifier,
	officeId,
	about: z.enum(subjects),
	/** null for a caller, of whom nothing else is known. */
	aboutId: z.nullable(identifier),
	bookingId: z.nullable(identifier),
	kind: z.enum(messageKinds),
	channel: z.enum(['sms', 'mail']),
	to: z.string(),
	language: languageTag,
	text: z.string(),
	state: z.enum(['approved', 'sent', 'failed']),
	approvedBy: identifier,
	approvedAt: z.number(),
	sentAt: z.nullable(z.number())
});
export type Message = z.infer<typeof message>;

export const messageRefusals = [
	'consent-missing',
	'message-personal',
	'message-long',
	'message-unfit'
] as const;

export const approveArgs = z.object({
	messageId: identifier,
	about: z.enum(subjects),
	aboutId: z.nullable(identifier),
	/** A caller's mobile number, given together with the consent. */
	to: z.nullable(phoneNumber),
	kind: z.enum(messageKinds),
	language: languageTag,
	text: z.string().check(z.minLength(1), z.maxLength(600))
});
export type ApproveArgs = z.infer<typeof approveArgs>;

export interface ApproveFacts {
	readonly request: Request | undefined;
	readonly booking: Booking | undefined;
	readonly standby: Standby | undefined;
	readonly message: Message | undefined;
}

/** Whom a message would reach, and what may be said to them now. */
export interface Recipient {
	readonly consent: Message['channel'] | 'none';
	readonly contact: Request['contact'];
	readonly bookingId: string | null;
	readonly kinds: readonly MessageKind[];
}

const ofRequest: Record<Request['state'], readonly MessageKind[]> = {
	received: ['offer'],
	booked: ['confirmation', 'reminder', 'offer'],
	declined: ['decline'],
	withdrawn: []
};

export const requestRecipient = (request: Request): Recipient => ({
	consent: request.consent,
	contact: request.contact,
	bookingId: request.bookingId,
	kinds: ofRequest[request.state]
});

/** A visit with a non-disclosure mark gets no messages (R5), whatever was ticked. */
export const bookingRecipient = (booking: Booking): Recipient => ({
	consent: booking.nonDisclosure ? 'none' : (booking.consent ?? 'none'),
	contact: { name: booking.visitor.name, phone: booking.visitor.phone, mail: null },
	bookingId: booking.bookingId,
	kinds: booking.status === 'confirmed' ? ['booked', 'soon'] : []
});

export const standbyRecipient = ({ details, state, bookingId }: Standby): Recipient => ({
	consent: details.nonDisclosure ? 'none' : (details.consent ?? 'none'),
	contact: { name: details.visitor.name, phone: details.visitor.phone, mail: null },
	bookingId,
	kinds: state === 'offered' ? ['offer'] : []
});

const callerRecipient = (phone: string): Recipient => ({
	consent: 'sms',
	contact: { name: '', phone, mail: null },
	bookingId: null,
	kinds: ['link']
});

/** Whom the arguments mean; undefined when there is no such row. */
function recipientOf(args: ApproveArgs, facts: ApproveFacts): Recipient | undefined {
	if (args.about === 'caller') return args.to === null ? undefined : callerRecipient(args.to);
	if (args.about === 'request') return facts.request && requestRecipient(facts.request);
	if (args.about === 'booking') return facts.booking && bookingRecipient(facts.booking);
	return facts.standby && standbyRecipient(facts.standby);
}

type ApproveDecision = Decision<
	{ readonly table: 'message'; readonly row: Message },
	{
		readonly kind: (typeof messageRefusals)[number] | 'request-unknown';
		readonly field?: string;
	}
>;

const digits = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');

/** Letters only, so that spacing and case hide nothing. */
const letters = (text: string): string =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s・.'’-]/g, '');

/**
 * Whether a text names the visitor: the name or a part of it, the number called, the mail address,
 * or any run of digits as long as a pension number or a My Number.
 */
export function namesVisitor(text: string, contact: Request['contact']): boolean {
	const { name, phone, mail } = contact;
	const plain = letters(text);
	const names = [name, ...name.split(/[\s・,]+/)].map(letters).filter((part) => part.length > 1);
	const words = new Set(
		text
			.normalize('NFKC')
			.toLowerCase()
			.split(/[^\p{L}\p{M}\p{N}]+/u)
	);
	const isNamed = names.some((part) =>
		// A short Latin name may stand inside a common word; in other scripts words are not set apart.
		/^[a-z]+$/.test(part)
			? words.has(part) || (part.length > 5 && plain.includes(part))
			: plain.includes(part)
	);
	const hasMail = mail !== null && plain.includes(letters(mail));
	const hasPhone = text.split(/[^\d０-９\-‐－ー ]+/).some((run) => digits(run) === digits(phone));
	return isNamed || hasMail || hasPhone || holdsMyNumber(text) || /\d{4}-\d{6}(?!\d)/.test(text);
}

/** `message.approve@1`: lets a message go, once; needs the recorded consent of the visitor. */
export function approve(
	args: ApproveArgs,
	facts: ApproveFacts,
	context: RuleContext
): ApproveDecision {
	const no = (
		kind: (typeof messageRefusals)[number] | 'request-unknown',
		field = 'text'
	): ApproveDecision => ({ ok: false, refusal: { kind, field } });
	if (facts.message) return { ok: true, value: [] };
	const recipient = recipientOf(args, facts);
	if (!recipient) return no('request-unknown', 'aboutId');
	const { consent, contact } = recipient;
	const to = consent === 'sms' ? contact.phone : contact.mail;
	if (consent === 'none' || to === null) return no('consent-missing', 'aboutId');
	if (consent === 'sms' && !isMobile(to)) return no('consent-missing', 'aboutId');
	if (!recipient.kinds.includes(args.kind)) return no('message-unfit', 'kind');
	if (namesVisitor(args.text, contact)) return no('message-personal');
	if (consent === 'sms' && smsSegments(args.text) > MOST_SEGMENTS) return no('message-long');
	const row: Message = {
		messageId: args.messageId,
		officeId: context.officeId,
		about: args.about,
		aboutId: args.aboutId,
		bookingId: recipient.bookingId,
		kind: args.kind,
		channel: consent,
		to,
		language: args.language,
		text: args.text,
		state: 'approved',
		approvedBy: context.actorId,
		approvedAt: context.now,
		sentAt: null
	};
	return { ok: true, value: [{ table: 'message', row }] };
}
