import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const colours = (text: string): string[] => [
	...new Set([...text.matchAll(/var\((--color-[a-z0-9-]+)/g)].map(([, name]) => name!))
];

it('every theme colour of a public page is named in public.css, or it would not exist there', () => {
	const folder = 'src/routes/(public)';
	const sheets = [
		...readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.css'))
			.map((file) => join(folder, file)),
		'src/lib/ui/rehearsal.css'
	];
	expect(sheets.length).toBeGreaterThan(3);
	const named = colours(readFileSync('src/public.css', 'utf8'));
	const missing = sheets.flatMap((sheet) =>
		colours(readFileSync(sheet, 'utf8'))
			.filter((colour) => !named.includes(colour))
			.map((colour) => `${sheet}: ${colour}`)
	);
	expect(missing).toEqual([]);
});
