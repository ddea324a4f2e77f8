import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
];

/** Flags under which Chromium runs without a display, as root and without calling home. */
export const browserFlags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/** Installs a Debian package when this is Debian and we may; says nothing when it cannot. */
export function installPackage(name: string): boolean {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
	try {
		const options = {
			stdio: 'ignore',
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
		} as const;
		execFileSync('apt-get', ['update', '-qq'], options);
		execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], options);
		return true;
	} catch {
		return false;
	}
}

const known = (): string | undefined =>
	[process.env.CHROMIUM, ...places].find((path) => path && existsSync(path));

/** A Chromium of this machine; on Debian as root it is installed when there is none. */
export function findBrowser(): string | undefined {
	return known() ?? (installPackage('chromium') ? known() : undefined);
}
