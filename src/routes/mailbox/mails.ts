import * as z from 'zod/mini';

export const mailboxReply = z.object({
	mails: z.array(
		z.object({
			to: z.string(),
			subject: z.string(),
			body: z.string(),
			sentAt: z.number(),
			oneTimePassword: z.nullable(z.string())
		})
	)
});
export type Mail = z.infer<typeof mailboxReply>['mails'][number];

/** The letters of the demonstration, newest first; undefined when there is no such mailbox. */
export async function readMails(): Promise<Mail[] | undefined> {
	const answer = await fetch('/api/demo/mailbox').catch(() => undefined);
	if (!answer?.ok) return undefined;
	return mailboxReply.safeParse(await answer.json()).data?.mails;
}
