/**
 * 0 roomy · 1 short pairs share a line · 2 labels above · 3 the second language runs on ·
 * 4, 5 the small paper in smaller letters; the large print keeps its letters and takes, at 5,
 * two pages.
 */
const DENSEST = 5;

/**
 * Sets the sheet as roomy as one page of paper allows, whatever the screen's width: it is measured
 * at the size of the paper. Nothing is ever cut away.
 */
function fit(sheet: HTMLElement): void {
	sheet.classList.add('slip-measured');
	for (let density = 0; density <= DENSEST; density += 1) {
		sheet.dataset.density = String(density);
		if (sheet.scrollHeight <= sheet.clientHeight) break;
	}
	sheet.classList.remove('slip-measured');
}

/** Fits the sheet now, when its content changes and when its fonts have come. */
export function fitOnPaper(sheet: HTMLElement): () => void {
	const again = () => fit(sheet);
	again();
	const watch = new MutationObserver(again);
	watch.observe(sheet, {
		subtree: true,
		childList: true,
		characterData: true,
		attributes: true,
		attributeFilter: ['lang', 'data-size']
	});
	document.fonts?.addEventListener('loadingdone', again);
	return () => {
		watch.disconnect();
		document.fonts?.removeEventListener('loadingdone', again);
	};
}
