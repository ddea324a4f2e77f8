/** A refusal is a value: a closed `kind` that every locale has a text for. */
export interface Refusal<Kind extends string = string> {
	readonly kind: Kind;
	/** The field of the arguments that is at fault, as a dotted path. */
	readonly field?: string;
}

export type Result<Value, Reason extends Refusal = Refusal> =
	{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Reason };

export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({
	ok: true,
	value
});

export const refuse = <Reason extends Refusal>(
	refusal: Reason
): { readonly ok: false; readonly refusal: Reason } => ({ ok: false, refusal });
