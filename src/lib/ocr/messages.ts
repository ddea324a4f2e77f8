import type { Template } from '#lib/domain/intake/template.ts';
import type { Point } from './homography.ts';
import type { ColourPicture } from './picture.ts';
import type { Inspection } from './quality.ts';
import type { PageReading } from './read-page.ts';
import type { PageFault, PageResult } from './refusals.ts';

/** A picture as the page has it: a decoded bitmap (handed over) or raw colours. */
export type Picture = ImageBitmap | ColourPicture;

/** A sheet that was found and is kept in the worker until it is released. */
export interface FoundPage {
	readonly page: number;
	readonly template: Template;
	/** Corners of the paper in the pixels of the picture, clockwise from the form's top left. */
	readonly corners: readonly Point[];
	/** Why it should be taken again while the form is there; it can be read all the same. */
	readonly retake: PageFault | undefined;
	/** The corner whose mark was covered (0 top left, clockwise). */
	readonly hidden: number | undefined;
	/** Share of the printed frames found in their places. */
	readonly agreement: number;
}

/** What the worker is asked for; every question has an answer of its own type. */
export interface Questions {
	find: { picture: Picture; templates: readonly Template[] };
	corners: {
		picture: Picture;
		template: Template;
		corners: readonly [Point, Point, Point, Point];
	};
	inspect: { picture: Picture; template: Template };
	read: { page: number; today: string };
	snippet: { page: number; field: string; scale: number };
	rectify: { page: number; dotsPerInch: number };
	release: { page: number };
	/** Loads models and line engine ahead of the first page. */
	warm: Record<never, never>;
	rest: Record<never, never>;
	/** Fetches every file that reading needs, and these, for the time without a line. */
	keep: { readonly more: readonly string[] };
}

export interface Answers {
	find: PageResult<FoundPage>;
	corners: PageResult<FoundPage>;
	inspect: Inspection;
	read: PageReading;
	snippet: ColourPicture;
	rectify: ColourPicture;
	release: null;
	warm: null;
	rest: null;
	keep: null;
}

export type Kind = keyof Questions;

export type Request =
	| {
			[K in Kind]: { readonly id: number; readonly kind: K; readonly question: Questions[K] };
	  }[Kind]
	| { readonly id: number; readonly kind: 'cancel' };

export type Reply =
	| { readonly id: number; readonly answer: Answers[Kind] }
	| { readonly id: number; readonly error: string }
	| { readonly id: number; readonly field: string; readonly share: number };
