import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { leaseReply, leaseRequest } from './lease.ts';
import { canonical, hashMutation, mutation } from './mutation.ts';
import { mutators, readArgs } from './mutators.ts';
import { OLDEST_PROTOCOL, PROTOCOL, readProtocol } from './protocol.ts';
import { pullReply, pullRequest } from './pull.ts';
import { pushReply, pushRequest } from './push.ts';
import { refusalKinds, requestRefusal, requestRefusalKinds, statusOf } from './refusal.ts';
import {
	activateReply,
	activateRequest,
	confirmRequest,
	sessionReply,
	signInReply,
	signInRequest
} from './session.ts';
import { addSum, readRow, rowSum, tableNames, tables } from './tables.ts';

const messages = {
	pushRequest,
	pushReply,
	pullRequest,
	pullReply,
	leaseRequest,
	leaseReply,
	requestRefusal,
	mutation,
	activateRequest,
	activateReply,
	signInRequest,
	signInReply,
	confirmRequest,
	sessionReply
};

const shapeOf = (schema: z.ZodMiniType): unknown =>
	z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });

describe('the wire', () => {
	it('has the shape that this protocol number stands for', () => {
		const shape = {
			messages: Object.fromEntries(
				Object.entries(messages).map(([name, schema]) => [name, shapeOf(schema)])
			),
			rows: Object.fromEntries(
				tableNames.map((name) => [name, shapeOf(tables[name].schema as z.ZodMiniType)])
			),
			args: Object.fromEntries(
				Object.entries(mutators).map(([name, { args }]) => [name, shapeOf(args)])
			)
		};
		const hash = createHash('sha256').update(canonical(shape)).digest('hex').slice(0, 16);
		// A changed hash asks: is the change one that old tablets and old centres survive? Then take
		// the new hash over; otherwise raise PROTOCOL.
		expect({ protocol: PROTOCOL, hash }).toMatchInlineSnapshot(`
			{
			  "hash": "bb2e4f5af5c0a0e0",
			  "protocol": 3,
			}
		`);
	});

	it('knows on which side of the cut-off a protocol number lies', () => {
		expect(readProtocol(OLDEST_PROTOCOL - 1)).toBe('client-too-old');
		expect(readProtocol(OLDEST_PROTOCOL)).toBe('spoken');
		expect(readProtocol(PROTOCOL)).toBe('spoken');
		expect(readProtocol(PROTOCOL + 1)).toBe('server-too-old');
	});

	it('has a status for every refusal of a request and no kind twice', () => {
		expect(Object.keys(statusOf).sort()).toEqual([...requestRefusalKinds].sort());
		expect(new Set(refusalKinds).size).toBe(refusalKinds.length);
	});
});

describe('mutations', () => {
	const body = {
		mid: 1,
		name: 'booking.cancel@1',
		officeId: 'shinjuku',
		args: { bookingId: 'b', reason: 'visitor' },
		occurredAt: 1,
		actorId: 'a',
		grantId: 'g'
	};

	it('hash the same whatever the order of keys, and differently for any other content', async () => {
		const turned = Object.fromEntries(Object.entries(body).reverse()) as typeof body;
		expect(await hashMutation(turned)).toBe(await hashMutation(body));
		for (const change of [{ mid: 2 }, { args: {} }, { actorId: 'b' }, { occurredAt: 2 }]) {
			expect(await hashMutation({ ...body, ...change })).not.toBe(await hashMutation(body));
		}
	});

	it('are canonical whatever JSON did to them on the way', () => {
		fc.assert(
			fc.property(
				fc.jsonValue(),
				(value) => canonical(JSON.parse(JSON.stringify(value))) === canonical(value)
			)
		);
	});

	it('are refused at the door with the field that is wrong', () => {
		expect(readArgs('booking.sell@1', {})).toEqual({
			ok: false,
			refusal: { kind: 'mutation-unknown' }
		});
		expect(readArgs('booking.cancel@1', { bookingId: 'b', reason: 'whim' })).toEqual({
			ok: false,
			refusal: { kind: 'bad-arguments', field: 'reason' }
		});
		const details = {
			topicId: 't',
			channel: 'counter',
			visitor: { name: '1234 5678 9018', kana: '', phone: '03-0000-0000', pensionNumber: null },
			needs: { readingLanguage: 'ja', spokenLanguage: 'ja', supports: [] },
			note: ''
		};
		expect(
			readArgs('booking.book@1', {
				bookingId: 'b',
				receiptNo: 'r',
				slotId: 's',
				leaseId: null,
				details
			})
		).toEqual({ ok: false, refusal: { kind: 'my-number', field: 'details.visitor.name' } });
	});

	it('survive anything as arguments', () => {
		fc.assert(
			fc.property(fc.constantFrom(...Object.keys(mutators)), fc.anything(), (name, args) => {
				const read = readArgs(name, args);
				return read.ok || refusalKinds.includes(read.refusal.kind);
			})
		);
	});
});

describe('rows', () => {
	it('add up independent of their order and differ when one is missing or older', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.tuple(fc.constantFrom(...tableNames), fc.uuid(), fc.nat()), {
					minLength: 1,
					maxLength: 40
				}),
				(rows) => {
					const sum = (list: typeof rows): number =>
						list.reduce((total, row) => addSum(total, rowSum(...row)), 0);
					expect(sum([...rows].reverse())).toBe(sum(rows));
					expect(sum(rows.slice(1))).not.toBe(sum(rows));
					const [[table, id, version], ...rest] = rows as [(typeof rows)[0], ...typeof rows];
					expect(sum([[table, id, version + 1], ...rest])).not.toBe(sum(rows));
				}
			)
		);
	});

	it('are refused when they do not fit their table', () => {
		expect(readRow('holiday', { date: '2026-11-23', name: '勤労感謝の日' })).toEqual({
			date: '2026-11-23',
			name: '勤労感謝の日'
		});
		expect(readRow('holiday', { date: '2026-02-30', name: '' })).toBeUndefined();
		expect(readRow('booking', { bookingId: 'b' })).toBeUndefined();
	});
});
