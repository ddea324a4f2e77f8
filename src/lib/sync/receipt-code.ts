import { readSlotId } from '#lib/domain/booking/slot.ts';
import { readReceiptNumber } from '#lib/domain/basics/receipt-number.ts';
import {
	importVerifyKey,
	signatureAlgorithm,
	toBase64Url,
	verifySignature
} from './request-signing.ts';

/**
 * What a booking slip's QR code says: receipt number, slot, certainty, device and the device's
 * signature. No personal data: a lost slip tells a stranger a time and a place.
 */
export interface ReceiptCode {
	receiptNo: string;
	slotId: string;
	/** C: confirmed · R: a request that the centre has not answered yet. */
	certainty: 'C' | 'R';
	deviceId: string;
}

const PREFIX = 'MDG1';
const body = (code: ReceiptCode): string =>
	[PREFIX, code.receiptNo, code.slotId, code.certainty, code.deviceId].join('/');

export async function writeReceiptCode(code: ReceiptCode, key: CryptoKey): Promise<string> {
	const bytes = new TextEncoder().encode(body(code));
	const signature = await crypto.subtle.sign(signatureAlgorithm, key, bytes);
	return `${body(code)}/${toBase64Url(signature)}`;
}

export type ReceiptReading =
	| { kind: 'genuine'; code: ReceiptCode }
	| { kind: 'unreadable' }
	| { kind: 'unknown-device'; code: ReceiptCode }
	| { kind: 'forged'; code: ReceiptCode };

/** Checks a code with the public keys that the tablet holds: works without a line. */
export async function readReceiptCode(
	text: string,
	publicKeyOf: (deviceId: string) => Parameters<typeof importVerifyKey>[0] | undefined
): Promise<ReceiptReading> {
	const [prefix, number, slotId, certainty, deviceId, signature, ...rest] = text.trim().split('/');
	const receiptNo = readReceiptNumber(number ?? '');
	if (
		prefix !== PREFIX ||
		rest.length > 0 ||
		!receiptNo ||
		!slotId ||
		!readSlotId(slotId) ||
		(certainty !== 'C' && certainty !== 'R') ||
		!deviceId ||
		!signature
	) {
		return { kind: 'unreadable' };
	}
	const code: ReceiptCode = { receiptNo, slotId, certainty, deviceId };
	const jwk = publicKeyOf(deviceId);
	if (!jwk) return { kind: 'unknown-device', code };
	const bytes = new TextEncoder().encode(body(code));
	const genuine = await verifySignature(await importVerifyKey(jwk), signature, bytes);
	return genuine ? { kind: 'genuine', code } : { kind: 'forged', code };
}
