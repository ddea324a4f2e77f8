/** Most readings that one search of the name index takes (003:氏名索引照会処理のパターンを５種類). */
export const MOST_PATTERNS = 5;

/** What makes a pattern differ from the name as it was given. */
export const patternKinds = [
	'given',
	'large-kana',
	'long-vowel',
	'no-long-mark',
	'swapped',
	'no-middle',
	'latin',
	'half-width'
] as const;
export type PatternKind = (typeof patternKinds)[number];

export interface NamePattern {
	readonly kind: PatternKind;
	readonly text: string;
}

const small = 'ァィゥェォッャュョヮヵヶ';
const large = 'アイウエオツヤユヨワカケ';
/** Old records were punched without small kana: キヨウコ for キョウコ. */
const enlarge = (text: string): string =>
	[...text]
		.map((letter) => (small.includes(letter) ? large[small.indexOf(letter)]! : letter))
		.join('');

const rows: readonly (readonly [vowel: string, letters: string])[] = [
	['ア', 'アァカガサザタダナハバパマヤャラワヮ'],
	['イ', 'イィキギシジチヂニヒビピミリヰ'],
	['ウ', 'ウゥクグスズツヅヌフブプムユュルヴ'],
	['エ', 'エェケゲセゼテデネヘベペメレヱ'],
	['オ', 'オォコゴソゾトドノホボポモヨョロヲ']
];
const vowelOf = (letter: string): string =>
	rows.find(([, letters]) => letters.includes(letter))?.[0] ?? '';

/** ユーコ → ユウコ, オーノ → オオノ: the vowel that the mark stands for. */
const spellOut = (text: string): string =>
	[...text].reduce(
		(made, letter) => made + (letter === 'ー' ? vowelOf(made.at(-1) ?? '') : letter),
		''
	);

const fullWidth =
	'ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン';
const FIRST_HALF_WIDTH = 0xff66;

/** Half-width katakana, as machines of that time wrote it: ガ becomes two characters. */
export const toHalfWidth = (text: string): string =>
	[...text.normalize('NFKC').normalize('NFD')]
		.map((letter) => {
			if (letter === '\u3099') return '\uff9e';
			if (letter === '\u309a') return '\uff9f';
			const at = fullWidth.indexOf(letter);
			return at < 0 ? letter : String.fromCharCode(FIRST_HALF_WIDTH + at);
		})
		.join('');

/** One way of writing: full-width katakana, Latin capitals, one space between parts. */
export const tidyName = (text: string): string =>
	text
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\u3041-\u3096]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60))
		.replace(/[・,\s]+/g, ' ')
		.trim();

const isLatin = (text: string): boolean => /^[\p{Script=Latin}\s.'-]+$/u.test(text) && text !== '';
const isKana = (text: string): boolean => /^[\p{Script=Katakana}ー\s]+$/u.test(text);

/** Forms of one name that stand for other orders and other numbers of its parts. */
function arranged(text: string): NamePattern[] {
	const parts = text.split(' ');
	const [first, last] = [parts[0]!, parts.at(-1)!];
	return [
		...(parts.length > 2 ? [{ kind: 'no-middle', text: `${first} ${last}` } as const] : []),
		...(parts.length > 1
			? [{ kind: 'swapped', text: [...parts.slice(1), first].join(' ') } as const]
			: [])
	];
}

/**
 * Readings under which older records of a person may be found, the likeliest first; the first five
 * are what one search takes. Nothing is invented: each follows from what was written.
 */
export function suggestNamePatterns({
	name,
	kana
}: {
	readonly name: string;
	readonly kana: string;
}): NamePattern[] {
	const reading = tidyName(kana || (isKana(tidyName(name)) ? name : ''));
	const latin = isLatin(tidyName(name)) ? tidyName(name) : '';
	const main = reading || latin;
	if (!main) return [];
	const isForeign = latin !== '' || isLatin(reading) || main.split(' ').length > 2;
	const spelt: NamePattern[] = [
		{ kind: 'large-kana', text: enlarge(main) },
		{ kind: 'long-vowel', text: spellOut(main) },
		{ kind: 'no-long-mark', text: main.replaceAll('ー', '') }
	];
	const found: NamePattern[] = [
		{ kind: 'given', text: main },
		...(isForeign ? arranged(main) : []),
		...spelt,
		...(latin && latin !== main ? [{ kind: 'latin', text: latin } as const] : []),
		...(isForeign ? [] : arranged(main)),
		...(isKana(main) ? [{ kind: 'half-width', text: toHalfWidth(main) } as const] : [])
	];
	const seen = new Set<string>();
	return found.filter(({ text }) => !seen.has(text) && seen.add(text));
}
