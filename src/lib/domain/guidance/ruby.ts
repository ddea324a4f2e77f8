/** A piece of a guidance text: words, words with their reading above, or a figure. */
export type Segment =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'ruby'; readonly text: string; readonly reading: string }
	| { readonly kind: 'fact'; readonly name: string };

const marks = /\{\{(\w+)\}\}|\{([^{}|]+)\|([^{}|]+)\}/g;

/** Reads `{{fact}}` and `{漢字|かんじ}`; everything else is words. */
export function segments(text: string): Segment[] {
	const found: Segment[] = [];
	let end = 0;
	for (const match of text.matchAll(marks)) {
		if (match.index > end) found.push({ kind: 'text', text: text.slice(end, match.index) });
		const [all, name, base, reading] = match;
		found.push(
			name === undefined ? { kind: 'ruby', text: base!, reading: reading! } : { kind: 'fact', name }
		);
		end = match.index + all.length;
	}
	if (end < text.length) found.push({ kind: 'text', text: text.slice(end) });
	return found;
}

/** The words without their readings, of a text or a whole file of texts; figures stay `{{name}}`. */
export const withoutRuby = (text: string): string =>
	text.replace(/\{([^{}|"]+)\|[^{}|"]+\}/g, '$1');

/** As it is read aloud: every reading instead of its kanji. */
export const readingOf = (text: string): string => text.replace(/\{[^{}|]+\|([^{}|]+)\}/g, '$1');

/** Kanji nobody gave a reading, and marks that were not closed. */
export function rubyProblems(text: string): string[] {
	const bare = text
		.replace(/\{\{\w+\}\}/g, '')
		.replace(/\{[\p{Script=Han}々]+\|[\p{Script=Hiragana}ー]+\}/gu, '');
	return [
		...(/\p{Script=Han}/u.test(bare) ? [`kanji without a reading: ${bare}`] : []),
		...(/[{}|]/.test(bare) ? [`a broken mark: ${bare}`] : [])
	];
}

/** Sentences of a text that are longer than easy Japanese allows (characters, brackets left out). */
export function longSentences(text: string, most = 45): string[] {
	return withoutRuby(text.replace(/\{\{\w+\}\}/g, '00'))
		.replace(/（[^）]*）/g, '')
		.split('。')
		.filter((sentence) => [...sentence.replace(/\s/g, '')].length > most);
}
