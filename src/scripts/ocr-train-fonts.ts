// The Debian fonts that samples are drawn with, and those kept out so that unseen hands can be measured.
import { GlobalFonts } from '@napi-rs/canvas';

/** What a font looks like; `drawn` stands for the pen paths of the project. */
export type Kind = 'print' | 'japanese' | 'latin' | 'drawn';

export interface Font {
	family: string;
	kind: Kind;
	debian: string;
	/** Has kana of its own. */
	kana: boolean;
	/** Has digits and capitals of its own (several brush fonts share one set). */
	ascii: boolean;
	weights?: number[];
}

const both = { kana: true, ascii: true };
const latinOnly = { kana: false, ascii: true };

export const trainingFonts: Font[] = [
	{
		family: 'Noto Sans',
		kind: 'print',
		debian: 'fonts-noto-core',
		...latinOnly,
		weights: [400, 700]
	},
	{
		family: 'Noto Serif',
		kind: 'print',
		debian: 'fonts-noto-core',
		...latinOnly,
		weights: [400, 700]
	},
	{
		family: 'Noto Sans CJK JP',
		kind: 'print',
		debian: 'fonts-noto-cjk',
		...both,
		weights: [400, 700]
	},
	{ family: 'IPAGothic', kind: 'print', debian: 'fonts-ipafont-gothic', ...both },
	{ family: 'IPAPGothic', kind: 'print', debian: 'fonts-ipafont-gothic', ...both },
	{ family: 'IPAMincho', kind: 'print', debian: 'fonts-ipafont-mincho', ...both },
	{ family: 'Konatu', kind: 'print', debian: 'fonts-konatu', ...both },
	{ family: 'MigMix 1P', kind: 'print', debian: 'fonts-migmix', ...both, weights: [400, 700] },
	{ family: 'MigMix 2M', kind: 'print', debian: 'fonts-migmix', ...both, weights: [400, 700] },
	{ family: 'Oradano-mincho-GSRR', kind: 'print', debian: 'fonts-oradano-mincho-gsrr', ...both },
	{ family: 'Ume Gothic', kind: 'print', debian: 'fonts-horai-umefont', ...both },
	{ family: 'Ume P Gothic S5', kind: 'print', debian: 'fonts-horai-umefont', ...both },
	{ family: 'Ume Mincho', kind: 'print', debian: 'fonts-horai-umefont', ...both },
	{ family: 'Ume Hy Gothic', kind: 'print', debian: 'fonts-horai-umefont', ...both },
	{ family: 'Reggae One', kind: 'japanese', debian: 'fonts-reggae', ...both },
	{ family: 'Klee One', kind: 'japanese', debian: 'fonts-klee', ...both, weights: [400, 600] },
	{ family: 'kiloji', kind: 'japanese', debian: 'fonts-kiloji', ...both },
	{ family: 'kiloji - B', kind: 'japanese', debian: 'fonts-kiloji', ...both },
	{ family: 'kiloji - D', kind: 'japanese', debian: 'fonts-kiloji', ...both },
	{ family: 'kiloji - P', kind: 'japanese', debian: 'fonts-kiloji', ...both },
	{
		family: 'AoyagiSosekiFont2',
		kind: 'japanese',
		debian: 'fonts-aoyagi-soseki',
		kana: true,
		ascii: false
	},
	{ family: 'Breip', kind: 'latin', debian: 'fonts-breip', ...latinOnly },
	{ family: 'Because We Learn', kind: 'latin', debian: 'fonts-bwht', ...latinOnly }
];

/**
 * Never trained on. The Kouzan brush fonts hold the same digits, capitals and (nearly) the same
 * kana as `AoyagiKouzanFontT`, and Aoyagi Soseki the same digits and capitals: they are kept out with it.
 */
export const heldOutFonts: Font[] = [
	{ family: 'Sawarabi Gothic', kind: 'print', debian: 'fonts-sawarabi-gothic', ...both },
	{ family: 'AoyagiKouzanFontT', kind: 'japanese', debian: 'fonts-aoyagi-kouzan-t', ...both },
	{
		family: 'KouzanBrushFontGyousyo',
		kind: 'japanese',
		debian: 'fonts-kouzan-mouhitsu',
		kana: true,
		ascii: false
	},
	{ family: 'Because We Build', kind: 'latin', debian: 'fonts-bwht', ...latinOnly }
];

/** The Debian packages of fonts that this machine lacks. */
export function missingPackages(fonts: Font[]): string[] {
	const installed = new Set(GlobalFonts.families.map(({ family }) => family));
	return [
		...new Set(fonts.filter((font) => !installed.has(font.family)).map((font) => font.debian))
	];
}
