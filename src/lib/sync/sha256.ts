const hex = (bytes: ArrayBuffer): string =>
	[...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 in small hexadecimal letters; apart, for what comes without schemas. */
export async function sha256(text: string | Uint8Array<ArrayBuffer>): Promise<string> {
	const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
	return hex(await crypto.subtle.digest('SHA-256', bytes));
}
