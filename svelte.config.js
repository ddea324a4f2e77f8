import adapter from '@sveltejs/adapter-node';
import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));

// A new build is a new version: the worker tells its files apart by it. The configuration is read
// several times in one build, also by child processes, so the name is fixed in the environment.
process.env.APP_VERSION ??= `${version}+${Date.now().toString(36)}`;

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter(),
		files: { serviceWorker: 'service-worker' },
		serviceWorker: { register: false },
		// The app shell is served at every depth, so its assets need absolute addresses.
		paths: { relative: false },
		version: { name: process.env.APP_VERSION },
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', 'wasm-unsafe-eval'],
				'style-src': ['self'],
				// The one inline style is that of Kit's route announcer, by its hash.
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'img-src': ['self', 'data:', 'blob:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'worker-src': ['self'],
				'manifest-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'require-trusted-types-for': ['script'],
				'trusted-types': [
					'svelte-trusted-html',
					'sveltekit-trusted-url',
					'madoguchi',
					'madoguchi-ocr',
					'madoguchi-pdf'
				]
			}
		}
	}
};
