import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join, relative } from 'node:path';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));
const inputs = [
	'src',
	'service-worker',
	'locales',
	'static',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json'
];

function* filesOf(path: string): Generator<string> {
	if (!existsSync(path)) return;
	if (!statSync(path).isDirectory()) {
		yield path;
		return;
	}
	for (const name of readdirSync(path).sort()) {
		if (!name.endsWith('.test.ts')) yield* filesOf(join(path, name));
	}
}

/** One hash over the names and contents of everything that the build is made of. */
function hashInputs(): string {
	const hash = createHash('sha256');
	for (const input of inputs) {
		for (const file of filesOf(join(root, input))) {
			const content = createHash('sha256').update(readFileSync(file)).digest('hex');
			hash.update(`${relative(root, file)}\0${content}\n`);
		}
	}
	// The version is built in, and so is what the environment says it is.
	hash.update(`APP_VERSION=${process.env.APP_VERSION ?? ''}`);
	return hash.digest('hex');
}

const ledger = join(root, 'build', '.inputs');
const now = hashInputs();
const before = existsSync(ledger) ? readFileSync(ledger, 'utf8') : '';
if (before !== now || !existsSync(join(root, 'build', 'handler.js'))) {
	console.log('Building (the sources have changed)…');
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		version: string;
	};
	process.env.APP_VERSION ??= `${version}+${now.slice(0, 8)}`;
	await build({ root, logLevel: 'warn' });
	writeFileSync(ledger, now);
}
