/** What a rule may know about its surroundings; nothing else is read inside. */
export interface RuleContext {
	/** Trusted time, epoch ms: the centre's clock, or the tablet's estimate of it. */
	readonly now: number;
	readonly actorId: string;
	readonly deviceId: string;
	/** The office whose rows the mutation touches. */
	readonly officeId: string;
	/** The same rule runs first on the tablet and then, with the last word, at the centre. */
	readonly place: 'tablet' | 'centre';
}

export type Decision<Write, Reason> =
	| { readonly ok: true; readonly value: readonly Write[] }
	| { readonly ok: false; readonly refusal: Reason };
