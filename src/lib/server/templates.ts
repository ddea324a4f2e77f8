import { templateRowId, type TemplateRow } from '#lib/domain/intake/template-row.ts';
import { templateKey } from '#lib/domain/intake/template.ts';
import type { TemplateOrder } from '#lib/sync/templates.ts';
import type { Answer } from './answer.ts';
import type { Caller, Centre } from './centre.ts';
import { inTransaction, sql, type Tx } from './database.ts';
import { commitRows, type RowChange } from './rows.ts';

type Publisher = Pick<Caller, 'deviceId' | 'personId'>;

const no = (kind: 'template-taken' | 'not-found') => ({ ok: false, refusal: { kind } }) as const;

async function rowsOfForms(tx: Tx): Promise<TemplateRow[]> {
	// Two administrators publish one after the other.
	await sql`LOCK TABLE template IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
	const { rows } = await sql<{ data: TemplateRow }>`
		SELECT data FROM template WHERE office_id = 'ref'
	`.execute(tx);
	return rows.map(({ data }) => data);
}

/**
 * Makes a template known to all offices. A version is published once (`template-taken`), and no two
 * forms share the number and version of a strip: the sheet alone has to say what it is.
 */
export async function publishTemplate(
	centre: Centre,
	publisher: Publisher,
	order: TemplateOrder
): Promise<Answer<{ key: string; serverTime: number }>> {
	const answer = await inTransaction(centre.db, async (tx): Promise<Answer<string>> => {
		const known = await rowsOfForms(tx);
		const key = order.kind === 'publish' ? templateKey(order.template) : order.key;
		const before = known.find((row) => templateRowId(row) === key);
		let changes: RowChange[];
		if (order.kind === 'offer') {
			if (!before) return no('not-found');
			changes = [{ table: 'template', row: { ...before, isOffered: order.isOffered } }];
		} else {
			const { strip } = order.template;
			const hasStrip = known.some(
				({ template }) =>
					strip &&
					template.strip?.number === strip.number &&
					template.strip.version === strip.version
			);
			if (before || hasStrip) return no('template-taken');
			const row = {
				template: order.template,
				isOffered: true,
				at: centre.clock(),
				by: publisher.personId
			};
			changes = [
				{ table: 'template', row },
				{ table: 'blank', row: { ...order.blank, templateKey: key } }
			];
		}
		await commitRows(tx, 'ref', changes, {
			at: centre.clock(),
			actorId: publisher.personId,
			deviceId: publisher.deviceId,
			action: `template.${order.kind}`,
			subject: key
		});
		return { ok: true, value: key };
	});
	if (!answer.ok) return answer;
	centre.poke('ref');
	return { ok: true, value: { key: answer.value, serverTime: centre.clock() } };
}
