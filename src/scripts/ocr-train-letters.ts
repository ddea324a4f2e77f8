// Letters of free Japanese writing, drawn by one seed each, as the reader of lines would get them.
import { execFileSync } from 'node:child_process';
import { createCanvas } from '@napi-rs/canvas';
import type { Glyph } from '../lib/ocr/cell.ts';
import { glyphOf, inkValues } from '../lib/ocr/glyph-line.ts';
import { isPlain } from '../lib/ocr/text-model.ts';
import { inkOf, writtenLines } from '../lib/ocr/text-lines.ts';
import { chanceOf } from './ocr-train-chance.ts';
import type { Font } from './ocr-train-fonts.ts';
import { drawChar, SCENE_SCALE, styleOf } from './ocr-train-ink.ts';
import { blur } from './ocr-train-picture.ts';
import { distort } from './ocr-train-sheet.ts';

/** Kanji of names that are not in the first level of JIS X 0208. */
const NAME_KANJI = '澤濱櫻齋邊邉國廣眞惠瀧嶋髙﨑冨';

/** What the model tells apart: of letters that look the same, one. Kanji of the first level of JIS. */
export function lettersOfText(): string[] {
	const decoder = new TextDecoder('euc-jp');
	const rows = (first: number, last: number): string[] =>
		Array.from({ length: (last - first + 1) * 94 }, (_, at) =>
			decoder.decode(Uint8Array.of(0xa0 + first + Math.floor(at / 94), 0xa1 + (at % 94)))
		).filter((letter) => letter.length === 1 && letter !== '\ufffd');
	const [kana, kanji] = [rows(4, 5), rows(16, 47)];
	const all = [...'0123456789ABCDEFGHJKLMNPQRSTUVWXYZ々ヶ', ...kana, ...kanji, ...NAME_KANJI];
	return [...new Set(all)].filter(isPlain);
}

/** Which letters a font has, by what the system knows of it. */
export function coverageOf(font: Font): (letter: string) => boolean {
	const pattern = `:family=${font.family.replace(/-/g, '\\-')}`;
	const sets = execFileSync('fc-list', [pattern, '--format', '%{charset}\n'], { encoding: 'utf8' });
	const ranges = sets
		.split(/\s+/)
		.filter(Boolean)
		.map((range) => range.split('-').map((hex) => parseInt(hex, 16)));
	return (letter) => {
		if (letter < '\x7f' && !font.ascii) return false;
		const point = letter.codePointAt(0)!;
		return ranges.some(([first, last = first]) => point >= first! && point <= last!);
	};
}

const SIDE = 128;
const canvas = createCanvas(SIDE, SIDE).getContext('2d');

/** A letter on paper, as a camera or scanner sees it and the reader cuts it out of its line. */
export function letterGlyph(letter: string, seed: number, font: Font): Glyph | undefined {
	const chance = chanceOf(seed);
	const style = styleOf(chance, font);
	const scale = chance.pick([150, 200, 200, 300]) / 25.4;
	const cell = { w: 6.5 * chance.between(0.85, 1.1), h: 8 };
	const side = Math.ceil(9.5 * scale);
	canvas.clearRect(0, 0, side, side);
	canvas.save();
	canvas.translate(side / 2, side / 2);
	canvas.scale(scale / SCENE_SCALE, scale / SCENE_SCALE);
	canvas.fillStyle = canvas.strokeStyle = '#000';
	drawChar(canvas, letter, [0, 0], cell, style, chance);
	canvas.restore();
	const { data } = canvas.getImageData(0, 0, side, side);
	let cover: Float32Array = Float32Array.from(
		{ length: side * side },
		(_, at) => data[at * 4 + 3]! / 255
	);
	if (style.kind !== 'print')
		cover = distort(cover, side, side, (style.elastic * scale) / SCENE_SCALE, chance);
	cover = blur(cover, side, side, Math.max(0.35, (chance.between(0.2, 1.3) * scale) / 7.9));
	const dark = style.ink * chance.between(0.75, 1) * 225;
	const noise = chance.between(0, 10);
	const gray = Uint8Array.from(cover, (share) =>
		Math.max(0, Math.min(255, 235 - share * dark + (chance.next() - 0.5) * noise))
	);
	const ink = inkOf({ width: side, height: side, gray, scale });
	const line = ink && writtenLines(ink, 1)[0];
	return line && glyphOf(line, inkValues(line), line.left, line.right);
}
