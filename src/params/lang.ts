import type { ParamMatcher } from '@sveltejs/kit';

/**
 * Anything shaped like a language tag, also one we do not have: such an address gets a page with
 * the nearest language instead of a bare 404. Fixed addresses win over this one.
 */
export const match = ((param) =>
	/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(param)) satisfies ParamMatcher;
