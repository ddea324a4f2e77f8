import { describe, expect, it } from 'vitest';
import { isWeakPin, rightsOf, roles } from './access.ts';

describe('rights by role (S29)', () => {
	it('lets only chiefs and heads approve, deliver and administer', () => {
		for (const role of roles) {
			const leads = role === 'chief' || role === 'head';
			for (const right of ['approve', 'deliver', 'administration'] as const)
				expect(rightsOf(role).includes(right)).toBe(leads);
		}
	});
	it('gives auditors no right to change anything', () => expect(rightsOf('auditor')).toEqual([]));
});

describe('PIN', () => {
	it.each(['111111', '123456', '987654', '12345', '1234567', 'abcdef'])('%s is weak', (pin) =>
		expect(isWeakPin(pin)).toBe(true)
	);
	it.each(['135790', '802417', '121212'])('%s will do', (pin) =>
		expect(isWeakPin(pin)).toBe(false)
	);
});
