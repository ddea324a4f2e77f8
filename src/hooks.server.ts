import { building } from '$app/environment';
import type {
	Handle,
	HandleFetch,
	HandleServerError,
	RequestEvent,
	ServerInit
} from '@sveltejs/kit';
import { pino } from 'pino';
import { textsBehind } from '#lib/i18n/text-files.ts';
import { announce } from '#lib/server/announce.ts';
import { refuseRequest } from '#lib/server/answer.ts';
import { startBoot, type Boot, type RunningCentre } from '#lib/server/boot.ts';
import { configOrExit, isServedIn, type Config } from '#lib/server/config.ts';
import { bundledMigrations } from '#lib/server/migrations-bundled.ts';

interface Host {
	readonly config: Config;
	readonly log: pino.Logger;
	readonly boot: Boot;
}

// The process around the bundle (src/scripts/start.ts) drains and closes it; in development
// this module is loaded anew after a change, but the database goes on.
const HOST = Symbol.for('madoguchi.host');
const place = globalThis as { [HOST]?: Host };

function startHost(): Host {
	const config = configOrExit(process.env);
	const log = pino({ level: config.logLevel, base: undefined });
	const boot = startBoot(config, { migrations: bundledMigrations(), log });
	void boot.settled.then(async (last) => {
		if (last.state === 'ok') {
			await announce(last.centre, (text) => process.stdout.write(text)).catch((error: unknown) =>
				log.error({ error: String(error) }, 'no announcement')
			);
		}
	});
	for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => boot.drain());
	process.once('sveltekit:shutdown' as 'exit', () => void boot.close());
	return { config, log, boot };
}

/** Starts the centre without waiting for it: health answers while it migrates. */
export const init: ServerInit = () => {
	if (!building) place[HOST] ??= startHost();
};

function giveLocals(event: RequestEvent, { boot }: Host): void {
	Object.defineProperties(event.locals, {
		boot: { value: boot, enumerable: true },
		centre: {
			enumerable: true,
			get: (): RunningCentre => {
				const state = boot.state();
				if (state.state !== 'ok') throw new Error('The centre is not running.');
				return state.centre;
			}
		}
	});
}

/** Answers of this process itself: another zone's address, or an API that is not up yet. */
function answerEarly(event: RequestEvent, { config, boot }: Host): Response | undefined {
	const { pathname } = event.url;
	const isApi = pathname.startsWith('/api/');
	if (!isServedIn(config.zone, pathname)) {
		return isApi
			? refuseRequest(event.request, { kind: 'not-found' })
			: new Response('Not found', { status: 404, headers: { 'content-type': 'text/plain' } });
	}
	// Texts are files; only in development they come this way.
	const isFile = pathname.startsWith('/api/texts/');
	if (!isApi || isFile || pathname === '/api/health') return undefined;
	const { state } = boot.state();
	if (state === 'ok') return undefined;
	const kind = state === 'starting' ? 'starting' : 'unavailable';
	return refuseRequest(event.request, { kind, retryAfter: 5 });
}

function note(event: RequestEvent, { log, boot }: Host, status: number, from: number): void {
	const ms = Math.round(performance.now() - from);
	const route = event.route.id ?? 'none';
	const { method } = event.request;
	// Addresses can hold receipt numbers, so only the route's pattern is written down.
	log.info({ method, route, status, ms }, 'request');
	const state = boot.state();
	if (state.state === 'ok') state.centre.metrics.observe(route, method, status, ms / 1000);
}

export const handle: Handle = async ({ event, resolve }) => {
	const { lang: wanted = 'ja' } = event.params;
	const lang = wanted === 'ja-easy' ? 'ja' : wanted;
	const options = {
		transformPageChunk: ({ html }: { html: string }) => html.replace('%lang%', lang)
	};
	const host = place[HOST];
	if (building || !host) return resolve(event, options);
	const from = performance.now();
	giveLocals(event, host);
	const response = answerEarly(event, host) ?? (await resolve(event, options));
	note(event, host, response.status, from);
	return response;
};

/** A page rendered here has its texts at hand: no way over the network to this very process. */
export const handleFetch: HandleFetch = async ({ request, fetch }) => {
	const texts = await textsBehind(new URL(request.url).pathname);
	return texts ? Response.json(texts) : fetch(request);
};

/** Notes what went wrong without the address, and tells the visitor nothing of it. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	const { name, message: detail, stack } = error as Error;
	if (status !== 404) {
		place[HOST]?.log.error(
			{ route: event.route.id, status, name, error: detail, stack },
			'page failed'
		);
	}
	return { message };
};
