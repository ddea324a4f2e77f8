import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import type { Device, Person } from '#lib/domain/access/access.ts';
import { deviceCode } from '#lib/domain/basics/receipt-number.ts';
import { officeList } from '#lib/domain/office/office-list.ts';
import type { Office } from '#lib/domain/office/office.ts';
import { nation } from './figures.ts';
import { prefectures } from './prefectures.ts';
import { diceOf, share, type Dice } from './random.ts';

export type Duty = 'reception' | 'booth' | 'spare';

export interface TabletSeed {
	readonly device: Device;
	readonly key: KeyObject;
	readonly person: Person;
	readonly duty: Duty;
	/** The booth it stands at. */
	readonly booth: number | null;
}

export interface Site {
	readonly office: Office;
	/** Of the product's own list; the others are synthetic. */
	readonly isReal: boolean;
	readonly people: readonly Person[];
	readonly tablets: readonly TabletSeed[];
	/** For receipt numbers of bookings that were there before the day. */
	readonly code: string;
}

/** Four letters that name a device; the sites' own begin at zero, those of tablets behind them. */
const codeAt = (index: number): string =>
	deviceCode(
		Uint8Array.from([(index >> 15) & 31, (index >> 10) & 31, (index >> 5) & 31, index & 31])
	);
const FIRST_TABLET_CODE = 1024;

const branchHours = officeList.find(({ kind }) => kind === 'branch')!.openingHours;
const centreHours = officeList.find(({ kind }) => kind === 'centre')!.openingHours;

function synthetic(kind: Office['kind'], index: number, booths: number, dice: Dice): Office {
	const number = String(index + 1).padStart(3, '0');
	const where = prefectures[dice.weighted(prefectures.map(({ weight }) => weight))]!;
	const isBranch = kind === 'branch';
	return {
		officeId: `sim-${kind}-${number}`,
		kind,
		name: isBranch ? `模擬第${number}年金事務所` : `街角の年金相談センター模擬第${number}`,
		reading: isBranch ? 'もぎねんきんじむしょ' : 'まちかどのねんきんそうだんせんたーもぎ',
		romaji: isBranch
			? `Synthetic Pension Office ${number}`
			: `Synthetic Street-corner Centre ${number}`,
		prefecture: where.name,
		postcode: '000-0000',
		address: `${where.name}模擬${index + 1}番地`,
		phone: '00-0000-0000',
		latitude: Math.round((where.latitude + dice.normal() * 0.25) * 1000) / 1000,
		longitude: Math.round((where.longitude + dice.normal() * 0.25) * 1000) / 1000,
		booths,
		quota: 100,
		standingLease: 1,
		interpreterLines: Math.max(1, Math.floor(booths / 4)),
		openingHours: isBranch ? branchHours : centreHours
	};
}

/** 309 branches with 1,694 booths together, and 80 centres: the real 47 and synthetic ones. */
export function officesOf(seed: number): Office[] {
	const dice = diceOf(seed, 'offices');
	const realBranches = officeList.filter(({ kind }) => kind === 'branch');
	const realCentres = officeList.filter(({ kind }) => kind === 'centre');
	const missing = nation.branches - realBranches.length;
	const booths = nation.booths - realBranches.reduce((sum, office) => sum + office.booths, 0);
	const sizes = share(
		booths,
		Array.from({ length: missing }, () => 4 + 3 * dice.next())
	);
	return [
		...realBranches,
		...sizes.map((size, index) => synthetic('branch', index, size, dice)),
		...realCentres,
		...Array.from({ length: nation.centres - realCentres.length }, (_, index) =>
			synthetic('centre', index, dice.pick(nation.boothsOfCentre), dice)
		)
	];
}

function peopleOf(office: Office): Person[] {
	const counters = Math.ceil(office.booths * nation.staffPerBooth) + 1;
	const person = (number: number, role: Person['role'], booth: number | null): Person => ({
		personId: `${office.officeId}.${role}-${number}`.slice(0, 64),
		officeId: office.officeId,
		name: `模擬 ${role} ${number}`,
		kana: 'モギ',
		role,
		booth,
		languages: [],
		skills: [],
		active: true
	});
	return [
		...Array.from({ length: counters }, (_, index) =>
			person(index + 1, 'counter', (index % office.booths) + 1)
		),
		person(1, 'reception', null),
		person(2, 'reception', null),
		person(1, 'chief', null)
	];
}

function tabletsOf(office: Office, people: readonly Person[], count: number, firstCode: number) {
	const reception = people.filter(({ role }) => role === 'reception');
	const counters = people.filter(({ role }) => role === 'counter');
	return Array.from({ length: count }, (_, index): TabletSeed => {
		// One at the door first, then the booths, then the second one at the door, then spare ones.
		const booth = index >= 1 && index <= office.booths ? index : null;
		const duty =
			booth !== null ? 'booth' : index === 0 || index === office.booths + 1 ? 'reception' : 'spare';
		const person =
			booth !== null
				? counters[booth - 1]!
				: duty === 'reception'
					? reception[index === 0 ? 0 : 1]!
					: counters[(index - office.booths - 2) % counters.length]!;
		const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const { x, y } = pair.publicKey.export({ format: 'jwk' });
		const deviceId = `${office.officeId}.t${String(index + 1).padStart(2, '0')}`;
		return {
			device: {
				deviceId,
				officeId: office.officeId,
				name: `${duty} ${index + 1}`,
				code: codeAt(FIRST_TABLET_CODE + firstCode + index),
				state: 'active',
				publicKey: { kty: 'EC', crv: 'P-256', x: x!, y: y! }
			},
			key: pair.privateKey,
			person,
			duty,
			booth
		};
	});
}

export interface Nation {
	readonly sites: readonly Site[];
	/** All offices that exist in the database: also real ones that take no part. */
	readonly offices: readonly Office[];
	/** How much of the nation this is, by booths. */
	readonly share: number;
}

/** The nation, or a part of it; the same for the same seed but for the tablets' keys. */
export function makeNation(seed: number, wanted: { offices: number; devices: number }): Nation {
	const all = officesOf(seed);
	const order = all
		.map((office) => ({ office, key: diceOf(seed, office.officeId).next() }))
		.sort((a, b) => a.key - b.key)
		.map(({ office }) => office);
	const chosen = new Set(order.slice(0, wanted.offices));
	const offices = all.filter((office) => chosen.has(office));
	const boothSum = (list: readonly Office[]) => list.reduce((sum, { booths }) => sum + booths, 0);
	// Two tablets at least, so that an office can lose one.
	const counts = share(
		Math.max(0, wanted.devices - 2 * offices.length),
		offices.map(({ booths }) => booths)
	).map((count) => count + 2);
	let firstCode = 0;
	const sites = offices.map((office, index): Site => {
		const people = peopleOf(office);
		const tablets = tabletsOf(office, people, counts[index]!, firstCode);
		firstCode += tablets.length;
		return {
			office,
			isReal: officeList.includes(office),
			people,
			tablets,
			code: codeAt(index)
		};
	});
	return {
		sites,
		offices: [...officeList, ...offices.filter((office) => !officeList.includes(office))],
		share: boothSum(offices) / boothSum(all)
	};
}

export const randomToken = (officeId: string): string =>
	`${officeId}.${randomBytes(32).toString('base64url')}`;
