import { dev } from '$app/environment';
import { untrack } from 'svelte';
import type { Workbox } from 'workbox-window';
import { workerAddress } from './worker.ts';

/** The installed app: whether a worker serves it, whether a newer version waits, what is unsaved. */
class Pwa {
	#workbox: Workbox | undefined;
	#started = false;
	#controller: ServiceWorker | null = null;
	/** A person let the new version in from this tab. */
	#asked = false;
	/** The new version serves already, let in from another tab; this one still runs the old code. */
	#swapped = false;
	#dirty = $state(0);
	/** A newer version is installed and waits until a person lets it in. */
	updateReady = $state(false);
	/** A worker answers for this page: it starts without the centre. */
	controlled = $state(false);

	/** Whether any form holds something typed that is not booked yet. */
	get dirty(): boolean {
		return this.#dirty > 0;
	}

	/** A form reports itself unsaved; gives back how to report it saved or gone. */
	hold(): () => void {
		let held = true;
		const count = (by: number): void => untrack(() => void (this.#dirty += by));
		count(1);
		return () => {
			if (held) count(-1);
			held = false;
		};
	}

	/** Registers the worker once; a page without workers stays a page that needs the line. */
	async start(): Promise<void> {
		if (this.#started || dev || !('serviceWorker' in navigator)) return;
		this.#started = true;
		this.#controller = navigator.serviceWorker.controller;
		this.controlled = this.#controller !== null;
		const { Workbox } = await import('workbox-window');
		const workbox = new Workbox(workerAddress());
		workbox.addEventListener('waiting', () => (this.updateReady = true));
		workbox.addEventListener('controlling', () => {
			if (this.#asked) return location.reload();
			const { controller } = navigator.serviceWorker;
			if (controller === this.#controller) return;
			this.#controller = controller;
			if (this.controlled) {
				// Let in from another tab: what stands on this one stays until somebody goes over.
				this.#swapped = true;
				this.updateReady = true;
			}
			this.controlled = true;
		});
		// Old code may miss a file that only its own version had.
		addEventListener('vite:preloadError', () => {
			if (this.#swapped && !this.dirty) location.reload();
		});
		this.#workbox = workbox;
		await workbox.register({ immediate: true }).catch(() => undefined);
		// The first worker may have taken over while the library was still on its way.
		this.#controller ??= navigator.serviceWorker.controller;
		if (this.#controller) this.controlled = true;
	}

	/** Lets the waiting version in; the page reloads when it has taken over. */
	update(): void {
		if (this.dirty) return;
		if (this.#swapped) return location.reload();
		this.#asked = true;
		this.#workbox?.messageSkipWaiting();
	}

	/** Looks for a newer version; a tablet may run for weeks without ever loading a page. */
	async look(): Promise<void> {
		await this.#workbox?.update().catch(() => undefined);
	}
}

export const pwa = new Pwa();
