/** The basic alphabet of GSM 03.38; a letter of the second line costs two places. */
const basic = new Set(
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ!"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
);
const extended = new Set('^{}\\[~]|€');

export interface SmsLength {
	readonly alphabet: 'gsm' | 'ucs2';
	readonly units: number;
	readonly segments: number;
}

/** How long a text is as an SMS: 160 places or 153 a part, with any other letter 70 or 67. */
export function smsLength(text: string): SmsLength {
	const letters = [...text];
	if (letters.every((letter) => basic.has(letter) || extended.has(letter))) {
		const units = letters.reduce((sum, letter) => sum + (extended.has(letter) ? 2 : 1), 0);
		return { alphabet: 'gsm', units, segments: units <= 160 ? 1 : Math.ceil(units / 153) };
	}
	const units = text.length;
	return { alphabet: 'ucs2', units, segments: units <= 70 ? 1 : Math.ceil(units / 67) };
}

export const smsSegments = (text: string): number => smsLength(text).segments;
