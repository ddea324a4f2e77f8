import { describe, expect, it } from 'vitest';
import { isServedIn, readConfig } from './config.ts';

describe('readConfig', () => {
	it('has defaults for everything', () => {
		expect(readConfig({})).toEqual({
			ok: true,
			value: {
				port: 3000,
				host: '127.0.0.1',
				origin: 'http://localhost:3000',
				dataDir: './data',
				databaseUrl: undefined,
				zone: 'all',
				logLevel: 'info',
				sessionMinutes: 90,
				demo: true
			}
		});
	});

	it('derives the origin from the port and drops a trailing slash', () => {
		const near = readConfig({ PORT: '4100' });
		expect(near.ok && near.value.origin).toBe('http://localhost:4100');
		const far = readConfig({ ORIGIN: 'https://centre.example.jp/' });
		expect(far.ok && far.value.origin).toBe('https://centre.example.jp');
	});

	it.each([
		['PORT', '70000'],
		['PORT', 'http'],
		['ORIGIN', 'centre.example.jp'],
		['ORIGIN', 'https://centre.example.jp/path'],
		['DATABASE_URL', 'mysql://x'],
		['ZONE', 'private'],
		['LOG_LEVEL', 'loud'],
		['SESSION_MINUTES', '0'],
		['DEMO', 'yes']
	])('names the wrong variable and value: %s=%s', (name, value) => {
		const reading = readConfig({ [name]: value });
		expect(reading.ok).toBe(false);
		if (reading.ok) return;
		expect(reading.problems).toHaveLength(1);
		expect(reading.problems[0]).toContain(name);
		expect(reading.problems[0]).toContain(JSON.stringify(value));
	});
});

describe('isServedIn', () => {
	it.each([
		['public', '/ja/guidance/exemption', true],
		['public', '/reception', false],
		['public', '/shell', false],
		['public', '/shell.html', false],
		['public', '/api/sync/push', false],
		['public', '/api/metrics', false],
		['public', '/api/health', true],
		['public', '/_app/immutable/x.js', true],
		['public', '/manifest.webmanifest', true],
		['public', '/api/packs', true],
		['public', '/api/packs/ja/abc', true],
		['public', '/api/guidance/ja/index.json', true],
		['staff', '/api/packs', false],
		['public', '/api/texts/my/1a2b3c4d/common.json', true],
		['staff', '/api/texts/ja/1a2b3c4d/shell.json', true],
		['staff', '/api/public/slots', false],
		['staff', '/api/public/count', true],
		['staff', '/ja-easy', false],
		['staff', '/ja.html', false],
		['staff', '/reception', true],
		['staff', '/api/sync/push', true],
		['all', '/ja', true],
		['all', '/reception', true]
	] as const)('%s %s: %s', (zone, path, served) => {
		expect(isServedIn(zone, path)).toBe(served);
	});
});
