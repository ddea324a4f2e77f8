import type { Counted } from '#lib/domain/guidance/counted.ts';

/** Counts something at the centre while there is a line; a count is not worth keeping until then. */
export function count(counted: Counted): void {
	const headers = { 'content-type': 'application/json' };
	const body = JSON.stringify(counted);
	void fetch('/api/public/count', { method: 'POST', body, headers }).catch(() => undefined);
}
