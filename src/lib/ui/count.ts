import type { Counted } from '#lib/domain/guidance/counted.ts';

/** Counts something at the centre while there is a line; whether it was. */
export function count(counted: Counted): Promise<boolean> {
	const headers = { 'content-type': 'application/json' };
	const body = JSON.stringify(counted);
	return fetch('/api/public/count', { method: 'POST', body, headers }).then(
		({ ok }) => ok,
		() => false
	);
}
