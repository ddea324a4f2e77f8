/** Crockford's alphabet: no I, L, O, U, so that numbers can be read aloud. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Luhn mod 32 over the letters before it: finds every single wrong letter. */
function checkLetter(body: string): string {
	let factor = 2;
	let sum = 0;
	for (let index = body.length - 1; index >= 0; index -= 1) {
		const product = factor * alphabet.indexOf(body[index]!);
		sum += Math.floor(product / 32) + (product % 32);
		factor = factor === 2 ? 1 : 2;
	}
	return alphabet[(32 - (sum % 32)) % 32]!;
}

/**
 * The receipt number of a booking: device code, running number on that device, check letter
 * (`7F2C-0040-X`). Two tablets can never give the same one, also without a line.
 */
export function receiptNumber(deviceCode: string, sequence: number): string {
	const running = String(sequence).padStart(4, '0');
	return `${deviceCode}-${running}-${checkLetter(deviceCode + running)}`;
}

/** The number in its standard form, or undefined when a letter is wrong or missing. */
export function readReceiptNumber(text: string): string | undefined {
	const letters = text
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s‐－ー-]/g, '')
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1');
	const match = /^([0-9A-HJKMNP-TV-Z]{4})(\d{4,7})([0-9A-HJKMNP-TV-Z])$/.exec(letters);
	if (!match) return undefined;
	const [, code, running, check] = match;
	return checkLetter(code! + running!) === check ? `${code}-${running}-${check}` : undefined;
}

/** A device code of four letters from random bytes. */
export const deviceCode = (random: Uint8Array): string =>
	[...random.slice(0, 4)].map((byte) => alphabet[byte % 32]).join('');
