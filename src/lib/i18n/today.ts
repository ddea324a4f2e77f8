const TOKYO_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;

/** The date in Tokyo, so many days after an instant; alone, for pages that need no other rule of days. */
export const tokyoDate = (instant: number, days = 0): string =>
	new Date(instant + TOKYO_MS + days * DAY_MS).toISOString().slice(0, 10);
