import { bring } from './bring.ts';
import type { Flow } from './flow.ts';
import { join } from './join.ts';
import { lumpSum } from './lump-sum.ts';
import { nenkinNet } from './nenkin-net.ts';
import { relief } from './relief.ts';

export const flowIds = ['join', 'relief', 'lump-sum', 'nenkin-net', 'bring'] as const;
export type FlowId = (typeof flowIds)[number];

/** Every flow by its id, which is also its address. */
export const flows: Record<FlowId, Flow> = {
	join,
	relief,
	'lump-sum': lumpSum,
	'nenkin-net': nenkinNet,
	bring
};
