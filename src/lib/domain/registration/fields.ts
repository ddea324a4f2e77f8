/** Ways into ねんきんネット that are rehearsed (001:三つの方法). */
export const routes = ['key', 'postcard', 'mynaportal'] as const;
export type RegistrationRoute = (typeof routes)[number];
/** The ways on which a form is filled. */
export type FormRoute = Exclude<RegistrationRoute, 'mynaportal'>;

export const fieldIds = [
	'terms',
	'accessKey',
	'pensionNumber',
	'name',
	'kana',
	'birth',
	'sex',
	'postcode',
	'address',
	'phone',
	'password',
	'passwordAgain',
	'question',
	'answer',
	'mail',
	'mailAgain',
	'news'
] as const;
export type FieldId = (typeof fieldIds)[number];

export const screens = ['terms', 'person', 'secret', 'mail'] as const;
export type ScreenId = (typeof screens)[number];

/** What a screen asks on a route, in the order of the real one. */
export function fieldsOf(screen: ScreenId, route: FormRoute): readonly FieldId[] {
	switch (screen) {
		case 'terms':
			return ['terms'];
		case 'person':
			return [
				...(route === 'key' ? (['accessKey'] as const) : []),
				...(['pensionNumber', 'name', 'kana', 'birth', 'sex'] as const),
				...(route === 'postcard' ? (['postcode', 'address'] as const) : []),
				'phone'
			];
		case 'secret':
			return ['password', 'passwordAgain', 'question', 'answer'];
		case 'mail':
			return ['mail', 'mailAgain', 'news'];
	}
}

/** Choices of a field; their words stand in `registration:choices.<field>.<choice>`. */
export const choicesOf: Partial<Record<FieldId, readonly string[]>> = {
	terms: ['agree'],
	sex: ['male', 'female'],
	question: ['school', 'pet', 'place'],
	news: ['yes', 'no']
};

export const problems = [
	'missing',
	'key-digits',
	'number-digits',
	'full-width',
	'katakana',
	'date',
	'future',
	'postcode',
	'phone',
	'length',
	'symbol',
	'mix',
	'half-width',
	'differs',
	'answer-letters',
	'answer-small',
	'mail',
	'mail-long'
] as const;
export type FieldProblem = (typeof problems)[number];

export type Typed = Partial<Record<FieldId, string>>;

const LONGEST_MAIL = 255;
const hasHalfWidth = (text: string): boolean => /[\u0020-\u007e\uff61-\uff9f]/.test(text);

/** Signs of a secret answer: a dot, a comma and a hyphen; the underscore and the apostrophe by route. */
const answerSigns = (route: FormRoute): RegExp =>
	route === 'key' ? /^[A-Z0-9.,\-_\u0100-\uffff]+$/ : /^[A-Z0-9.,\-'\u0100-\uffff]+$/;

/** What the real screen would say to what was typed; undefined when it fits (domain §2.1). */
export function problemOf(
	field: FieldId,
	typed: Typed,
	route: FormRoute,
	today: string
): FieldProblem | undefined {
	const text = typed[field] ?? '';
	if (text.trim() === '') return 'missing';
	switch (field) {
		case 'terms':
		case 'sex':
		case 'question':
		case 'news':
			return choicesOf[field]!.includes(text) ? undefined : 'missing';
		case 'accessKey':
			return /^\d{17}$/.test(text.replace(/[\s-]/g, '')) ? undefined : 'key-digits';
		case 'pensionNumber':
			return /^\d{4}-?\d{6}$/.test(text) ? undefined : 'number-digits';
		case 'name':
		case 'address':
			return hasHalfWidth(text) ? 'full-width' : undefined;
		case 'kana':
			return /^[ァ-ヶー\u3000]+$/.test(text) ? undefined : 'katakana';
		case 'birth':
			if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) return 'date';
			return text > today ? 'future' : undefined;
		case 'postcode':
			return /^\d{3}-?\d{4}$/.test(text) ? undefined : 'postcode';
		case 'phone':
			return /^0\d{1,4}-?\d{1,4}-?\d{4}$/.test(text) ? undefined : 'phone';
		case 'password':
			return passwordProblem(text);
		case 'passwordAgain':
			return text === typed.password ? undefined : 'differs';
		case 'answer':
			if (/[a-z]/.test(text)) return 'answer-small';
			return answerSigns(route).test(text) ? undefined : 'answer-letters';
		case 'mail':
			if (/[^\u0021-\u007e]/.test(text)) return 'half-width';
			if (text.length > LONGEST_MAIL) return 'mail-long';
			return /^[^@]+@[^@]+\.[^@]+$/.test(text) ? undefined : 'mail';
		case 'mailAgain':
			return text === typed.mail ? undefined : 'differs';
	}
}

/** 001:半角英数字混在 (8~20桁)、記号は使えません. */
function passwordProblem(text: string): FieldProblem | undefined {
	if (/[^\u0021-\u007e]/.test(text)) return 'half-width';
	if (/[^A-Za-z0-9]/.test(text)) return 'symbol';
	if (text.length < 8 || text.length > 20) return 'length';
	return /[A-Za-z]/.test(text) && /\d/.test(text) ? undefined : 'mix';
}

/** Made-up answers with which the screens can be walked through without typing anything of one's own. */
export const sample: Record<FieldId, string> = {
	terms: 'agree',
	accessKey: '12345678901234567',
	pensionNumber: '0123-456789',
	name: '年金　花子',
	kana: 'ネンキン　ハナコ',
	birth: '1995-04-01',
	sex: 'female',
	postcode: '168-0071',
	address: '東京都杉並区高井戸西三丁目',
	phone: '090-1234-5678',
	password: 'Sakura2026',
	passwordAgain: 'Sakura2026',
	question: 'pet',
	answer: 'ポチ',
	mail: 'hanako@example.jp',
	mailAgain: 'hanako@example.jp',
	news: 'no'
};
