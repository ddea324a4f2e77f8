import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { headers } from '../../src/lib/sync/request-signing.ts';
import { PROTOCOL } from '../../src/lib/sync/protocol.ts';
import { PAGE, pagesOf, today } from './rows.ts';

export interface PageServer {
	readonly origin: string;
	readonly pages: number;
	/** Mean size of a row as JSON, bytes. */
	readonly rowBytes: number;
	readonly stop: () => void;
}

/** The pages as the centre words them and as the peers take them, as ready texts. */
function texts(): { ours: string[]; plain: string[]; rowBytes: number } {
	const pages = pagesOf();
	const ours = pages.map(({ spaces }) =>
		JSON.stringify({
			protocol: PROTOCOL,
			epoch: 'bench.00000001',
			serverTime: Date.now(),
			fromDay: today(),
			spaces,
			lastMid: 0,
			results: []
		})
	);
	const plain = pages.map(({ rows }, index) =>
		JSON.stringify({ rows, next: (index + 1) * PAGE, more: index + 1 < pages.length })
	);
	const rows = pages.flatMap((page) => page.rows);
	const bytes = rows.reduce((sum, { row }) => sum + Buffer.byteLength(JSON.stringify(row)), 0);
	return { ours, plain, rowBytes: Math.round(bytes / rows.length) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	let text = '';
	for await (const chunk of request) text += String(chunk);
	return text;
}

function send(request: IncomingMessage, response: ServerResponse, text: string): void {
	const nonce = request.headers[headers.nonce];
	response.writeHead(200, {
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(text),
		'cache-control': 'no-store',
		'access-control-allow-origin': '*',
		...(nonce ? { [headers.nonce]: nonce } : {})
	});
	response.end(text);
}

/**
 * Serves prepared pages from memory: `/api/sync/pull` for our code, `/rows/N` for the peers, and
 * takes what RxDB pushes into a Map. No signature is checked and nothing is stored.
 */
export function startPageServer(): Promise<PageServer> {
	const { ours, plain, rowBytes } = texts();
	const pushed = new Map<string, unknown>();
	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const path = request.url ?? '/';
		if (path === '/api/sync/pull') {
			const { cursor } = JSON.parse(await bodyOf(request)) as { cursor: Record<string, number> };
			const had = Object.values(cursor).reduce((sum, version) => sum + version, 0);
			send(request, response, ours[Math.floor(had / PAGE)]!);
		} else if (path.startsWith('/rows/')) send(request, response, plain[Number(path.slice(6))]!);
		else if (path === '/rxdb/push') {
			const changes = JSON.parse(await bodyOf(request)) as { newDocumentState: { id: string } }[];
			for (const { newDocumentState } of changes) pushed.set(newDocumentState.id, newDocumentState);
			send(request, response, '[]');
		} else {
			response.writeHead(200, { 'content-type': 'text/html' });
			response.end('<!doctype html><title>bench</title>');
		}
	};
	const server = createServer((request, response) => void answer(request, response));
	return new Promise((resolve) =>
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address() as { port: number };
			const stop = (): void => {
				server.closeAllConnections();
				server.close();
			};
			resolve({ origin: `http://127.0.0.1:${port}`, pages: plain.length, rowBytes, stop });
		})
	);
}
