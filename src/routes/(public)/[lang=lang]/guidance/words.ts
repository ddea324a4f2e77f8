import type { ShownBlock } from '#lib/domain/guidance/shown.ts';
import type { FlowId } from '#lib/domain/check/flow-ids.ts';
import type { TopicSlug } from '#lib/domain/guidance/terms.ts';
import type { ReadingIconName } from '#lib/ui/reading-icons.ts';

/** The sections of a topic page in the order of reading: what to do and by when come first. */
export const sections = [
	'step',
	'deadline',
	'bring',
	'amount',
	'warning',
	'text',
	'link',
	'contact'
] as const;
export type SectionKind = (typeof sections)[number];

export const sectionIcons: Record<SectionKind, ReadingIconName> = {
	step: 'preparation',
	deadline: 'booking',
	bring: 'slip',
	amount: 'figures',
	warning: 'alert',
	text: 'write',
	link: 'next',
	contact: 'phone'
};

/** The official word at the edge of a section: what one points at at the counter. */
export const sectionTerms: Partial<Record<SectionKind, string>> = {
	step: '手続き',
	deadline: '期限',
	bring: '必要書類',
	amount: '金額',
	warning: '注意',
	contact: '問い合わせ'
};

export const blocksOf = (blocks: readonly ShownBlock[], kind: ShownBlock['kind']): ShownBlock[] =>
	blocks.filter((block) => block.kind === kind);

/** Questions that lead further than the topic, by its address. */
export const flowOf: Partial<Record<TopicSlug, FlowId>> = {
	joining: 'join',
	'moving-in': 'join',
	'turning-20': 'join',
	'leaving-job': 'join',
	spouse: 'join',
	exemption: 'relief',
	student: 'relief',
	'job-loss': 'relief',
	maternity: 'relief',
	childcare: 'relief',
	'not-paying': 'relief',
	'lump-sum': 'lump-sum',
	'leaving-japan': 'lump-sum',
	'nenkin-net': 'nenkin-net',
	'old-service': 'nenkin-net',
	consultation: 'bring'
};

const KILO = 1024;
/** A size for people: 1 kB steps. */
export const sizeText = (bytes: number): string => `${Math.max(1, Math.round(bytes / KILO))} kB`;
