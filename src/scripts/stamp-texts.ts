// Notes for each text of a language which Japanese wording it was translated from, so that a test
// finds what has changed since. New texts are noted as they are; a text that was brought up to date
// is named, by key or as a whole namespace.
//
//   node src/scripts/stamp-texts.ts <language|all> [--renew <namespace>[:<key>]]…
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { languageTags, type LanguageTag } from '../lib/domain/basics/languages.ts';
import {
	flatten,
	packStamps,
	stampOf,
	stampsIn,
	type PackedStamps,
	type Tree
} from '../lib/i18n/text-stamps.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { renew: { type: 'string', multiple: true, default: [] } }
});
const [wanted] = positionals;
if (!wanted) throw new Error('Which language?');

const locales = new URL('../../locales/', import.meta.url);
const file = new URL('../../tests/fixtures/text-stamps.json', import.meta.url);
const read = (place: URL): unknown => JSON.parse(readFileSync(place, 'utf8'));
const before = (existsSync(file) ? read(file) : {}) as PackedStamps;

const stampsOf = (tag: LanguageTag): Record<string, string> => {
	const known = stampsIn(before, tag);
	if (wanted !== 'all' && wanted !== tag) return known;
	const names = readdirSync(new URL(`${tag}/`, locales)).filter((name) => name.endsWith('.json'));
	const stamps = names.sort().flatMap((name) => {
		const namespace = name.replace('.json', '');
		const sources = flatten(read(new URL(`ja/${name}`, locales)) as Tree);
		return Object.entries(sources).map(([key, text]) => {
			const full = `${namespace}:${key}`;
			const isRenewed = values.renew.includes(namespace) || values.renew.includes(full);
			return [full, (isRenewed ? undefined : known[full]) ?? stampOf(text)] as const;
		});
	});
	return Object.fromEntries(stamps);
};

const all = languageTags.filter((tag) => tag !== 'ja').map((tag) => [tag, stampsOf(tag)] as const);
writeFileSync(file, `${JSON.stringify(packStamps(all), null, '\t')}\n`);
