import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { configOrExit, isServedIn } from '#lib/server/config.ts';
import type { Boot } from '#lib/server/boot.ts';

const DRAIN_MS = 10_000;

const config = configOrExit(process.env);
const buildFolder = new URL('../../build/', import.meta.url);
if (!existsSync(new URL('handler.js', buildFolder))) {
	console.error('There is no build yet: run `npm start` or `npx vite build`.');
	process.exit(2);
}

// The handler reads these when it is loaded. The API itself limits most bodies to 1 MB.
process.env.ORIGIN = config.origin;
process.env.HOST = config.host;
process.env.PORT = String(config.port);
process.env.BODY_SIZE_LIMIT ||= '17M';
process.env.NODE_ENV ||= 'production';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
let handler: Handler | undefined;

const boot = (): Boot | undefined =>
	(globalThis as { [key: symbol]: { boot: Boot } | undefined })[Symbol.for('madoguchi.host')]?.boot;

const securityHeaders: Record<string, string> = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'x-frame-options': 'DENY',
	'permissions-policy':
		'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()',
	'cross-origin-opener-policy': 'same-origin'
};
if (config.origin.startsWith('https:')) {
	securityHeaders['strict-transport-security'] = 'max-age=31536000; includeSubDomains';
}
const frames = "frame-ancestors 'none'";

/**
 * Adds the headers at the moment the head is written: prerendered pages carry their policy in a
 * `<meta>`, which cannot say `frame-ancestors`, and rendered ones bring a policy of their own.
 */
function secure(response: ServerResponse): void {
	for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
	const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
	response.writeHead = ((...args: unknown[]) => {
		const own = response.getHeader('content-security-policy');
		if (!String(own ?? '').includes(frames)) {
			response.setHeader('content-security-policy', own ? [String(own), frames] : frames);
		}
		return writeHead(...args);
	}) as ServerResponse['writeHead'];
}

function notFound(response: ServerResponse): void {
	response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found');
}

const pathOf = (request: IncomingMessage): string => {
	const path = (request.url ?? '/').split('?')[0]!;
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
};

const server = createServer((request, response) => {
	secure(response);
	// Prerendered pages are served as files, before the hooks could look at the zone.
	const path = pathOf(request);
	if (!path.startsWith('/api/') && !isServedIn(config.zone, path)) return notFound(response);
	if (handler) return handler(request, response, () => notFound(response));
	response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' });
	response.end(
		JSON.stringify({ status: 'starting', reason: 'starting', error: { kind: 'starting' } })
	);
});

server.on('error', (error: NodeJS.ErrnoException) => {
	console.error(
		error.code === 'EADDRINUSE'
			? `Port ${config.port} is in use. Choose another one: PORT=3001 npm start`
			: `Cannot serve: ${error.message}`
	);
	process.exit(1);
});

let stopping = false;

/** Stops accepting, lets running requests end (ten seconds at most), closes the database. */
async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	const hard = setTimeout(() => server.closeAllConnections(), DRAIN_MS - 2000);
	const late = setTimeout(() => process.exit(1), DRAIN_MS);
	late.unref();
	const closed = new Promise((resolve) => server.close(resolve));
	boot()?.drain();
	server.closeIdleConnections();
	// Kept-alive connections become idle only after their answer.
	const sweep = setInterval(() => server.closeIdleConnections(), 100);
	await closed;
	clearTimeout(hard);
	clearInterval(sweep);
	await boot()?.close();
	process.exit(0);
}

process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

// The port first: a second server must not touch the data of the first. Loading the handler
// starts the centre.
server.listen(config.port, config.host, () => {
	import(new URL('handler.js', buildFolder).href).then(
		(loaded: { handler: Handler }) => {
			({ handler } = loaded);
		},
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		}
	);
});
