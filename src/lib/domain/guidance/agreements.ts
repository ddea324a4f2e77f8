export interface Agreement {
	/** ISO 3166-1 alpha-2; the name comes from the reader's language. */
	readonly country: string;
	/** Month since which it holds, `YYYY-MM`. */
	readonly since: string;
	/** Whether insured time of both countries is added up for a pension. */
	readonly addsUp: boolean;
}

const agreement = (country: string, since: string, addsUp = true): Agreement => ({
	country,
	since,
	addsUp
});

/** Social security agreements in force (日本年金機構, kyoteitimesystem.html, 2025-10-27). */
export const agreements: readonly Agreement[] = [
	agreement('DE', '2000-02'),
	agreement('GB', '2001-02', false),
	agreement('KR', '2005-04', false),
	agreement('US', '2005-10'),
	agreement('BE', '2007-01'),
	agreement('FR', '2007-06'),
	agreement('CA', '2008-03'),
	agreement('AU', '2009-01'),
	agreement('NL', '2009-03'),
	agreement('CZ', '2009-06'),
	agreement('ES', '2010-12'),
	agreement('IE', '2010-12'),
	agreement('BR', '2012-03'),
	agreement('CH', '2012-03'),
	agreement('HU', '2014-01'),
	agreement('IN', '2016-10'),
	agreement('LU', '2017-08'),
	agreement('PH', '2018-08'),
	agreement('SK', '2019-07'),
	agreement('CN', '2019-09', false),
	agreement('FI', '2022-02'),
	agreement('SE', '2022-06'),
	agreement('IT', '2024-04', false),
	agreement('AT', '2025-12')
];
