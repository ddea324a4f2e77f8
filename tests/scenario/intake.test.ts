import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Form } from '#lib/domain/intake/form.ts';
import type { MutationName } from '#lib/sync/mutators.ts';
import { blobState, PART_BYTES } from '#lib/sync/blobs.ts';
import { templateOrderReply } from '#lib/sync/templates.ts';
import { townsNote } from '#lib/sync/towns.ts';
import type { CentreProcess } from './support/centre-process.ts';
import { checkInvariants } from './support/invariants.ts';
import { OFFICE, settle, useOffice, type Seat } from './support/office-day.ts';

// naito is the chief of the office, sakurai and hoshino work at its counters.
const office = useOffice(3);
let centre: CentreProcess;
let a: Seat;
let b: Seat;
let c: Seat;
beforeEach(() => {
	({ centre } = office);
	[c, a, b] = office.seats as [Seat, Seat, Seat];
});

const values: Record<string, string> = {
	submitDate: '081120',
	basicPensionNumber: '8197581277',
	birthEra: 'H',
	birthDate: '170823',
	furigana: 'イノウエ ユイ',
	name: '井上 結衣',
	postalCode: '2310023',
	address: '神奈川県横浜市中区山下町7-31-20',
	phone: '07078954267',
	phoneType: 'mobile',
	schoolName: '城南看護専門学校',
	schoolType: 'high',
	courseType: 'corr',
	enrollFrom: '0504',
	enrollTo: '0903',
	fiscalYear: '08',
	income: 'none'
};

const today = (): string => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
const formOf = ({ tablet }: Seat, formId: string): Form | undefined =>
	tablet.desk!.rows.get('form', formId);
const stateOf = (seat: Seat, formId: string, fieldId: string) =>
	formOf(seat, formId)?.fields[fieldId]?.state;
const act = ({ tablet }: Seat, name: MutationName, args: object) =>
	tablet.desk!.mutate(name, OFFICE, args);
const refused = async ({ tablet }: Seat) =>
	(await tablet.desk!.outbox())
		.filter(({ state }) => state === 'refused')
		.map(({ answer }) => (answer?.status === 'refused' ? answer.refusal?.kind : ''));

let sheets = 0;
/** A picture of two and a half parts, unlike every other. */
const somePicture = (): Uint8Array<ArrayBuffer> => {
	sheets += 1;
	return Uint8Array.from({ length: PART_BYTES * 2.5 }, (_, at) => (at * 7 + sheets) & 255);
};

/** A captured sheet with OCR's readings, on one tablet. */
async function capture(seat: Seat, read: Record<string, string> = values): Promise<string> {
	const formId = crypto.randomUUID();
	const picture = somePicture();
	const hash = await seat.tablet.desk!.keepPicture(formId, picture);
	const captured = await act(seat, 'intake.capture@1', {
		formId,
		templateId: 'JPSD-A',
		templateVersion: 1,
		pages: [{ hash, bytes: picture.length, width: 100, height: 141 }],
		receivedOn: today(),
		place: 'counter'
	});
	expect(captured.ok).toBe(true);
	const readings = Object.fromEntries(
		Object.entries(read).map(([id, value]) => [id, { value, p: 0.97 }])
	);
	await act(seat, 'intake.read@1', { formId, engine: 'test', readings });
	return formId;
}

async function keyAll(seat: Seat, formId: string, keyed = values): Promise<void> {
	for (const [fieldId, value] of Object.entries(keyed))
		expect((await act(seat, 'intake.key@1', { formId, fieldId, value, ms: 800 })).ok, fieldId).toBe(
			true
		);
}

const left = async ({ tablet }: Seat, formId: string): Promise<number> =>
	tablet.db.pictures.where('formId').equals(formId).count();

