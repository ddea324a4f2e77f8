export const flowIds = ['join', 'relief', 'lump-sum', 'nenkin-net', 'bring'] as const;
export type FlowId = (typeof flowIds)[number];
