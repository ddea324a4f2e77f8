import { counted } from '#lib/domain/guidance/counted.ts';
import { readBody } from '#lib/server/answer.ts';
import { limited, readMessage } from '#lib/server/api.ts';
import { count } from '#lib/server/guidance-counts.ts';
import type { RequestHandler } from './$types';

const MOST_BYTES = 500;

/** Counts an answer such as "this helped". Nothing about who answered is read or kept. */
export const POST: RequestHandler = (event) =>
	limited(event, 'public-count', async (centre) => {
		const body = await readBody(event.request, MOST_BYTES);
		if (!body.ok) return body;
		const message = readMessage(body.value, counted);
		if (!message.ok) return message;
		await count(centre, message.value);
		return { ok: true, value: {} };
	});
