import type { Translate } from '#lib/i18n/setup.svelte.ts';
import type { Reply } from '#lib/local/transport.ts';

export type Asked<Value> =
	| { state: 'asking'; value: Value | undefined }
	| { state: 'here'; value: Value }
	| { state: 'failed'; value: Value | undefined; reply: Exclude<Reply<Value>, { kind: 'reply' }> };

/** What only the centre knows: the last answer stays readable while a new one is on its way. */
export class CentreAnswer<Value> {
	readonly #ask: () => Promise<Reply<Value>>;
	#latest = 0;
	now: Asked<Value> = $state.raw({ state: 'asking', value: undefined });

	constructor(ask: () => Promise<Reply<Value>>) {
		this.#ask = ask;
	}

	/** Asks again; an answer that a later question has overtaken is left out. */
	async load(): Promise<void> {
		const mine = (this.#latest += 1);
		const { value } = this.now;
		this.now = { state: 'asking', value };
		const reply = await this.#ask();
		if (mine !== this.#latest) return;
		this.now =
			reply.kind === 'reply'
				? { state: 'here', value: reply.value }
				: { state: 'failed', value, reply };
	}
}

/** Why the centre did not do it, in words. */
export function whyNot(t: Translate, reply: Exclude<Reply<unknown>, { kind: 'reply' }>): string {
	if (reply.kind === 'refusal') return t(`refusals:${reply.refusal.kind}`);
	return t(reply.reason === 'portal' ? 'administration:portal' : 'administration:offlineText');
}
