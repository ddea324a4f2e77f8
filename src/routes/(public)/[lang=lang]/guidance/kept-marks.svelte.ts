import { SheetOptions } from './sheet-options.svelte.ts';

const key = (slug: string): string => `madoguchi-bring/${slug}`;

/** What a reader ticked and how the sheet is to be printed; stays on this device. */
export class KeptMarks {
	#slug = '';
	#ticked = $state<string[]>([]);
	readonly sheet = new SheetOptions();

	open(slug: string): void {
		this.#slug = slug;
		this.#ticked = read(slug);
	}

	has(id: string): boolean {
		return this.#ticked.includes(id);
	}

	toggle(id: string): void {
		this.#ticked = this.has(id) ? this.#ticked.filter((one) => one !== id) : [...this.#ticked, id];
		try {
			localStorage.setItem(key(this.#slug), JSON.stringify(this.#ticked));
		} catch {
			// A browser that keeps nothing still shows the marks until the page is left.
		}
	}
}

function read(slug: string): string[] {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(key(slug)) ?? '[]');
		return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
	} catch {
		return [];
	}
}
