import { spokenLanguages, type LanguageTag } from '#lib/domain/basics/languages.ts';
import { holdsMyNumber, maskMyNumber } from '#lib/domain/basics/my-number.ts';
import {
	bookingDetails,
	channels,
	heldFields,
	type BookingDetails,
	type HeldField,
	type Origin,
	type Proxy,
	type Support
} from '#lib/domain/booking/booking.ts';
import type { Translate } from '#lib/i18n/setup.svelte.ts';

/** Everything of the form as it was typed; also what a draft keeps. */
export interface TypedDetails {
	channel: (typeof channels)[number];
	name: string;
	kana: string;
	phone: string;
	pensionNumber: string;
	readingLanguage: LanguageTag;
	spokenLanguage: (typeof spokenLanguages)[number];
	supports: Support[];
	note: string;
	origin: Origin;
	/** Somebody comes instead of the person. */
	hasProxy: boolean;
	proxyName: string;
	proxyRelation: Proxy['relation'];
	proxyGround: Proxy['ground'];
	nonDisclosure: boolean;
	consent: BookingDetails['consent'];
	/** Fields taken over from what the office holds; not asked for again. */
	held: HeldField[];
}

export interface FieldProblem {
	id: string;
	text: string;
}

const empty: TypedDetails = {
	channel: 'counter',
	name: '',
	kana: '',
	phone: '',
	pensionNumber: '',
	readingLanguage: 'ja',
	spokenLanguage: 'ja',
	supports: [],
	note: '',
	origin: 'counter',
	hasProxy: false,
	proxyName: '',
	proxyRelation: 'spouse',
	proxyGround: 'letter',
	nonDisclosure: false,
	consent: 'none',
	held: []
};

const written = ['name', 'kana', 'phone', 'pensionNumber', 'note', 'proxyName'] as const;

const messages = [
	'missing',
	'too-long',
	'not-kana',
	'my-number',
	'phone-letters',
	'phone-short',
	'phone-long',
	'phone-start',
	'pension-number'
] as const;

/** The field in the page that a path of the details belongs to. */
export const fieldId = (path: string): string => path.replaceAll('.', '-');

const labels = {
	'visitor-name': 'booking:field.name',
	'visitor-kana': 'booking:field.kana',
	'visitor-phone': 'booking:field.phone',
	'visitor-pensionNumber': 'booking:field.pensionNumber',
	'proxy-name': 'booking:field.proxyName',
	note: 'supports:note'
} as const;

/** The same problems for the summary, where each has to name its field. */
export const forSummary = (problems: readonly FieldProblem[], t: Translate): FieldProblem[] =>
	problems.map(({ id, text }) => {
		const label = labels[id as keyof typeof labels];
		return { id, text: label ? t('booking:problem', { field: t(label), text }) : text };
	});

/** The form for a booking's details: what is typed, what is wrong with it, nothing lost. */
export class DetailsForm {
	typed: TypedDetails = $state({ ...empty, supports: [], held: [] });
	/** Problems show after the first attempt; a My Number is pointed out at once. */
	tried = $state(false);

	get isTouched(): boolean {
		return written.some((field) => this.typed[field].trim() !== '');
	}

	details(topicId: string): unknown {
		const { name, kana, phone, pensionNumber, ...rest } = this.typed;
		const { readingLanguage, spokenLanguage, supports, channel, note, origin } = rest;
		const { hasProxy, proxyName, proxyRelation, proxyGround, nonDisclosure, held, consent } = rest;
		const number = pensionNumber.trim() === '' ? null : pensionNumber;
		return {
			topicId,
			channel,
			visitor: { name, kana, phone, pensionNumber: number },
			needs: { readingLanguage, spokenLanguage, supports: [...supports] },
			origin,
			proxy: hasProxy ? { name: proxyName, relation: proxyRelation, ground: proxyGround } : null,
			nonDisclosure,
			held: [...held],
			consent: nonDisclosure ? 'none' : consent,
			note
		};
	}

	/** The details when everything is in order. */
	read(topicId: string): BookingDetails | undefined {
		const parsed = bookingDetails.safeParse(this.details(topicId));
		return parsed.success ? parsed.data : undefined;
	}

	/** What is wrong, one message a field, in the order of the form. */
	problems(topicId: string, t: Translate): FieldProblem[] {
		const parsed = bookingDetails.safeParse(this.details(topicId));
		const found: FieldProblem[] = [];
		for (const { path, message } of parsed.error?.issues ?? []) {
			const id = fieldId(path.join('.'));
			if (found.some((problem) => problem.id === id) || (!this.tried && message !== 'my-number'))
				continue;
			const known = messages.find((key) => key === message);
			found.push({ id, text: known ? t(`fields:${known}`) : t('refusals:bad-arguments') });
		}
		return found;
	}

	/** Takes up details of a booking that exists. */
	fill(details: BookingDetails): void {
		const { visitor, needs, channel, note, origin, proxy, nonDisclosure, held } = details;
		const { consent } = details;
		this.typed = {
			channel,
			note,
			origin,
			hasProxy: proxy !== null,
			proxyName: proxy?.name ?? '',
			proxyRelation: proxy?.relation ?? 'spouse',
			proxyGround: proxy?.ground ?? 'letter',
			nonDisclosure,
			consent,
			held: [...held],
			name: visitor.name,
			kana: visitor.kana,
			phone: visitor.phone,
			pensionNumber: visitor.pensionNumber ?? '',
			...needs,
			supports: [...needs.supports]
		};
		this.tried = false;
	}

	/** Takes over what the office holds of a visitor: shown as text, not asked for again (S01). */
	takeOver(details: BookingDetails): void {
		this.fill({ ...details, note: '' });
		const { name, kana, phone, pensionNumber } = details.visitor;
		const known = { name, kana, phone, pensionNumber: pensionNumber ?? '' };
		this.typed.held = heldFields.filter((field) => known[field] !== '');
	}

	/** A held field that turned out wrong is typed anew. */
	release(field: HeldField): void {
		this.typed.held = this.typed.held.filter((held) => held !== field);
	}

	clear(): void {
		this.typed = { ...empty, supports: [], held: [] };
		this.tried = false;
	}

	/** A language for both reading and speaking; a foreign one asks for the interpreter. */
	setLanguage(tag: LanguageTag, needsInterpreter: boolean): void {
		const { typed } = this;
		typed.readingLanguage = tag;
		typed.spokenLanguage = tag === 'ja-easy' ? 'ja' : tag;
		typed.supports = typed.supports.filter((support) => support !== 'phone-interpreter');
		if (needsInterpreter) typed.supports.unshift('phone-interpreter');
	}

	/** What a draft may keep: never a My Number. */
	forDraft(): TypedDetails {
		const draft = $state.snapshot(this.typed) as TypedDetails;
		for (const field of written) {
			if (holdsMyNumber(draft[field])) draft[field] = maskMyNumber(draft[field]);
		}
		return draft;
	}

	/** Takes up a draft of an earlier version of the app as far as it fits. */
	restore(draft: Partial<TypedDetails>): void {
		this.typed = {
			...empty,
			...draft,
			supports: [...(draft.supports ?? [])],
			held: [...(draft.held ?? [])]
		};
	}
}
