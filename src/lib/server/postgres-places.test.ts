import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isOpenToAll, livable, runnable } from './postgres-places.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'madoguchi-places-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('knows which places any user can get to', () => {
	const path = join(folder, 'a', 'data');
	mkdirSync(path, { recursive: true });
	chmodSync(path, 0o755);
	expect(isOpenToAll(path)).toBe(false);
	chmodSync(folder, 0o755);
	expect(isOpenToAll(path)).toBe(true);
	chmodSync(join(folder, 'a'), 0o700);
	expect(isOpenToAll(path)).toBe(false);
});

it('leaves data where it is wanted when it can live there', () => {
	chmodSync(folder, 0o755);
	const wanted = join(folder, 'data', 'postgres');
	expect(livable(wanted)).toBe(wanted);
	expect(existsSync(wanted)).toBe(false);
});

it('runs a copy of a program that lies in a private folder, and the copy is complete', () => {
	mkdirSync(join(folder, 'native', 'bin'), { recursive: true });
	const program = join(folder, 'native', 'bin', 'initdb');
	writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
	mkdirSync(join(folder, 'native', 'lib'));
	writeFileSync(join(folder, 'native', 'lib', 'x.so'), 'x');
	const copied = runnable(program);
	expect(copied).not.toBe(program);
	expect(lstatSync(copied).isFile()).toBe(true);
	expect(existsSync(join(copied, '..', '..', 'lib', 'x.so'))).toBe(true);
	expect(runnable(program)).toBe(copied);
	rmSync(join(copied, '..', '..'), { recursive: true });
});
