import { dev } from '$app/environment';

interface ScriptPolicy {
	createScriptURL: (url: string) => string;
}
interface TrustedTypes {
	createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => ScriptPolicy;
}

const WORKER = '/service-worker.js';
let policy: ScriptPolicy | undefined;

/** The address of the one worker this app registers, as a trusted script address. */
export function workerAddress(): string {
	const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
	policy ??= trustedTypes?.createPolicy('madoguchi', {
		createScriptURL: (url) => {
			if (url !== WORKER) throw new TypeError('not the worker of this app');
			return url;
		}
	});
	return policy ? policy.createScriptURL(WORKER) : WORKER;
}

let isStarted = false;

/**
 * Registers the worker for a page of residents, which never asks for a newer version: it comes
 * when the last page of the old one is closed, or is let in by the staff zone of this browser.
 */
export async function registerWorker(): Promise<void> {
	if (isStarted || dev || !('serviceWorker' in navigator)) return;
	isStarted = true;
	const { serviceWorker } = navigator;
	let isServed = serviceWorker.controller !== null;
	let isSwapped = false;
	serviceWorker.addEventListener('controllerchange', () => {
		isSwapped = isServed;
		isServed = true;
	});
	// Old code may miss a file that only its own version had.
	addEventListener('vite:preloadError', () => {
		if (isSwapped) location.reload();
	});
	await serviceWorker.register(workerAddress()).catch(() => undefined);
}