describe('a form captured without a line', () => {
	it('is entered, verified and submitted offline, and the picture follows by itself', async () => {
		a.device.network.up = false;
		const formId = await capture(a);
		await keyAll(a, formId);
		expect((await act(a, 'intake.verify@1', { formId })).ok).toBe(true);
		expect((await act(a, 'intake.submit@1', { formId })).ok).toBe(true);
		expect(formOf(a, formId)!.state).toBe('submitted');
		expect(await left(a, formId)).toBe(1);
		await settle([a]);
		await settle([a]);
		expect(formOf(a, formId)!.pages[0]!.storedAt).toBeGreaterThan(0);
		expect(await left(a, formId)).toBe(0);

		// A colleague's tablet has the form, and its picture from the centre, not from the tablet.
		await settle([b, c]);
		expect(formOf(b, formId)!.fields.phone).toMatchObject({ value: '07078954267', how: 'equal' });
		const seen = await b.tablet.desk!.picture(formOf(b, formId)!.pages[0]!.hash);
		expect(seen.kind).toBe('picture');

		// Who submitted does not approve; the chief does.
		await act(a, 'intake.accept@1', { formId });
		expect((await act(c, 'intake.accept@1', { formId })).ok).toBe(true);
		await settle([c]);
		await settle([a]);
		expect(formOf(a, formId)!.state).toBe('accepted');
		await checkInvariants(centre, [a.tablet, b.tablet, c.tablet], new Map());
	});

	it('goes on after the line dropped in the middle of the picture', async () => {
		const formId = await capture(a);
		await keyAll(a, formId);
		await act(a, 'intake.verify@1', { formId });
		await act(a, 'intake.submit@1', { formId });
		a.device.network.next(/^\/api\/blobs\/[0-9a-f]{64}\/1$/, { kind: 'lose-reply' });
		await a.tablet.desk!.syncNow();
		expect(formOf(a, formId)!.pages[0]!.storedAt).toBeNull();
		expect(await left(a, formId)).toBe(1);
		await settle([a]);
		await settle([a]);
		expect(formOf(a, formId)!.pages[0]!.storedAt).toBeGreaterThan(0);
	});
});

describe('two operators on two devices', () => {
	it('a differing field goes to a third person, and the centre enforces that it is another', async () => {
		const formId = await capture(a, { ...values, phone: '07078954261' });
		await keyAll(a, formId);
		expect(stateOf(a, formId, 'phone')).toBe('differing');
		// The picture stays here until it is passed on.
		await settle([a, b]);
		expect((await b.tablet.desk!.picture(formOf(b, formId)!.pages[0]!.hash)).kind).toBe(
			'elsewhere'
		);
		await act(a, 'intake.pass-on@1', { formId, fieldId: 'phone', reason: 'unsure' });
		await settle([a]);
		await settle([a, b]);
		expect((await b.tablet.desk!.picture(formOf(b, formId)!.pages[0]!.hash)).kind).toBe('picture');

		const own = { formId, fieldId: 'phone', value: '07078954267', ms: 500 };
		expect(await act(a, 'intake.decide@1', own)).toMatchObject({
			refusal: { kind: 'same-person' }
		});
		expect((await act(b, 'intake.decide@1', own)).ok).toBe(true);
		await settle([b, a]);
		expect(formOf(a, formId)!.fields.phone).toMatchObject({ state: 'resolved', by: 'hoshino' });
	});

	it('who key the same field offline are compared, never overwritten', async () => {
		const formId = await capture(a, {});
		await settle([a, b]);
		a.device.network.up = false;
		b.device.network.up = false;
		const key = (seat: Seat, fieldId: string, value: string) =>
			act(seat, 'intake.key@1', { formId, fieldId, value, ms: 500 });
		await key(a, 'phone', '07078954267');
		await key(b, 'phone', '07078954267');
		await key(a, 'name', '井上 結衣');
		await key(b, 'name', '井上 結花');
		await settle([a, b]);
		await settle([a, b]);
		for (const seat of [a, b]) {
			expect(stateOf(seat, formId, 'phone')).toBe('agreed');
			expect(stateOf(seat, formId, 'name')).toBe('differing');
			const entries = formOf(seat, formId)!.fields.name!.entries;
			expect(entries.map(({ by, value }) => [by, value])).toEqual([
				['sakurai', '井上 結衣'],
				['hoshino', '井上 結花']
			]);
		}
	});

	it('one person on two devices is not two operators', async () => {
		const formId = await capture(a, {});
		await settle([a, b]);
		await a.device.signIn(a.tablet, 'hoshino');
		a.device.network.up = false;
		const key = (seat: Seat) =>
			act(seat, 'intake.key@1', { formId, fieldId: 'phone', value: '07078954267', ms: 500 });
		await key(a);
		b.device.network.up = true;
		await key(b);
		await settle([b]);
		await settle([a]);
		expect(stateOf(a, formId, 'phone')).toBe('keyed');
		expect(await refused(a)).toContain('same-person');
		await a.device.signIn(a.tablet, 'sakurai');
	});
});

