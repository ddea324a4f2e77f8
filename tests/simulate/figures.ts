/**
 * Every number of the simulation stands here. Sources: "003" is the performance report of the
 * Japan Pension Service for FY2024 (令和６年度業務実績報告書); "assumed" has no source and is ours.
 */

/** 003 別表９: visits, those with a booking, and consultations without the simple ones, FY2024. */
export const months = [
	{ month: 4, visits: 252_546, booked: 228_417, consultations: 243_977 },
	{ month: 5, visits: 242_986, booked: 217_733, consultations: 234_298 },
	{ month: 6, visits: 229_175, booked: 204_947, consultations: 221_124 },
	{ month: 7, visits: 240_743, booked: 216_782, consultations: 233_188 },
	{ month: 8, visits: 222_182, booked: 199_574, consultations: 215_450 },
	{ month: 9, visits: 211_428, booked: 188_925, consultations: 204_155 },
	{ month: 10, visits: 251_526, booked: 221_750, consultations: 240_837 },
	{ month: 11, visits: 229_567, booked: 203_867, consultations: 220_615 },
	{ month: 12, visits: 222_571, booked: 198_382, consultations: 214_899 },
	{ month: 1, visits: 225_034, booked: 195_960, consultations: 214_481 },
	{ month: 2, visits: 235_992, booked: 188_183, consultations: 213_138 },
	{ month: 3, visits: 265_387, booked: 207_511, consultations: 233_197 }
] as const;

export type MonthFigures = (typeof months)[number];

/** Domain 1.8: 243 working days a year, so that the mean day has about 11,100 consultations. */
const WORKING_DAYS_A_MONTH = 243 / 12;

export function monthOf(month: number): MonthFigures {
	const found = months.find((entry) => entry.month === month);
	if (!found) throw new Error(`no month ${month}`);
	return found;
}

/** 003 予約率: booked ÷ consultations, the simple ones left out. */
export const bookingRate = ({ booked, consultations }: MonthFigures): number =>
	booked / consultations;

/** Consultations of a working day of the whole nation. */
export const consultationsADay = ({ consultations }: MonthFigures): number =>
	consultations / WORKING_DAYS_A_MONTH;

/** 再交付等簡易な相談 of a working day: visits that count in no rate. */
export const simpleADay = ({ visits, consultations }: MonthFigures): number =>
	(visits - consultations) / WORKING_DAYS_A_MONTH;

export const nation = {
	/** 003 年金事務所長 配置総数. */
	branches: 309,
	/** 街角の年金相談センター (architecture, national size). */
	centres: 80,
	/** 003 常設相談ブース, April 2025; of the branches. */
	booths: 1694,
	/** Assumed: booths of a synthetic street-corner centre. */
	boothsOfCentre: [3, 4, 5],
	/** Architecture, national size: devices that reconnect at 8:30. */
	devices: 5000,
	/** Assumed: one in five of the counter staff is off duty, so that all booths are staffed. */
	staffPerBooth: 1.25
} as const;

export const demand = {
	/** Assumed: bookings whose visitors do not come; and those that are cancelled on the day. */
	noShow: 0.05,
	cancelledOnTheDay: 0.01,
	/** Assumed: visits through the interpreter service by phone. */
	interpreter: 0.08,
	/** Issue: bookings for later days, about as many as consultations. */
	bookingsPerConsultation: 1,
	/** Assumed: share of those that are cancelled again the same day. */
	cancelledLater: 0.03,
	/** Assumed: share of the seats that is sold at the day's start, for the next five open days. */
	soldAhead: [0.6, 0.45, 0.3, 0.2, 0.1],
	/** Assumed: how much of the next day was booked overnight, after the tablets had been switched off. */
	overnight: 0.1,
	/** Assumed: walk-ins by half an hour from 8:30 to 17:00, a morning peak and a smaller one at 13:00. */
	walkInByHalfHour: [6, 10, 11, 10, 9, 7, 6, 4, 4, 6, 6, 5, 4, 4, 3, 2, 2],
	/** Assumed: minutes a booked visitor comes before the time; a few come late. */
	early: { mean: 8, spread: 6, latest: 12 }
} as const;

/** Minutes at the booth. Assumed: log-normal; the means are below the 60 minutes of a start time. */
export const service = {
	mean: 45,
	sigma: 0.45,
	/** What is said twice takes longer. */
	interpreterFactor: 1.4,
	simple: 10,
	least: 4,
	most: 150
} as const;

/**
 * Topics by weight. Old-age claims lead as the claim packs do (003: 年金請求書一式 584,196件 at 64,
 * 123,518 at 60, 187,605 at 65); the other weights are assumed.
 */
export const topicWeights: Readonly<Record<string, number>> = {
	'old-age-claim': 38,
	survivor: 11,
	disability: 10,
	'unpaid-death': 7,
	records: 9,
	payment: 5,
	exemption: 5,
	joining: 4,
	student: 1,
	maternity: 1,
	'lump-sum': 1,
	agreement: 0.5,
	'leaving-japan': 0.5,
	'address-name': 3,
	'nenkin-net': 3,
	other: 1
};

/** The reception of an office; all assumed. */
export const reception = {
	/** Share of the booths at which somebody receives at the same time. */
	boothsOpen: 0.8,
	/** A called visitor who is not there; of these come back; minutes until then. */
	absent: 0.03,
	comesBack: 0.7,
	backAfter: [3, 20],
	/** Two tablets call the same ticket in the same minute. */
	calledTwice: 0.01,
	/** Minutes after which a walk-in without a call goes home. */
	patience: 120
} as const;

/** What the line does; all assumed. */
export const line = {
	lostRequest: 0.01,
	lostReply: 0.01,
	doubled: 0.01,
	/** Share of the tablets that lose the line for hours. */
	dropsOff: 0.04,
	offMinutes: [60, 210],
	/** At a reception tablet without a line: share of the tickets that is still issued there. */
	staysOnOffline: 0.5
} as const;

export const rounds = {
	/**
	 * Every push is followed by a pull, as on a real tablet. Beyond that an idle tablet looks once
	 * in so many minutes. A real one also follows each poke: see the decision for the difference.
	 */
	idleMinutes: 120,
	/** Requests of the driver at the same time, and in the storm of 8:30. */
	concurrency: 48,
	stormSockets: 250,
	/** Share of the bookings for which the form holds a seat first; the others are requests. */
	held: 0.4,
	/** Share of the bookings that go for a start time that is nearly or quite full. */
	contended: 0.03
} as const;

/** Minutes of the day, Tokyo. */
export const day = {
	opens: 8 * 60,
	storm: 8 * 60 + 30,
	secondShift: 13 * 60,
	lastCall: 18 * 60 + 30,
	closes: 19 * 60
};
