import { limited } from '#lib/server/api.ts';
import { latestMails } from '#lib/server/mail.ts';
import type { RequestHandler } from './$types';

/** The letters of the demonstration's mailbox, newest first; no such address without DEMO. */
export const GET: RequestHandler = (event) =>
	limited(event, 'mailbox', async (centre) => {
		if (!centre.config.demo) return { ok: false, refusal: { kind: 'not-found' } };
		const mails = (await latestMails(centre.db)).map((mail) => ({
			...mail,
			personId: mail.to.split('@')[0],
			oneTimePassword: /\b\d{8}\b/.exec(mail.body)?.[0] ?? null
		}));
		return { ok: true, value: { mails, serverTime: centre.clock() } };
	});
