import type pg from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { PushReply, PushRequest } from '#lib/sync/push.ts';

export interface Metrics {
	readonly registry: Registry;
	readonly countPush: (request: PushRequest, reply: PushReply) => void;
	readonly countPull: () => void;
	readonly observe: (route: string, method: string, status: number, seconds: number) => void;
	readonly streams: Gauge;
}

function poolGauge(registry: Registry, pool: pg.Pool): void {
	new Gauge({
		name: 'madoguchi_db_connections',
		help: 'Connections of the database pool',
		labelNames: ['state'],
		registers: [registry],
		collect() {
			this.set({ state: 'total' }, pool.totalCount);
			this.set({ state: 'idle' }, pool.idleCount);
			this.set({ state: 'waiting' }, pool.waitingCount);
		}
	});
}

/** How many offices are hard to book, and how old that is, as the last night found it. */
function scarcityGauges(registry: Registry, pool: pg.Pool): void {
	const registers = [registry];
	const night = new Gauge({
		name: 'madoguchi_scarcity_night_seconds',
		help: 'Day of the last nightly look at bookings (midnight in Tokyo, epoch seconds)',
		registers
	});
	new Gauge({
		name: 'madoguchi_offices_hard_to_book',
		help: 'Offices where bookings are hard to get; 0 before the first night',
		registers,
		async collect() {
			const { rows } = await pool.query<{ value: { date?: string; hard?: number } }>(
				"SELECT value FROM centre WHERE name = 'scarcity'"
			);
			const { date, hard } = rows[0]?.value ?? {};
			this.set(hard ?? 0);
			night.set(date ? Date.parse(`${date}T00:00:00+09:00`) / 1000 : 0);
		}
	});
}

/** What the centre counts, for Prometheus; no label ever holds personal data. */
export function createMetrics(pool: pg.Pool): Metrics {
	const registry = new Registry();
	const registers = [registry];
	collectDefaultMetrics({ register: registry });
	poolGauge(registry, pool);
	scarcityGauges(registry, pool);
	const pushes = new Counter({ name: 'madoguchi_pushes_total', help: 'Pushes', registers });
	const pulls = new Counter({ name: 'madoguchi_pulls_total', help: 'Pulls', registers });
	const mutations = new Counter({
		name: 'madoguchi_mutations_total',
		help: 'Answered mutations; a repeat counts again',
		labelNames: ['name', 'outcome'],
		registers
	});
	const duration = new Histogram({
		name: 'madoguchi_request_duration_seconds',
		help: 'Time to the answer of a request',
		labelNames: ['route', 'method', 'status'],
		buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
		registers
	});
	return {
		registry,
		countPush: (request, reply) => {
			pushes.inc();
			const names = new Map(request.mutations.map(({ mid, name }) => [mid, name]));
			for (const { mid, status, refusal } of reply.results) {
				mutations.inc({
					name: refusal?.kind === 'mutation-unknown' ? 'unknown' : (names.get(mid) ?? 'unknown'),
					outcome: refusal?.kind ?? status
				});
			}
		},
		countPull: () => pulls.inc(),
		observe: (route, method, status, seconds) =>
			duration.observe({ route, method, status: String(status) }, seconds),
		streams: new Gauge({ name: 'madoguchi_event_streams', help: 'Open event streams', registers })
	};
}
