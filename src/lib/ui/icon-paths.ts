import { path, readingIcons, type IconPart } from './reading-icons.ts';

/** Every icon there is. */
export const icons = {
	...readingIcons,
	reception: path('M4 5h16v11H4zM8 20h8M12 16v4M8 9h8M8 12h5'),
	call: path('M4 10v4h3l6 4V6l-6 4zM17 9a4 4 0 0 1 0 6M19.500 6.500a8 8 0 0 1 0 11'),
	warn: [
		{ d: 'M12 4 21.500 20h-19z', solid: true },
		{ d: 'M12 10v5', white: true },
		{ circle: [12, 17.6, 1.1], solid: true, white: true }
	],
	undo: path('M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10h-4'),
	outbox: path('M4 13l3-8h10l3 8v6H4zM4 13h5l1 3h4l1-3h5'),
	device: [{ rect: [5, 3, 14, 18] }, { d: 'M11 18h2' }],
	administration: [
		{ circle: [9, 8, 3.5] },
		{ d: 'M3 20a6 6 0 0 1 12 0M16 5a3.5 3.5 0 0 1 0 6.5M18 14.500a6 6 0 0 1 3 5.500' }
	],
	more: [
		{ circle: [6, 12, 1.4], solid: true },
		{ circle: [12, 12, 1.4], solid: true },
		{ circle: [18, 12, 1.4], solid: true }
	],
	line: path('M7 18a4.5 4.5 0 0 1-.3-9A6 6 0 0 1 18 10.5 4 4 0 0 1 17.5 18z'),
	'line-off': path(
		'M4 4l16 16M9.5 6.3A6 6 0 0 1 17.8 11 4 4 0 0 1 20 17.5M6.8 9.2A4.6 4.6 0 0 0 7 18h9.5'
	),
	tray: path('M12 4v9M8 9l4 4 4-4M4 15v4h16v-4'),
	lock: [{ rect: [5, 11, 14, 9] }, { d: 'M8 11V8a4 4 0 0 1 8 0v3' }],
	key: [{ circle: [8, 15, 4] }, { d: 'm11 12 8-8M16 7l3 3' }],
	request: [{ circle: [12, 12, 8], dashed: true }],
	lease: [{ d: 'M6 3h12v18l-6-4.500-6 4.500z', solid: true }],
	back: path('M15 5l-7 7 7 7'),
	down: path('m6 9 6 6 6-6'),
	plus: path('M12 5v14M5 12h14'),
	minus: path('M5 12h14'),
	erase: path('M9 6H21v12H9l-6-6zM12 10l4 4M16 10l-4 4'),
	close: path('M6 6l12 12M18 6 6 18'),
	speak: [{ d: 'M4 5h11v8H9l-3 3v-3H4z' }, { d: 'M18 10h2v8h-2v3l-3-3h-5v-2' }],
	sign: path(
		'M8 13V6a1.500 1.500 0 0 1 3 0v5V4.500a1.500 1.500 0 0 1 3 0V11V6a1.500 1.500 0 0 1 3 0v8a6.500 6.500 0 0 1-6.500 6.500c-3 0-4.500-2-6-4.500l-1.800-3a1.500 1.500 0 0 1 2.500-1.600z'
	),
	scan: path(
		'M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8 9h8M8 12h8M8 15h5'
	),
	hidden: path(
		'M4 4l16 16M10 6.200A9 9 0 0 1 21 12a12 12 0 0 1-2.500 3.300M6.300 8A12 12 0 0 0 3 12a10 10 0 0 0 9 5.500 9 9 0 0 0 3-.5'
	),
	search: [{ circle: [11, 11, 6] }, { d: 'm16 16 4 4' }],
	update: path('M20 12a8 8 0 1 1-2.300-5.600L20 9M20 4v5h-5')
} satisfies Record<string, IconPart[]>;

export type IconName = keyof typeof icons;
