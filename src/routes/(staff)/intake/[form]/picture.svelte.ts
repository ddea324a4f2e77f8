import type { Form } from '#lib/domain/intake/form.ts';
import type { Picture, PictureEnd } from '#lib/local/pictures.ts';
import type { TabletState } from '../../tablet-state.svelte.ts';

export type SheetState = 'loading' | Exclude<PictureEnd['kind'], never>;

/** The sheet of a form as a bitmap, from this device or from the centre; lets go of it at the end. */
export class SheetPicture {
	state = $state<SheetState>('loading');
	bitmap = $state.raw<ImageBitmap>();
	/** The bytes, for whoever reads them. */
	bytes: Picture | undefined;
	/** A later picture has taken the place of one that is still on its way; or the page was left. */
	#latest = 0;

	async load(tablet: TabletState, form: Form): Promise<void> {
		const mine = (this.#latest += 1);
		this.state = 'loading';
		const end = await tablet.desk!.picture(form.pages[0]!.hash);
		if (mine !== this.#latest) return;
		if (end.kind === 'picture') {
			const bitmap = await createImageBitmap(new Blob([end.picture])).catch(() => undefined);
			if (mine !== this.#latest) return bitmap?.close();
			this.bytes = end.picture;
			this.bitmap?.close();
			this.bitmap = bitmap;
			if (!this.bitmap) {
				this.state = 'damaged';
				return;
			}
		}
		this.state = end.kind;
	}

	close(): void {
		this.#latest += 1;
		this.bitmap?.close();
		this.bitmap = undefined;
		this.bytes = undefined;
	}
}
