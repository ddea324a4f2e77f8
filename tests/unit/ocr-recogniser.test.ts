import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply, Request } from '../../src/lib/ocr/messages.ts';
import { Recogniser } from '../../src/lib/ocr/recogniser.ts';
import { forms } from './ocr-drawing.ts';

/** A worker that notes what it is told and answers when the test says so. */
class FakeWorker {
	readonly heard: Request[] = [];
	ended = false;
	onmessage: ((event: MessageEvent<Reply>) => void) | null = null;
	onerror: (() => void) | null = null;
	onmessageerror: (() => void) | null = null;

	postMessage(request: Request): void {
		this.heard.push(request);
	}
	terminate(): void {
		this.ended = true;
	}
	say(reply: Reply): void {
		this.onmessage?.({ data: reply } as MessageEvent<Reply>);
	}
	last(): Request {
		return this.heard.at(-1)!;
	}
}

const picture = { width: 1, height: 1, data: new Uint8Array(4) };
let workers: FakeWorker[] = [];
const open = (): Recogniser =>
	new Recogniser(() => {
		const worker = new FakeWorker();
		workers.push(worker);
		return worker as unknown as Worker;
	}, 60_000);

beforeEach(() => {
	workers = [];
	vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const found = (page: number) => ({
	ok: true as const,
	value: {
		page,
		template: forms[0]!,
		corners: [],
		retake: undefined,
		hidden: undefined,
		agreement: 1
	}
});

describe('the recogniser', () => {
	it('starts its worker on first use and hands answers to who asked', async () => {
		const recogniser = open();
		expect(workers).toHaveLength(0);
		const [first, second] = [recogniser.find(picture, forms), recogniser.find(picture, forms)];
		expect(workers).toHaveLength(1);
		const [worker] = workers;
		const [one, two] = worker!.heard;
		worker!.say({ id: two!.id, answer: { ok: false, refusal: { kind: 'no-form' } } });
		worker!.say({ id: one!.id, answer: found(7) });
		expect(await second).toEqual({ ok: false, refusal: { kind: 'no-form' } });
		expect(await first).toMatchObject({ ok: true, value: { page: 7 } });
	});

	it('reports fields as they are read', async () => {
		const recogniser = open();
		const seen: string[] = [];
		const reading = recogniser.read(1, '2026-11-27', {
			onField: (field, share) => seen.push(`${field} ${share}`)
		});
		const { id } = workers[0]!.last();
		workers[0]!.say({ id, field: 'name', share: 0.5 });
		workers[0]!.say({ id, field: 'phone', share: 1 });
		workers[0]!.say({ id, answer: { fields: [], numbers: [] } });
		expect(await reading).toEqual({ ok: true, value: { fields: [], numbers: [] } });
		expect(seen).toEqual(['name 0.5', 'phone 1']);
	});

	it('answers at once when aborted, and tells the worker', async () => {
		const recogniser = open();
		const abort = new AbortController();
		const reading = recogniser.read(1, '2026-11-27', { signal: abort.signal });
		const { id } = workers[0]!.last();
		abort.abort();
		expect(await reading).toEqual({ ok: false, refusal: { kind: 'aborted' } });
		expect(workers[0]!.last()).toEqual({ id, kind: 'cancel' });
		workers[0]!.say({ id, error: 'AbortError' });
		const late = await recogniser.read(1, '2026-11-27', { signal: abort.signal });
		expect(late).toEqual({ ok: false, refusal: { kind: 'aborted' } });
	});

	it('says broken when the worker fails, and starts a new one for the next question', async () => {
		const recogniser = open();
		const warm = recogniser.warm();
		workers[0]!.onerror?.();
		expect(await warm).toEqual({ ok: false, refusal: { kind: 'broken' } });
		expect(workers[0]!.ended).toBe(true);
		const next = recogniser.warm();
		expect(workers).toHaveLength(2);
		workers[1]!.say({ id: workers[1]!.last().id, error: '404 for core' });
		expect(await next).toEqual({ ok: false, refusal: { kind: 'broken' } });
	});

	it('ends after a minute without work; with a page kept only the line engine rests', async () => {
		const recogniser = open();
		const finding = recogniser.find(picture, forms);
		const worker = workers[0]!;
		await vi.advanceTimersByTimeAsync(200_000);
		expect(worker.ended).toBe(false);
		worker.say({ id: worker.last().id, answer: found(3) });
		await finding;
		await vi.advanceTimersByTimeAsync(60_000);
		expect(worker.ended).toBe(false);
		expect(worker.last().kind).toBe('rest');
		const letting = recogniser.release(3);
		worker.say({ id: worker.last().id, answer: null });
		await letting;
		await vi.advanceTimersByTimeAsync(59_000);
		expect(worker.ended).toBe(false);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(worker.ended).toBe(true);
	});
});
