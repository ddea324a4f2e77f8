import type { Flow } from './flow.ts';
import type { FlowId } from './flow-ids.ts';

/** Every flow by its id, which is also its address; a reader of one fetches no other. */
export const openFlow: Record<FlowId, () => Promise<Flow>> = {
	join: async () => (await import('./join.ts')).join,
	relief: async () => (await import('./relief.ts')).relief,
	'lump-sum': async () => (await import('./lump-sum.ts')).lumpSum,
	'nenkin-net': async () => (await import('./nenkin-net.ts')).nenkinNet,
	bring: async () => (await import('./bring.ts')).bring
};
