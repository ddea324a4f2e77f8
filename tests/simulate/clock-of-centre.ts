/**
 * Loaded into the server's process before anything else (`node --import`): its clock says what
 * the simulation says. Timers run on in real time, and PostgreSQL keeps its own clock, which the
 * centre uses only for "seen at" marks.
 */
const RealDate = Date;
let now = Number(process.env.SIMULATED_NOW ?? RealDate.now());

class SimulatedDate extends RealDate {
	constructor(...given: unknown[]) {
		super(...((given.length === 0 ? [now] : given) as [number]));
	}
	static override now(): number {
		return now;
	}
}
globalThis.Date = SimulatedDate as DateConstructor;

process.on('message', (message: { at?: number }) => {
	if (typeof message.at !== 'number') return;
	now = message.at;
	process.send?.({ at: now });
});
