import { readFile } from 'node:fs/promises';

// Where no centre runs, its texts come from their files.
const real = globalThis.fetch;
globalThis.fetch = async (address, options) => {
	const found = /^\/api\/texts\/([^/]+)\/[^/]+\/([^/]+)\.json$/.exec(String(address));
	if (!found) return real(address, options);
	return new Response(await readFile(`locales/${found[1]}/${found[2]}.json`));
};
