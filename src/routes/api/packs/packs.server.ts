import { guidancePages } from '#lib/i18n/guidance.ts';
import type { RunningCentre } from '#lib/server/boot.ts';
import { Packs } from '#lib/server/packs.ts';

let made: Packs | undefined;

/** The packs of this process: content and key stay the same as long as it runs. */
export const packsOf = ({ keys }: RunningCentre): Packs =>
	(made ??= new Packs(keys, guidancePages));
