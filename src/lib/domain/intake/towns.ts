/*
 * Postal codes and their towns, as Japan Post publishes them, in the one form that travels: a line
 * of `code TAB address` each, sorted by code. Used as a suggestion only; no value is made from it.
 */

/** Cells of a line of CSV; quotes may be there or not. */
function cellsOf(line: string): string[] {
	return [...line.matchAll(/(?:"([^"]*)"|([^,]*))(?:,|$)/g)].map(
		([, quoted, plain]) => quoted ?? plain ?? ''
	);
}

/** A town without what only explains it: 「以下に掲載がない場合」, what stands in brackets. */
function townName(text: string): string {
	if (/以下に掲載がない場合|の次に.*がくる場合|一円$/.test(text)) return '';
	return text.replace(/（.*$/, '').replace(/\(.*$/, '');
}

/** The lines of a file of Japan Post (KEN_ALL.CSV or utf_ken_all.csv); empty when it is another file. */
export function parseTowns(csv: string): string[] {
	const lines = new Set<string>();
	// A long explanation goes on in rows of the same code until its bracket closes.
	let isOpen = false;
	for (const line of csv.split(/\r?\n/)) {
		const cells = cellsOf(line);
		const [, , code = '', , , , prefecture = '', city = '', town = ''] = cells;
		if (!/^\d{7}$/.test(code) || prefecture === '') continue;
		const goesOn = isOpen;
		if (/（[^）]*$/.test(town)) isOpen = true;
		else if (town.includes('）')) isOpen = false;
		if (!goesOn) lines.add(`${code}\t${prefecture}${city}${townName(town)}`);
	}
	return [...lines].sort();
}

export const townLine = /^\d{7}\t[^\t\n]{2,120}$/;

/** The towns of a postal code in a sorted file; several where a code covers several. */
export function townsOf(file: string, code: string): string[] {
	if (!/^\d{7}$/.test(code)) return [];
	let [low, high] = [0, file.length];
	// The start of the first line whose code is not smaller.
	while (low < high) {
		const middle = (low + high) >> 1;
		const start = file.lastIndexOf('\n', middle - 1) + 1;
		if (file.slice(start, start + 7) < code) {
			const end = file.indexOf('\n', middle);
			low = end === -1 ? file.length : end + 1;
		} else high = start;
	}
	const found: string[] = [];
	for (let at = low; file.startsWith(`${code}\t`, at);) {
		const end = file.indexOf('\n', at);
		const stop = end === -1 ? file.length : end;
		found.push(file.slice(at + 8, stop));
		at = stop + 1;
	}
	return found;
}
