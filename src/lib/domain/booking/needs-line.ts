import type { Needs } from './booking.ts';

/** The interpreter service by phone is a scarce line; what else is needed is at the counter. */
export const needsLine = ({ supports }: Pick<Needs, 'supports'>): boolean =>
	supports.includes('phone-interpreter');
