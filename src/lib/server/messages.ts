import type { Message } from '#lib/domain/booking/message.ts';
import type { Centre } from './centre.ts';
import { inTransaction, sql } from './database.ts';
import { LetterRefused, mailboxMailer, type Mailer } from './mail.ts';
import { commitRows } from './rows.ts';

const AT_ONCE = 50;

/**
 * Delivers what is approved, each message once: letter and state are one transaction, and the
 * letter bears the message's id. A letter that the relay refuses for good is noted as failed.
 */
export async function deliverMessages(
	centre: Centre,
	mailer: Mailer = mailboxMailer
): Promise<number> {
	const { rows: waiting } = await sql<{ office_id: string; id: string }>`
		SELECT office_id, id FROM message WHERE state = 'approved' ORDER BY version LIMIT ${AT_ONCE}
	`.execute(centre.db);
	const touched = new Set<string>();
	for (const { office_id, id } of waiting) {
		const done = await inTransaction(centre.db, async (tx) => {
			const { rows } = await sql<{ data: Message }>`
				SELECT data FROM message
				WHERE office_id = ${office_id} AND id = ${id} AND state = 'approved'
				FOR UPDATE SKIP LOCKED
			`.execute(tx);
			const message = rows[0]?.data;
			if (!message) return false;
			const at = centre.clock();
			const { channel, to, text } = message;
			const letter = { id, officeId: office_id, kind: channel, to, subject: '', body: text };
			const state = await mailer.deliver(tx, at, letter).then(
				() => 'sent' as const,
				(error: unknown) => {
					if (error instanceof LetterRefused) return 'failed' as const;
					throw error;
				}
			);
			const row: Message = { ...message, state, sentAt: state === 'sent' ? at : null };
			await commitRows(tx, office_id, [{ table: 'message', row }], {
				at,
				actorId: 'centre',
				deviceId: 'centre',
				action: `message.${state}`,
				subject: id
			});
			return true;
		});
		if (done) touched.add(office_id);
	}
	for (const office of touched) centre.poke(office);
	return touched.size;
}
