import type { RequestHandler } from './$types';

/** Counters in Prometheus text format; the staff zone only (hooks). */
export const GET: RequestHandler = async ({ locals }) => {
	const { registry } = locals.centre.metrics;
	return new Response(await registry.metrics(), {
		headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' }
	});
};
