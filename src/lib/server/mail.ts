import { randomUUID } from 'node:crypto';
import { sql, type Database, type Tx } from './database.ts';

export interface Mail {
	readonly officeId: string;
	readonly to: string;
	readonly subject: string;
	readonly body: string;
}

export interface SentMail {
	readonly to: string;
	readonly subject: string;
	readonly body: string;
	/** Epoch ms. */
	readonly sentAt: number;
}

/**
 * Puts a mail into the table `mailbox`. In the demonstration that is where it is read; a real
 * centre has its mail relay fetch from there. Letters older than a day are cleared by the jobs.
 */
export async function sendMail(db: Database | Tx, at: number, mail: Mail): Promise<void> {
	await sql`
		INSERT INTO mailbox (office_id, mail_id, recipient, subject, body, sent_at)
		VALUES (${mail.officeId}, ${randomUUID()}, ${mail.to}, ${mail.subject}, ${mail.body}, ${new Date(at)})
	`.execute(db);
}

/** The latest mails of the local mailbox, newest first. */
export async function latestMails(db: Database, count = 20): Promise<SentMail[]> {
	const { rows } = await sql<{ to: string; subject: string; body: string; sentAt: Date }>`
		SELECT recipient AS "to", subject, body, sent_at AS "sentAt"
		FROM mailbox ORDER BY sent_at DESC LIMIT ${count}
	`.execute(db);
	return rows.map((row) => ({ ...row, sentAt: row.sentAt.getTime() }));
}