describe('the centre', () => {
	it('takes no picture of a form whose people did not let it go, and none with another content', async () => {
		const formId = await capture(a);
		await settle([a]);
		const page = formOf(a, formId)!.pages[0]!;
		const of = { formId, bytes: page.bytes };
		const { transport } = a.tablet;
		const early = await transport.post('/api/blobs/open', { ...of, hash: page.hash }, blobState);
		expect(early).toMatchObject({ kind: 'refusal', refusal: { kind: 'not-found' } });

		await act(a, 'intake.pass-on@1', { formId, fieldId: 'phone', reason: 'unsure' });
		const key = { formId, fieldId: 'phone', value: '07078954267', ms: 1 };
		await act(a, 'intake.key@1', key);
		await act(a, 'intake.pass-on@1', { formId, fieldId: 'phone', reason: 'unsure' });
		a.device.network.weather = (path: string) =>
			path.startsWith('/api/blobs/') ? { kind: 'drop' } : undefined;
		await a.tablet.desk!.syncNow();
		a.device.network.weather = undefined;
		const wrong = (size: number) => Buffer.alloc(size, 1).toString('base64');
		const put = (part: number, size: number) =>
			transport.post(`/api/blobs/${page.hash}/${part}`, { ...of, data: wrong(size) }, blobState);
		expect(await put(0, PART_BYTES - 1)).toMatchObject({ refusal: { kind: 'bad-request' } });
		await put(0, PART_BYTES);
		await put(1, PART_BYTES);
		expect(await put(2, PART_BYTES / 2)).toMatchObject({ refusal: { kind: 'hash-differs' } });
		// The right one is welcome all the same.
		await settle([a]);
		await settle([a]);
		expect(formOf(a, formId)!.pages[0]!.storedAt).toBeGreaterThan(0);
	});
});

describe('a picture in which a My Number is seen late', () => {
	const pageOf = (seat: Seat, formId: string) => formOf(seat, formId)!.pages[0]!;
	/** Which of these pictures the centre has, whole or in part. */
	const kept = async (...hashes: string[]): Promise<string[]> => {
		const rows = await centre.sql('SELECT hash FROM blob UNION SELECT hash FROM blob_part');
		const there = rows.map((row) => (row as { hash: string }).hash);
		return hashes.filter((hash) => there.includes(hash));
	};

	async function cover(seat: Seat, formId: string): Promise<string> {
		const { hash: was, width, height } = pageOf(seat, formId);
		const picture = somePicture();
		const hash = await seat.tablet.desk!.keepPicture(formId, picture);
		const page = { hash, bytes: picture.length, width, height };
		const end = await act(seat, 'intake.cover@1', { formId, hash: was, page });
		expect(end.ok).toBe(true);
		return hash;
	}
	async function shared(): Promise<{ formId: string; hash: string }> {
		const formId = await capture(a);
		await keyAll(a, formId);
		await act(a, 'intake.verify@1', { formId });
		await act(a, 'intake.submit@1', { formId });
		return { formId, hash: pageOf(a, formId).hash };
	}

	it('gives way to one without it, and nobody has the first one any more', async () => {
		const { formId, hash: first } = await shared();
		await settle([a]);
		await settle([a, b]);
		expect(pageOf(b, formId).storedAt).not.toBeNull();
		const covered = await cover(b, formId);
		await settle([b]);
		await settle([b, a, c]);
		expect(pageOf(a, formId)).toMatchObject({ hash: covered, covers: [first] });
		expect(pageOf(a, formId).storedAt).not.toBeNull();
		expect(await kept(first, covered)).toEqual([covered]);
		expect((await a.tablet.desk!.picture(first)).kind).toBe('elsewhere');
		expect((await a.tablet.desk!.picture(covered)).kind).toBe('picture');
		expect((await act(c, 'intake.accept@1', { formId })).ok).toBe(true);
		await settle([c]);
		await checkInvariants(centre, [a.tablet, b.tablet, c.tablet], new Map());
	});

	it('is no longer sent when only a part of it had gone', async () => {
		const { formId, hash: first } = await shared();
		a.device.network.next(/^\/api\/blobs\/[0-9a-f]{64}\/1$/, { kind: 'drop' });
		await a.tablet.desk!.syncNow();
		expect(await kept(first)).toEqual([first]);
		const covered = await cover(a, formId);
		await settle([a]);
		await settle([a]);
		expect(await kept(first, covered)).toEqual([covered]);
		expect(await a.tablet.db.pictures.get(first)).toBeUndefined();
	});

	it('is covered twice, on two tablets without a line: the second one learns of the first', async () => {
		const { formId, hash: first } = await shared();
		await settle([a]);
		await settle([a, b]);
		a.device.network.up = false;
		b.device.network.up = false;
		const own = await cover(a, formId);
		const late = await cover(b, formId);
		await settle([a]);
		await settle([b, a]);
		await settle([a]);
		expect(pageOf(b, formId)).toMatchObject({ hash: own, covers: [first] });
		expect(await refused(b)).toContain('picture-changed');
		expect(await kept(first, own, late)).toEqual([own]);
	});

	it('cannot be changed in any other way', async () => {
		const { formId, hash } = await shared();
		await settle([a]);
		await settle([a]);
		await expect(centre.sql('DELETE FROM blob')).rejects.toThrow('never changes');
		const other = 'f'.repeat(64);
		await expect(
			centre.sql(
				`UPDATE form SET data = jsonb_set(data, '{pages,0,hash}', '"${other}"') WHERE id = '${formId}'`
			)
		).rejects.toThrow('a picture of a form would change');
		expect(await kept(hash)).toEqual([hash]);
	});
});

