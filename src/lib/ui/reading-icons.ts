/** One stroke or shape of an icon on a ground of 24×24; `solid` fills it, `white` lies on a solid. */
export interface IconPart {
	readonly d?: string;
	readonly circle?: readonly [x: number, y: number, radius: number];
	readonly rect?: readonly [x: number, y: number, width: number, height: number];
	readonly solid?: true;
	readonly white?: true;
	readonly dashed?: true;
}

export const path = (d: string): IconPart[] => [{ d }];

/** Icons of the pages for residents, apart from all others: those pages come with no more. */
export const readingIcons = {
	booking: [{ rect: [4, 5, 16, 15] }, { d: 'M4 10h16M9 3v4M15 3v4M9 14h2M14 14h2' }],
	preparation: path('M6 5h12v16H6zM9 3h6v4H9zM9 14l2 2 4-4'),
	figures: path('M4 20h16M7 16v-5M12 16V6M17 16v-8'),
	check: path('m5 12.500 4.500 4.500L19 7.500'),
	alert: [
		{ d: 'M8 2.500h8L21.500 8v8L16 21.500H8L2.500 16V8z', solid: true },
		{ d: 'M12 7v6', white: true },
		{ circle: [12, 16.6, 1.2], solid: true, white: true }
	],
	clock: [{ circle: [12, 12, 8] }, { d: 'M12 7.500V12l3 2' }],
	phone: path(
		'M6 3h4l1.500 5-2.500 1.500a12 12 0 0 0 5.500 5.500L16 12.500l5 1.500v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z'
	),
	next: path('M9 5l7 7-7 7'),
	write: path('M4 20h4L19.500 8.500l-4-4L4 16zM13 7l4 4'),
	slip: path('M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6')
} satisfies Record<string, IconPart[]>;

export type ReadingIconName = keyof typeof readingIcons;
