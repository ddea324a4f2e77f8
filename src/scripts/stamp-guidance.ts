// Gives translations of guidance the hash of the Japanese text they translate. A translator writes
// plain strings, block id → text; this makes records of them. A block whose text is already
// stamped keeps its stamp, so that a changed source still shows as outdated: `--renew <block>`
// says that the translation of a block was brought up to date, `--checked` that another person
// translated everything back and compared.
//
//   node src/scripts/stamp-guidance.ts <language> [--checked] [--renew <topic>:<block>]…
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { topicSlugs } from '../lib/domain/guidance/terms.ts';
import { guidanceTopic } from '../lib/domain/guidance/topic.ts';
import { blockHash, type TopicTranslation } from '../lib/domain/guidance/translation.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		checked: { type: 'boolean', default: false },
		renew: { type: 'string', multiple: true, default: [] }
	}
});
const [tag] = positionals;
if (!tag) throw new Error('Which language?');

const folder = new URL('../../locales/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

for (const slug of topicSlugs) {
	const { blocks } = guidanceTopic.parse(read(`ja/guidance/${slug}.json`));
	const written = read(`${tag}/guidance/${slug}.json`) as Record<
		string,
		string | TopicTranslation[string]
	>;
	const stamped = Object.fromEntries(
		blocks.flatMap(({ id, text }) => {
			const found = written[id];
			if (found === undefined) return [];
			const record =
				typeof found === 'string' || values.renew.includes(`${slug}:${id}`)
					? { of: blockHash(text), text: typeof found === 'string' ? found : found.text }
					: found;
			const isCurrent = record.of === blockHash(text);
			return [
				[id, values.checked && isCurrent ? { ...record, checked: 'back-translation' } : record]
			];
		})
	);
	writeFileSync(
		new URL(`${tag}/guidance/${slug}.json`, folder),
		`${JSON.stringify(stamped, null, '\t')}\n`
	);
}
