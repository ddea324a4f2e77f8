/** From when on an office counts as hard to book, and a figure as a cause (domain 6-Q3). */
export const limits = {
	/** More business days than these until the first free start time. */
	farDays: 7,
	/** So full, in percent, over so many business days. */
	fullPercent: 95,
	fullDays: 10,
	/** Share of the bookable seats that is missing because nobody is on duty. */
	staffPercent: 10,
	/** Share of one topic, of missed visits, of seats held by tablets. */
	topicPercent: 40,
	missedPercent: 5,
	leasePercent: 10,
	/** Fewer visits say nothing about shares. */
	fewest: 20
};
export type Limits = typeof limits;
