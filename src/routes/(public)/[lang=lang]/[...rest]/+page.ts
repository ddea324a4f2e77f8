import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

export const prerender = false;

/** An unknown address under a known language is answered in that language. */
export const load: PageLoad = () => error(404);
