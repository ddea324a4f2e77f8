import { createCanvas, loadImage } from '@napi-rs/canvas';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Flags under which the camera of Chromium shows a picture: the sheet lies on a desk, in a stream
 * of still frames.
 */
export async function cameraFlags(picture: string): Promise<string[]> {
	const sheet = await loadImage(readFileSync(picture));
	// Frames of a camera have even sides.
	const width = 2 * Math.ceil(sheet.width / 2 + 10);
	const height = 2 * Math.ceil(sheet.height / 2 + 10);
	const canvas = createCanvas(width, height);
	const context = canvas.getContext('2d');
	context.fillStyle = '#6b5a48';
	context.fillRect(0, 0, width, height);
	context.drawImage(sheet, 10, 10);
	const frame = canvas.toBuffer('image/jpeg', 92);
	const file = join(mkdtempSync(join(tmpdir(), 'madoguchi-camera-')), 'sheet.mjpeg');
	writeFileSync(file, Buffer.concat([frame, frame, frame]));
	return [
		'--use-fake-ui-for-media-stream',
		'--use-fake-device-for-media-stream',
		`--use-file-for-fake-video-capture=${file}`
	];
}
