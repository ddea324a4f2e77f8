import { choice, outcome, type Flow } from './flow.ts';

/** The ways of the old 年金個人情報提供サービス into ねんきんネット (000:移行のご案内). */
export type OldRoute = 'old-id' | 'mailed-id' | 'new-registration';

/**
 * By the day of the application for the old service and whether its user id was still valid when
 * the services were joined: until 2011-02-13 the old id leads in once; from the 14th to the 24th
 * the id that came by mail; whoever applied later, or let the id run out, registers anew.
 */
export function oldRoute(appliedOn: string, isIdValid: boolean): OldRoute {
	if (!isIdValid) return 'new-registration';
	if (appliedOn <= '2011-02-13') return 'old-id';
	return appliedOn <= '2011-02-24' ? 'mailed-id' : 'new-registration';
}

/** Which way into ねんきんネット? (001:三つの方法, domain §2.1–2.2) */
export const nenkinNet: Flow = {
	id: 'nenkin-net',
	questions: [
		choice('old', ['no', 'yes']),
		{
			id: 'appliedOn',
			fields: [{ name: 'appliedOn', kind: 'date', from: '2006-01-01', to: '2011-02-28' }],
			when: ({ old }) => old === 'yes'
		},
		choice('idValid', ['yes', 'no'], ({ old }) => old === 'yes'),
		choice(
			'card',
			['yes', 'no'],
			({ old, appliedOn, idValid }) =>
				old === 'no' ||
				(idValid !== undefined && oldRoute(appliedOn!, idValid === 'yes') === 'new-registration')
		),
		choice('key', ['valid', 'expired', 'none'], ({ card }) => card === 'no'),
		choice('number', ['yes', 'no'], ({ key }) => key !== undefined),
		choice('mail', ['yes', 'no'], ({ number }) => number === 'yes')
	],
	outcome: ({ old, appliedOn, idValid, card, key, number, mail }) => {
		if (old === 'yes') {
			const route = oldRoute(appliedOn!, idValid === 'yes');
			if (route !== 'new-registration')
				return outcome({
					key: `net-${route}`,
					tone: 'yes',
					topic: 'old-service',
					todo: route === 'old-id' ? ['old-login', 'note-new-id'] : ['mailed-login'],
					unsure: ['old-today'],
					where: ['net']
				});
		}
		const rest = { topic: 'nenkin-net' as const, where: ['net'] as const, book: 'nenkin-net' };
		if (card === 'yes')
			return outcome({
				...rest,
				key: 'net-mynaportal',
				tone: 'yes',
				todo: ['mynaportal-link', 'rehearse'],
				notes: ['no-id-shown']
			});
		if (number === 'no')
			return outcome({
				...rest,
				key: 'net-number',
				tone: 'ask',
				topic: 'pension-number',
				bring: ['identity-document']
			});
		if (mail === 'no')
			return outcome({ ...rest, key: 'net-mail', tone: 'ask', todo: ['own-mail'] });
		if (key === 'valid')
			return outcome({
				...rest,
				key: 'net-key',
				tone: 'yes',
				todo: ['rehearse', 'register-key', 'open-mail'],
				bring: ['teikibin', 'number-document', 'own-email'],
				unsure: ['net-may-differ']
			});
		return outcome({
			...rest,
			key: 'net-postcard',
			tone: 'yes',
			todo: ['rehearse', 'register-postcard', 'wait-postcard'],
			bring: ['number-document', 'own-email'],
			notes: key === 'expired' ? ['key-expired'] : [],
			unsure: ['net-may-differ']
		});
	},
	ask: { where: ['net', 'booking'], topic: 'nenkin-net', book: 'nenkin-net' }
};
