/** Wishes for a time as they stand in the page: `2026-11-25 10:30`, a part of the day, a first day. */
export interface TypedWishes {
	wish: string[];
	part: string;
	from: string;
}

/** A request as it was typed. Plain text only: public pages carry it without the schemas. */
export interface TypedRequest extends TypedWishes {
	requestId: string;
	office: string;
	topic: string;
	reading: string;
	spoken: string;
	supports: string[];
	name: string;
	phone: string;
	mail: string;
	consent: string;
}

const single = [
	'requestId',
	'office',
	'topic',
	'reading',
	'spoken',
	'part',
	'from',
	'name',
	'phone',
	'mail',
	'consent'
] as const;
const several = ['supports', 'wish'] as const;

/** An untouched form for a reader of a language. */
export const emptyRequest = (language: string): TypedRequest => ({
	requestId: '',
	office: '',
	topic: '',
	reading: language,
	spoken: language === 'ja-easy' ? 'ja' : language,
	supports: [],
	wish: [],
	part: '',
	from: '',
	name: '',
	phone: '',
	mail: '',
	consent: 'none'
});

/** Longer than anything the form asks for. */
const MOST = 300;

/** The form as a browser sends it; what is not of the form is left out. */
export function typedFrom(sent: URLSearchParams, language: string): TypedRequest {
	const typed = emptyRequest(language);
	for (const field of single) typed[field] = (sent.get(field) ?? typed[field]).slice(0, MOST);
	for (const field of several) {
		typed[field] = sent
			.getAll(field)
			.slice(0, 20)
			.map((text) => text.slice(0, MOST));
	}
	return typed;
}

/** The same, to be sent or to be carried through a page without a script. */
export function entriesOf(typed: TypedRequest): [string, string][] {
	return [
		...single.map((field): [string, string] => [field, typed[field]]),
		...several.flatMap((field) => typed[field].map((text): [string, string] => [field, text]))
	];
}
