import { createServer } from 'vite';
import type { Boot } from '#lib/server/boot.ts';
import { configOrExit } from '#lib/server/config.ts';

process.env.DATA_DIR ||= './data-dev';
process.env.PORT ||= '5173';
process.env.LOG_LEVEL ||= 'warn';
const config = configOrExit(process.env);

const server = await createServer({
	server: { port: config.port, host: config.host, strictPort: true }
});
await server.listen();
server.printUrls();

// Kit starts the centre with the first request, and so would the printed codes come late.
await fetch(`http://${config.host}:${config.port}/api/health`).catch(() => undefined);

let stopping = false;
async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	const host = (globalThis as { [key: symbol]: { boot: Boot } | undefined })[
		Symbol.for('madoguchi.host')
	];
	host?.boot.drain();
	await server.close();
	await host?.boot.close();
	process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
