/**
 * My Number (個人番号) is never stored. Check digit by 総務省令第85号:
 * 11 − Σ PnQn mod 11, a remainder of 0 or 1 gives 0; Qn = n+1 for n ≤ 6, n−5 for 7 ≤ n ≤ 11.
 */
export function isMyNumber(digits: string): boolean {
	if (!/^\d{12}$/.test(digits)) return false;
	let sum = 0;
	for (let n = 1; n <= 11; n += 1) sum += Number(digits[11 - n]) * weightOf(n);
	return Number(digits[11]) === checkDigit(sum % 11);
}

/** Qn, with n counted from the right. */
const weightOf = (n: number): number => (n <= 6 ? n + 1 : n - 5);
const checkDigit = (rest: number): number => (rest <= 1 ? 0 : 11 - rest);

/**
 * How likely twelve doubtful digits are a My Number, 0 … 1: for every place how likely it is a 0, a
 * 1 … a 9.
 */
export function myNumberChance(places: readonly (readonly number[])[]): number {
	if (places.length !== 12) return 0;
	let rests: number[] = Array.from({ length: 11 }, (_, rest) => (rest === 0 ? 1 : 0));
	for (let n = 1; n <= 11; n += 1) {
		const next = Array.from({ length: 11 }, () => 0);
		for (const [rest, chance] of rests.entries())
			for (const [digit, share] of places[11 - n]!.entries())
				next[(rest + digit * weightOf(n)) % 11]! += chance * share;
		rests = next;
	}
	return rests.reduce((sum, chance, rest) => sum + chance * places[11]![checkDigit(rest)]!, 0);
}

/** Where the digits 0–9 of the scripts of our languages begin: full width, Nepali, Thai, Burmese. */
const zeros = [0xff10, 0x0966, 0x0e50, 0x1040];
const wide = /[０-９०-९๐-๙၀-၉]/g;
const toHalfWidth = (text: string): string =>
	text.replace(wide, (digit) => {
		const code = digit.charCodeAt(0);
		return String(code - zeros.find((zero) => code >= zero && code <= zero + 9)!);
	});

/** Runs of exactly twelve digits, in groups or not; a longer run is another kind of number. */
const twelveDigits = /(?<![\d])\d(?:[\s\-‐－ー・.]?\d){11}(?![\s\-‐－ー・.]?\d)/gu;

/** Whether the text holds a My Number, also in the digits of another script or in groups. */
export function holdsMyNumber(text: string): boolean {
	return [...toHalfWidth(text).matchAll(twelveDigits)].some(([run]) =>
		isMyNumber(run.replace(/\D/g, ''))
	);
}

/** The text with every My Number replaced by dots. */
export function maskMyNumber(text: string): string {
	let masked = text;
	for (const match of toHalfWidth(text).matchAll(twelveDigits)) {
		if (!isMyNumber(match[0].replace(/\D/g, ''))) continue;
		const end = match.index + match[0].length;
		masked = masked.slice(0, match.index) + '•'.repeat(match[0].length) + masked.slice(end);
	}
	return masked;
}
