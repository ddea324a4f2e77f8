import { deserialize } from '$app/forms';
import { entriesOf, type TypedRequest } from '#lib/domain/booking/request-typed.ts';
import type { BookingStage } from './answers.ts';

const WAIT_MS = 20_000;

/**
 * Sends a request to the centre. Undefined: no answer came, and whether it arrived is not known;
 * sent again under the same id it is the same request.
 */
export async function sendRequest(
	language: string,
	typed: TypedRequest,
	website: string
): Promise<BookingStage | undefined> {
	const body = new URLSearchParams(entriesOf(typed));
	body.set('website', website);
	try {
		const reply = await fetch(`/${language}/booking?/send`, {
			method: 'POST',
			body,
			headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
			signal: AbortSignal.timeout(WAIT_MS)
		});
		const result = deserialize(await reply.text());
		return result.type === 'success' || result.type === 'failure'
			? (result.data as BookingStage | undefined)
			: undefined;
	} catch {
		return undefined;
	}
}
