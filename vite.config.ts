import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

const node = (name: string, include: string, extra: object = {}) => ({
	extends: true as const,
	test: { name, environment: 'node', include: [include], ...extra }
});

/** Texts travel as data; their addresses hold the hash of what their language says. */
function textVersions(): Record<string, string> {
	const folder = new URL('./locales/', import.meta.url);
	const hashOf = (tag: string): string => {
		const hash = createHash('sha256');
		for (const file of readdirSync(new URL(`${tag}/`, folder)).sort())
			if (file.endsWith('.json')) hash.update(readFileSync(new URL(`${tag}/${file}`, folder)));
		return hash.digest('hex').slice(0, 8);
	};
	return Object.fromEntries(readdirSync(folder).map((tag) => [tag, hashOf(tag)]));
}

export default defineConfig({
	define: { TEXT_VERSIONS: JSON.stringify(textVersions()) },
	plugins: [tailwindcss(), sveltekit()],
	// A font inlined as data: would be refused by the content security policy.
	build: {
		// What every page starts with comes in one script: fifteen small ones more weigh 2 kB more. What
		// the named files import comes along.
		rolldownOptions: {
			output: {
				codeSplitting: {
					groups: [
						{
							name: 'frame',
							test: /node_modules\/(svelte|@sveltejs\/kit)\/|routes\/\(public\)\/(\[lang=lang\]\/)?\+layout/
						}
					]
				}
			}
		},
		assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
		// Lists of scripts to load ahead weigh more than the worker's copies take to open; the page
		// itself names the scripts of its start, and styles have to be there before a screen is.
		modulePreload: {
			resolveDependencies: (_, files) => files.filter((file) => file.endsWith('.css'))
		}
	},
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					setupFiles: ['tests/support/texts.ts'],
					include: [
						'src/lib/**/*.test.ts',
						'tests/unit/**/*.test.ts',
						'tests/architecture.test.ts'
					],
					exclude: ['src/lib/server/**/*.pg.test.ts']
				}
			},
			{
				extends: true,
				resolve: { conditions: ['browser'] },
				test: {
					name: 'dom',
					environment: 'jsdom',
					include: ['tests/dom/**/*.test.ts'],
					setupFiles: ['tests/support/texts.ts', 'tests/dom/setup.ts']
				}
			},
			node('scenario', 'tests/scenario/**/*.test.ts', {
				testTimeout: 120_000,
				expect: { poll: { timeout: 10_000 } },
				hookTimeout: 120_000,
				fileParallelism: false
			}),
			node('e2e', 'tests/e2e/**/*.test.ts', {
				testTimeout: 180_000,
				expect: { poll: { timeout: 10_000 } },
				hookTimeout: 180_000,
				fileParallelism: false
			})
		]
	}
});
