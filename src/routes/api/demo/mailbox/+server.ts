import { guarded } from '#lib/server/api.ts';
import { latestMails } from '#lib/server/mail.ts';
import type { RequestHandler } from './$types';

/** The letters of the demonstration's mailbox, newest first; no such address without DEMO. */
export const GET: RequestHandler = (event) =>
	guarded(event, async () => {
		const { centre } = event.locals;
		if (!centre.config.demo) return { ok: false, refusal: { kind: 'not-found' } };
		const retryAfter = await centre.limits.take('mailbox', event.getClientAddress());
		if (retryAfter !== undefined) {
			return { ok: false, refusal: { kind: 'too-many-requests', retryAfter } };
		}
		const mails = (await latestMails(centre.db)).map((mail) => ({
			...mail,
			personId: mail.to.split('@')[0],
			oneTimePassword: /\b\d{8}\b/.exec(mail.body)?.[0] ?? null
		}));
		return { ok: true, value: { mails, serverTime: centre.clock() } };
	});
