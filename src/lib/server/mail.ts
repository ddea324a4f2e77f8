import { randomUUID } from 'node:crypto';
import { sql, type Database, type Tx } from './database.ts';

export interface Mail {
	readonly officeId: string;
	readonly to: string;
	readonly subject: string;
	readonly body: string;
}

/** What leaves the centre for somebody: a mail, or an SMS. */
export interface Letter extends Mail {
	/** Names the letter: the same one is never put in twice. */
	readonly id: string;
	readonly kind: 'mail' | 'sms';
}

/** Thrown by a mailer when a letter can never be delivered; any other error is tried again. */
export class LetterRefused extends Error {}

/** How letters leave. Works inside the transaction that notes the letter as sent. */
export interface Mailer {
	readonly deliver: (tx: Tx, at: number, letter: Letter) => Promise<void>;
}

export interface SentMail {
	readonly kind: 'mail' | 'sms';
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

/** The one adapter: letters lie in the table `mailbox`, from where a relay fetches them. */
export const mailboxMailer: Mailer = {
	deliver: async (tx, at, { id, officeId, kind, to, subject, body }) => {
		await sql`
			INSERT INTO mailbox (office_id, mail_id, kind, recipient, subject, body, sent_at)
			VALUES (${officeId}, ${id}, ${kind}, ${to}, ${subject}, ${body}, ${new Date(at)})
			ON CONFLICT (office_id, mail_id) DO NOTHING
		`.execute(tx);
	}
};

/** The latest mails of the local mailbox, newest first. */
export async function latestMails(db: Database, count = 20): Promise<SentMail[]> {
	const { rows } = await sql<{
		kind: 'mail' | 'sms';
		to: string;
		subject: string;
		body: string;
		sentAt: Date;
	}>`
		SELECT kind, recipient AS "to", subject, body, sent_at AS "sentAt"
		FROM mailbox ORDER BY sent_at DESC LIMIT ${count}
	`.execute(db);
	return rows.map((row) => ({ ...row, sentAt: row.sentAt.getTime() }));
}
