import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

const node = (name: string, include: string, extra: object = {}) => ({
	extends: true as const,
	test: { name, environment: 'node', include: [include], ...extra }
});

export default defineConfig({
	plugins: [tailwindcss(), sveltekit()],
	// A font inlined as data: would be refused by the content security policy.
	build: { assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined) },
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
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
					setupFiles: ['tests/dom/setup.ts']
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
