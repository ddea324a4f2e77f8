/// <reference types="@sveltejs/kit" />
import { clientsClaim } from 'workbox-core';
import {
	addPlugins,
	cleanupOutdatedCaches,
	createHandlerBoundToURL,
	precacheAndRoute
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkFirst } from 'workbox-strategies';
import { version } from '$service-worker';
import { isFont, isReading, precacheEntries } from './precache.ts';

const worker = self as unknown as ServiceWorkerGlobalScope;

/** Workbox installs one file after the other; so many at a time fill the browser's own cache first. */
const AT_ONCE = 8;

async function warm(urls: string[]): Promise<void> {
	for (let url = urls.shift(); url !== undefined; url = urls.shift()) {
		await fetch(url, { credentials: 'same-origin' })
			.then((response) => response.arrayBuffer())
			// The installation itself will meet the same trouble, and say so.
			.catch(() => undefined);
	}
}

worker.addEventListener('install', () => {
	const hashed = precacheEntries().filter(({ revision }) => revision === null);
	const urls = hashed.map(({ url }) => url);
	for (let turn = 0; turn < AT_ONCE; turn += 1) void warm(urls);
});

// A centre that serves only the public or only the staff has no page for the other: that it is
// not there is kept, or the whole installation would fail over it.
addPlugins([
	{
		cacheWillUpdate: async ({ request, response }) => {
			const isPage = !/\.[a-z0-9]+$/i.test(new URL(request.url).pathname);
			const isElsewhere = response.status === 404 && isPage;
			return response.status < 400 || isElsewhere ? response : null;
		}
	}
]);
precacheAndRoute(precacheEntries());
cleanupOutdatedCaches();
clientsClaim();

// Fonts come with the first text that needs them and stay.
registerRoute(({ url }) => isFont(url.pathname), new CacheFirst({ cacheName: 'fonts' }));

// The recogniser keeps its own files in this cache, and clears it of those of another version.
registerRoute(({ url }) => isReading(url.pathname), new CacheFirst({ cacheName: 'reading' }));

// A topic that was opened once stays readable, also without the pack of its language.
registerRoute(
	({ url }) => url.pathname.startsWith('/api/guidance/'),
	new NetworkFirst({ cacheName: 'guidance', networkTimeoutSeconds: 4 })
);

// The app asks which version is current when a page fails to load; while this worker serves the
// files, the current version is its own, whatever the centre has by now.
registerRoute(
	({ url }) => url.pathname === '/_app/version.json',
	async () => Response.json({ version })
);

// Public pages are precached as they are; every other address boots the app from its shell, so
// that a deep link opens with the centre gone. Data is never answered from a cache.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/shell'), { denylist: [/^\/api\//] }));

// A new version waits until a person lets it in: it never swaps code under a half-filled form.
worker.addEventListener('message', (event) => {
	if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void worker.skipWaiting();
});
