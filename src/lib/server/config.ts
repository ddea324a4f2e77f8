import * as z from 'zod/mini';
import { languageTags } from '#lib/domain/basics/languages.ts';

const zones = ['public', 'staff', 'all'] as const;
export type Zone = (typeof zones)[number];
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface Config {
	readonly port: number;
	readonly host: string;
	/** Scheme, host and port under which browsers reach the centre; no trailing slash. */
	readonly origin: string;
	readonly dataDir: string;
	/** Undefined: the embedded PostgreSQL in `dataDir`. */
	readonly databaseUrl: string | undefined;
	readonly zone: Zone;
	readonly logLevel: (typeof logLevels)[number];
	readonly sessionMinutes: number;
	readonly demo: boolean;
}

const wholeNumber = (from: number, to: number) =>
	z.string().check(
		z.refine((text) => /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to, {
			error: `must be a whole number from ${from} to ${to}`
		})
	);

function isOrigin(text: string): boolean {
	const url = URL.parse(text);
	return url !== null && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '');
}

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
	z.enum(values, { error: `must be one of ${values.join(', ')}` });

const environment = z.object({
	PORT: z.optional(wholeNumber(0, 65_535)),
	HOST: z.optional(
		z.string().check(z.regex(/^[\w.:-]+$/, { error: 'must be an address or a name' }))
	),
	ORIGIN: z.optional(
		z.string().check(z.refine(isOrigin, { error: 'must be like https://centre.example.jp' }))
	),
	DATA_DIR: z.optional(z.string()),
	DATABASE_URL: z.optional(
		z.string().check(z.regex(/^postgres(ql)?:\/\//, { error: 'must start with postgres://' }))
	),
	ZONE: z.optional(oneOf(zones)),
	LOG_LEVEL: z.optional(oneOf(logLevels)),
	SESSION_MINUTES: z.optional(wholeNumber(1, 720)),
	DEMO: z.optional(oneOf(['on', 'off']))
});

export type ConfigReading =
	| { readonly ok: true; readonly value: Config }
	| { readonly ok: false; readonly problems: readonly string[] };

/** The configuration from environment variables; an empty variable counts as not set. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigReading {
	const given = Object.fromEntries(
		Object.keys(environment.shape).map((name) => [name, env[name] === '' ? undefined : env[name]])
	);
	const parsed = environment.safeParse(given);
	if (!parsed.success) {
		const problems = parsed.error.issues.map(
			({ path, message }) =>
				`${path.join('.')} ${message}, not ${JSON.stringify(given[String(path[0])])}`
		);
		return { ok: false, problems };
	}
	const set = parsed.data;
	const port = Number(set.PORT ?? 3000);
	return {
		ok: true,
		value: {
			port,
			host: set.HOST ?? '127.0.0.1',
			origin: (set.ORIGIN ?? `http://localhost:${port}`).replace(/\/$/, ''),
			dataDir: set.DATA_DIR ?? './data',
			databaseUrl: set.DATABASE_URL,
			zone: set.ZONE ?? 'all',
			logLevel: set.LOG_LEVEL ?? 'info',
			sessionMinutes: Number(set.SESSION_MINUTES ?? 90),
			demo: set.DEMO !== 'off'
		}
	};
}

/** The configuration of this process; a wrong value ends it with a message and code 2. */
export function configOrExit(env: Readonly<Record<string, string | undefined>>): Config {
	const reading = readConfig(env);
	if (reading.ok) return reading.value;
	process.stderr.write(`Wrong configuration:\n  ${reading.problems.join('\n  ')}\n`);
	process.exit(2);
}

/**
 * Whether a process of this zone answers an address. Files are served in every zone, pages under
 * a language only where the public is, everything else only where the staff is.
 */
export function isServedIn(zone: Zone, pathname: string): boolean {
	if (zone === 'all' || pathname === '/' || pathname === '/api/health') return true;
	// Counted on a tablet of the office, too.
	if (pathname === '/api/public/count') return true;
	if (pathname.startsWith('/api/texts/')) return true;
	if (/^\/api\/(public|guidance|packs)(\/|$)/.test(pathname)) return zone === 'public';
	const first = pathname.split('/')[1] ?? '';
	const isPage = (languageTags as readonly string[]).includes(first.replace(/\.html$/, ''));
	if (isPage) return zone === 'public';
	if (
		first === '_app' ||
		(first !== 'api' && /\.[a-z0-9]{2,12}$/i.test(pathname) && !pathname.endsWith('.html'))
	) {
		return true;
	}
	return zone === 'staff';
}
