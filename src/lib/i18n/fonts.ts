import type { LanguageTag } from '#lib/domain/basics/languages.ts';

const japanese = () => import('@fontsource-variable/noto-sans-jp/wght.css');

/** Sheets of @font-face by unicode range; the browser fetches only the slices a page shows. */
const sheets: Partial<Record<LanguageTag, () => Promise<unknown>>> = {
	ja: japanese,
	'ja-easy': japanese,
	zh: () => import('@fontsource-variable/noto-sans-sc/wght.css'),
	ko: () => import('@fontsource-variable/noto-sans-kr/wght.css'),
	th: () => import('@fontsource-variable/noto-sans-thai/wght.css'),
	ne: () => import('@fontsource-variable/noto-sans-devanagari/wght.css'),
	my: () => import('@fontsource-variable/noto-sans-myanmar/wght.css')
};

/** A visitor who saves data reads in the fonts of the device. */
function wantsLittleData(): boolean {
	const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
	return connection?.saveData === true;
}

/**
 * Makes the fonts of languages available; Latin letters stand in fonts.css. Without a line the
 * page stays in the fonts of the device, so a failure is no error.
 */
export async function loadFonts(...tags: LanguageTag[]): Promise<void> {
	if (typeof document === 'undefined' || wantsLittleData()) return;
	await Promise.allSettled([...new Set(tags)].map((tag) => sheets[tag]?.()));
}
