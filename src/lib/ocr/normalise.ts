/** Letters that look alike; which one was meant is said by what stands beside them. */
const KATAKANA_TWIN: Readonly<Record<string, string>> = {
	口: 'ロ',
	力: 'カ',
	二: 'ニ',
	一: 'ー',
	工: 'エ',
	夕: 'タ',
	卜: 'ト',
	八: 'ハ',
	三: 'ミ',
	千: 'チ',
	才: 'オ',
	へ: 'ヘ',
	べ: 'ベ',
	ぺ: 'ペ',
	り: 'リ',
	'-': 'ー',
	'−': 'ー',
	'—': 'ー',
	'‐': 'ー',
	'―': 'ー',
	_: 'ー',
	'~': 'ー'
};
const KANJI_TWIN: Readonly<Record<string, string>> = {
	ロ: '口',
	カ: '力',
	ニ: '二',
	ー: '一',
	エ: '工',
	タ: '夕',
	ト: '卜',
	ハ: '八',
	'-': '一',
	'—': '一'
};
const DIGIT_TWIN: Readonly<Record<string, string>> = {
	l: '1',
	I: '1',
	'|': '1',
	O: '0',
	o: '0',
	Q: '0',
	D: '0',
	S: '5',
	B: '8',
	Z: '2',
	z: '2',
	'?': '7',
	g: '9',
	q: '9',
	b: '6'
};

const KATAKANA = /[ァ-ヺー]/u;
const KATAKANA_LETTER = /[ァ-ヺ]/u;
const KANJI = /[\p{Script=Han}々ヶ]/u;
const HIRAGANA = /[ぁ-ゖ]/u;
const DIGIT = /[0-9]/;
const DASH = /[-_‐-―−ーｰ─━—~～一]/u;
const SMALL_KANA = 'ァィゥェォッャュョヮ';
const LARGE_KANA = 'アイウエオツヤユヨワ';

/** Free Japanese text as a form holds it: no blanks, and twins by their neighbours. */
export function tidyJapanese(text: string): string {
	const letters = [...text.normalize('NFKC').replace(/[\s、。，．・'"`´‘’“”「」]/gu, '')];
	const out = letters.map((letter, at) => byNeighbours(letter, letters[at - 1], letters[at + 1]));
	return out.map((letter, at) => byNeighbours(letter, out[at - 1], out[at + 1])).join('');
}

function byNeighbours(letter: string, before = '', after = ''): string {
	const beside = (kind: RegExp): number => +kind.test(before) + +kind.test(after);
	const figures = beside(DIGIT) + (DASH.test(before) || DASH.test(after) ? 1 : 0);
	if (DASH.test(letter) && beside(DIGIT) > 0) return '-';
	if (DIGIT_TWIN[letter] && figures > 0 && beside(/[A-Za-z]/) === 0) return DIGIT_TWIN[letter];
	const twin = KATAKANA_TWIN[letter];
	const isClear = !isPureKanji(before) && !isPureKanji(after);
	if (twin && isClear && beside(letter === '一' ? KATAKANA_LETTER : KATAKANA) > 0) return twin;
	const kanji = KANJI_TWIN[letter];
	if (kanji && beside(KANJI) > 0 && beside(KATAKANA) + beside(DIGIT) === 0) return kanji;
	const small = SMALL_KANA.indexOf(letter);
	if (small >= 0 && !KATAKANA.test(before)) return LARGE_KANA[small]!;
	return letter;
}

/** A kanji that no katakana looks like. */
const isPureKanji = (letter: string): boolean => KANJI.test(letter) && !KATAKANA_TWIN[letter];

/** A name in Latin letters: capitals, with what cannot be one turned into its twin. */
export function tidyLatin(text: string): string {
	const twins: Readonly<Record<string, string>> = {
		'0': 'O',
		'1': 'I',
		'|': 'I',
		'5': 'S',
		'8': 'B',
		'2': 'Z',
		'6': 'G',
		'!': 'I',
		$: 'S'
	};
	return [...text.normalize('NFKC').toUpperCase()]
		.map((letter) => twins[letter] ?? letter)
		.join('')
		.replace(/[^A-Z' -]/g, '')
		.trim();
}

/** Text in katakana: hiragana and twins become katakana, everything else goes. */
export function tidyKatakana(text: string): string {
	const letters = [...text.normalize('NFKC')]
		.map((letter) =>
			HIRAGANA.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + 0x60) : letter
		)
		.map((letter) => KATAKANA_TWIN[letter] ?? letter)
		.filter((letter) => KATAKANA.test(letter) || letter === ' ');
	return letters
		.map((letter, at) => {
			const small = SMALL_KANA.indexOf(letter);
			return small >= 0 && !KATAKANA.test(letters[at - 1] ?? '') ? LARGE_KANA[small]! : letter;
		})
		.join('')
		.trim();
}

/** Whether at least half of what was read is Latin letters: then it is worth reading as Latin. */
export function looksLatin(text: string): boolean {
	const letters = [...text.replace(/\s/g, '')];
	const latin = letters.filter((letter) => /[A-Za-z0-9|]/.test(letter)).length;
	return letters.length > 1 && latin * 2 >= letters.length;
}
