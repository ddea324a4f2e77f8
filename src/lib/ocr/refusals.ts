/** Why a picture cannot be read as a form; each has a text and a way forward for the person. */
export const pageFaults = [
	'too-small',
	'blurred',
	'crumpled',
	'mark-hidden',
	'no-form',
	'unknown-form',
	'two-pages',
	'cropped'
] as const;
export type PageFault = (typeof pageFaults)[number];

export interface PageRefusal {
	readonly kind: PageFault;
}

export type PageResult<Value> =
	| { readonly ok: true; readonly value: Value }
	| { readonly ok: false; readonly refusal: PageRefusal };

export const refused = (
	kind: PageFault
): { readonly ok: false; readonly refusal: PageRefusal } => ({
	ok: false,
	refusal: { kind }
});
