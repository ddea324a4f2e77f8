import { ok, refuse, type Result } from '#lib/domain/basics/result.ts';
import type { Template } from '#lib/domain/intake/template.ts';
import type { Point } from './homography.ts';
import type { Answers, FoundPage, Kind, Picture, Questions, Reply } from './messages.ts';
import type { ColourPicture } from './picture.ts';
import type { Inspection } from './quality.ts';
import type { PageReading } from './read-page.ts';
import type { PageRefusal } from './refusals.ts';
import workerUrl from './worker.ts?worker&url';

/** `aborted` by the signal; `broken`: the worker or a file of it failed, try again. */
export type RecogniserRefusal = PageRefusal | { readonly kind: 'aborted' | 'broken' };
export type Recognised<Value> = Result<Value, RecogniserRefusal>;

interface Asking {
	settle(answer: Recognised<Answers[Kind]>): void;
	progress?: (field: string, share: number) => void;
}

interface Policy {
	createScriptURL(url: string): string;
}
interface TrustedTypes {
	createPolicy(name: string, rules: Policy): Policy;
}

const IDLE_MS = 60_000;

let policy: Policy | undefined;

/** Starts the recogniser's worker. Only its own address passes the policy `madoguchi-ocr`. */
function startWorker(): Worker {
	const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
	policy ??= trustedTypes?.createPolicy('madoguchi-ocr', {
		createScriptURL: (url) => {
			if (url !== workerUrl) throw new TypeError('not the worker of the recogniser');
			return url;
		}
	});
	return new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' });
}

/**
 * Reads forms in a worker of its own, started on first use. The line engine ends after a minute
 * without work, and the worker with it when no page is kept. Failures are values.
 */
export class Recogniser {
	readonly #start: () => Worker;
	readonly #idleMs: number;
	#worker: Worker | undefined;
	readonly #asking = new Map<number, Asking>();
	#pages = new Set<number>();
	#next = 1;
	#idle: ReturnType<typeof setTimeout> | undefined;

	constructor(start: () => Worker = startWorker, idleMs = IDLE_MS) {
		this.#start = start;
		this.#idleMs = idleMs;
	}

	/** Finds the sheet of one of the templates in a picture (a bitmap is handed over). */
	async find(
		picture: Picture,
		templates: readonly Template[],
		signal?: AbortSignal
	): Promise<Recognised<FoundPage>> {
		return this.#kept(await this.#ask('find', { picture, templates }, { signal, picture }));
	}

	/** Takes a sheet by its four tapped paper corners, clockwise from the form's top left. */
	async findByCorners(
		picture: Picture,
		template: Template,
		corners: readonly [Point, Point, Point, Point],
		signal?: AbortSignal
	): Promise<Recognised<FoundPage>> {
		return this.#kept(
			await this.#ask('corners', { picture, template, corners }, { signal, picture })
		);
	}

	/** Takes a picture that shows nothing but the sheet: a scan, or one that was straightened before. */
	findWhole(
		picture: Picture,
		template: Template,
		signal?: AbortSignal
	): Promise<Recognised<FoundPage>> {
		const { width, height } = picture;
		const corners = [
			[0, 0],
			[width, 0],
			[width, height],
			[0, height]
		] as const;
		return template.marks
			? this.find(picture, [template], signal)
			: this.findByCorners(picture, template, corners, signal);
	}

	/** Looks at a frame of the live picture. */
	inspect(picture: Picture, template: Template): Promise<Recognised<Inspection>> {
		return this.#ask('inspect', { picture, template }, { picture });
	}

	/** Reads every field of a kept page and looks for My Numbers; `today` is YYYY-MM-DD. */
	read(
		page: number,
		today: string,
		{
			signal,
			onField
		}: { signal?: AbortSignal; onField?: (field: string, share: number) => void } = {}
	): Promise<Recognised<PageReading>> {
		return this.#ask('read', { page, today }, { signal, progress: onField });
	}

	/** The straightened picture of a field, `scale` pixels per millimetre. */
	snippet(page: number, field: string, scale = 8): Promise<Recognised<ColourPicture>> {
		return this.#ask('snippet', { page, field, scale });
	}

	/** The whole straightened sheet with its masks painted black. */
	rectify(page: number, dotsPerInch = 200): Promise<Recognised<ColourPicture>> {
		return this.#ask('rectify', { page, dotsPerInch });
	}

	/** Loads what reading needs, so that the first page does not wait for it. */
	warm(): Promise<Recognised<null>> {
		return this.#ask('warm', {});
	}

	/** Keeps the files of reading, and `more`, on this device; starts no engine. */
	keep(more: readonly string[]): Promise<Recognised<null>> {
		return this.#ask('keep', { more });
	}

	/** Lets a page go; its snippets can no longer be had. */
	async release(page: number): Promise<void> {
		this.#pages.delete(page);
		if (this.#worker) await this.#ask('release', { page });
	}

	/** Ends the worker at once; what is being asked is answered with `aborted`. */
	end(): void {
		this.#stop('aborted');
	}

	#kept(found: Recognised<Answers['find']>): Recognised<FoundPage> {
		if (!found.ok) return found;
		if (found.value.ok) this.#pages.add(found.value.value.page);
		return found.value;
	}

	#ask<K extends Kind>(
		kind: K,
		question: Questions[K],
		options: { signal?: AbortSignal; picture?: Picture; progress?: Asking['progress'] } = {}
	): Promise<Recognised<Answers[K]>> {
		const { signal, picture, progress } = options;
		if (signal?.aborted) return Promise.resolve(refuse({ kind: 'aborted' }));
		const worker = this.#open();
		const id = this.#next++;
		const isBitmap = picture && !('data' in picture);
		return new Promise((resolve) => {
			const settle = (answer: Recognised<Answers[Kind]>): void => {
				if (!this.#asking.delete(id)) return;
				signal?.removeEventListener('abort', abort);
				this.#waitIdle();
				resolve(answer as Recognised<Answers[K]>);
			};
			const abort = (): void => {
				worker.postMessage({ id, kind: 'cancel' });
				settle(refuse({ kind: 'aborted' }));
			};
			this.#asking.set(id, { settle, progress });
			signal?.addEventListener('abort', abort);
			worker.postMessage({ id, kind, question }, isBitmap ? [picture] : []);
		});
	}

	#open(): Worker {
		clearTimeout(this.#idle);
		if (this.#worker) return this.#worker;
		const worker = this.#start();
		worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#hear(data);
		worker.onerror = () => this.#stop('broken');
		worker.onmessageerror = () => this.#stop('broken');
		this.#worker = worker;
		return worker;
	}

	#hear(reply: Reply): void {
		const asking = this.#asking.get(reply.id);
		if ('share' in reply) asking?.progress?.(reply.field, reply.share);
		else if ('error' in reply) asking?.settle(refuse({ kind: 'broken' }));
		else asking?.settle(ok(reply.answer));
	}

	#waitIdle(): void {
		clearTimeout(this.#idle);
		if (this.#asking.size > 0) return;
		this.#idle = setTimeout(() => {
			if (this.#pages.size === 0) this.#stop('aborted');
			else this.#worker?.postMessage({ id: this.#next++, kind: 'rest', question: {} });
		}, this.#idleMs);
	}

	#stop(kind: 'aborted' | 'broken'): void {
		clearTimeout(this.#idle);
		this.#worker?.terminate();
		this.#worker = undefined;
		this.#pages = new Set();
		for (const asking of [...this.#asking.values()]) asking.settle(refuse({ kind }));
		clearTimeout(this.#idle);
	}
}