describe('forms as data', () => {
	const publish = async ({ tablet }: Seat, version: number, number: number) => {
		const known = tablet.desk!.rows.get('template', 'JPSD-A.1')!.template;
		const blank = tablet.desk!.rows.get('blank', 'JPSD-A.1')!;
		const template = { ...known, version, strip: { ...known.strip!, version, number } };
		const { png, width, height } = blank;
		const body = { kind: 'publish', template, blank: { png, width, height } };
		return tablet.transport.post('/api/administration/templates', body, templateOrderReply);
	};

	it('a new version reaches every tablet; one that is there is not changed', async () => {
		const early = await capture(a);
		expect(await publish(a, 2, 1)).toMatchObject({ refusal: { kind: 'not-permitted' } });
		expect(await publish(c, 1, 5)).toMatchObject({ refusal: { kind: 'template-taken' } });
		// Another form with the number and version that stand on a known sheet.
		expect(await publish(c, 2, 1)).toMatchObject({ kind: 'reply' });
		expect(await publish(c, 2, 1)).toMatchObject({ refusal: { kind: 'template-taken' } });
		await settle([a, b]);
		expect(b.tablet.desk!.rows.get('template', 'JPSD-A.2')!.isOffered).toBe(true);
		expect(b.tablet.desk!.rows.get('blank', 'JPSD-A.2')!.width).toBe(1654);
		// A draft goes on with the version it was captured with.
		const key = { formId: early, fieldId: 'phone', value: values.phone, ms: 1 };
		expect((await act(a, 'intake.key@1', key)).ok).toBe(true);
		expect(formOf(a, early)!.templateVersion).toBe(1);
		const offer = { kind: 'offer', key: 'JPSD-A.1', isOffered: false };
		await c.tablet.transport.post('/api/administration/templates', offer, templateOrderReply);
		await settle([a]);
		expect(a.tablet.desk!.rows.get('template', 'JPSD-A.1')!.isOffered).toBe(false);
	});

	it('a dictionary of postal codes is taken whole or not at all', async () => {
		const send = ({ tablet }: Seat, text: string) =>
			tablet.transport.post(
				'/api/administration/towns',
				{ data: gzipSync(text).toString('base64') },
				townsNote
			);
		const lines = ['1000001\t東京都千代田区千代田', '2310023\t神奈川県横浜市中区山下町'];
		expect(await send(a, lines.join('\n'))).toMatchObject({ refusal: { kind: 'not-permitted' } });
		expect(await send(c, lines.toReversed().join('\n'))).toMatchObject({
			refusal: { kind: 'bad-request' }
		});
		expect(await send(c, 'x')).toMatchObject({ refusal: { kind: 'bad-request' } });
		expect(await send(c, lines.join('\n'))).toMatchObject({ value: { towns: { lines: 2 } } });
		const note = await a.tablet.transport.get('/api/packs/towns', townsNote);
		const hash = note.kind === 'reply' ? note.value.towns!.hash : '';
		const file = await fetch(`${centre.origin}/api/packs/towns/${hash}`);
		expect(gunzipSync(Buffer.from(await file.arrayBuffer())).toString()).toBe(lines.join('\n'));
		expect((await fetch(`${centre.origin}/api/packs/towns/${'0'.repeat(64)}`)).status).toBe(404);
	});
});
