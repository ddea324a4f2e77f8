import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** One rule of the import table in CONTRIBUTING.md: files of a folder must not reach the given paths. */
const boundary = (folder, forbidden) => ({
	files: [`src/lib/${folder}/**/*.{ts,svelte}`, `src/lib/${folder}/*.{ts,svelte}`],
	ignores: ['**/*.test.ts'],
	rules: {
		'no-restricted-imports': [
			'error',
			{
				patterns: forbidden.map((regex) => ({ regex, message: `${folder} must not import this.` }))
			}
		]
	}
});

const framework = ['^svelte', '^\\$app', '^@sveltejs'];
const lib = (...names) => names.map((name) => `(^#lib|\\.\\.)/${name}/`);

export default ts.config(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'node_modules/',
			'data/',
			'bench/',
			'tests/bench/node_modules/'
		]
	},
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			'no-console': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }
			],
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['src/**/*.ts', 'service-worker/**/*.ts', 'tests/**/*.ts'],
		languageOptions: {
			parserOptions: {
				projectService: true,
				tsconfigRootDir: import.meta.dirname
			}
		},
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		files: ['src/scripts/**', 'tests/**'],
		rules: { 'no-console': 'off' }
	},
	boundary('domain', [
		...framework,
		'^dexie',
		'^node:',
		'^kysely',
		'^i18next',
		...lib('sync', 'local', 'server', 'ui', 'i18n')
	]),
	boundary('sync', [
		...framework,
		'^dexie',
		'^node:',
		'^kysely',
		...lib('local', 'server', 'ui', 'i18n')
	]),
	boundary('local', [...framework, '^node:', '^kysely', ...lib('server', 'ui', 'i18n')]),
	boundary('server', [...framework, '^dexie', ...lib('local', 'ui', 'i18n')]),
	boundary('i18n', [...lib('local', 'server', 'ui', 'sync')]),
	boundary('ui', ['^dexie', '^node:', ...lib('local', 'server')])
);
