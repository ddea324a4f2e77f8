const encoder = new TextEncoder();

/** A QR picture of so many bytes is still read from a screen by an old phone. */
export const SHORT_BYTES = 600;

/**
 * A hand-over as plain text that any phone reads without a network: lines in the order of weight,
 * as many whole ones as fit; a first line alone is cut.
 */
export function shortText(lines: readonly string[], most = SHORT_BYTES): string {
	const kept: string[] = [];
	for (const line of lines) {
		const isLast = kept.length === lines.length - 1;
		const text = [...kept, line].join('\n') + (isLast ? '' : '\n…');
		if (encoder.encode(text).length > most) break;
		kept.push(line);
	}
	if (kept.length === lines.length) return kept.join('\n');
	// What did not fit is not passed over in silence.
	if (kept.length > 0) return `${kept.join('\n')}\n…`;
	return cut(lines[0]!, most);
}

/** The beginning of a text in at most so many bytes, between characters as people see them. */
function cut(text: string, most: number): string {
	let short = '';
	for (const { segment } of new Intl.Segmenter().segment(text)) {
		if (encoder.encode(short + segment).length > most - 3) break;
		short += segment;
	}
	return `${short}…`;
}
