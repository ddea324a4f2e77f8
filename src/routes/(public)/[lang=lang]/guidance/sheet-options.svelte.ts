/** How a sheet is to be printed, until the page is left. */
export class SheetOptions {
	/** The Japanese beside the reader's language. */
	pair = $state(false);
	large = $state(false);
	paper = $state<'A4' | 'A5'>('A4');
}
