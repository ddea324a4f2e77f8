import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { TrustedClock } from './trusted-clock.ts';

const HOUR = 3_600_000;

function scripted() {
	const state = { wall: 1_000_000, monotonic: 0 };
	return {
		clock: { wall: () => state.wall, monotonic: () => state.monotonic },
		pass: (ms: number) => {
			state.wall += ms;
			state.monotonic += ms;
		},
		set: (ms: number) => {
			state.wall += ms;
		}
	};
}

describe('trusted clock', () => {
	it('follows the centre and runs on whatever happens to the wall clock', async () => {
		const db = openDatabase(`clock-${crypto.randomUUID()}`);
		const device = scripted();
		const clock = new TrustedClock(device.clock);
		await clock.follow(db, 50 * HOUR);
		device.pass(HOUR);
		device.set(-48 * HOUR);
		expect(clock.now()).toBe(51 * HOUR);
		device.set(96 * HOUR);
		expect(clock.now()).toBe(51 * HOUR);
	});

	it('never runs back over a restart, so that setting the clock back prolongs nothing', async () => {
		const db = openDatabase(`clock-${crypto.randomUUID()}`);
		const device = scripted();
		const before = new TrustedClock(device.clock);
		await before.follow(db, 50 * HOUR);
		device.pass(2 * HOUR);
		await before.note(db);
		device.set(-48 * HOUR);
		const after = new TrustedClock(device.clock);
		await after.restore(db);
		expect(after.now()).toBe(52 * HOUR);
		device.set(49 * HOUR);
		const later = new TrustedClock(device.clock);
		await later.restore(db);
		expect(later.now()).toBe(53 * HOUR);
	});
});
