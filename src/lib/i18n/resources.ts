import type check from '#locales/ja/check.json';
import type checks from '#locales/ja/checks.json';
import type common from '#locales/ja/common.json';
import type documents from '#locales/ja/documents.json';
import type fields from '#locales/ja/fields.json';
import type guidance from '#locales/ja/guidance.json';
import type home from '#locales/ja/home.json';
import type interpreter from '#locales/ja/interpreter.json';
import type languages from '#locales/ja/languages.json';
import type messages from '#locales/ja/messages.json';
import type offices from '#locales/ja/offices.json';
import type phrases from '#locales/ja/phrases.json';
import type refusals from '#locales/ja/refusals.json';
import type registration from '#locales/ja/registration.json';
import type request from '#locales/ja/request.json';
import type slip from '#locales/ja/slip.json';
import type supports from '#locales/ja/supports.json';
import type ticket from '#locales/ja/ticket.json';
import type topics from '#locales/ja/topics.json';
import type verify from '#locales/ja/verify.json';

/** The shape of every namespace, taken from its Japanese source: one line per new file. */
export interface Texts {
	check: typeof check;
	checks: typeof checks;
	common: typeof common;
	documents: typeof documents;
	fields: typeof fields;
	guidance: typeof guidance;
	home: typeof home;
	interpreter: typeof interpreter;
	languages: typeof languages;
	messages: typeof messages;
	offices: typeof offices;
	phrases: typeof phrases;
	refusals: typeof refusals;
	registration: typeof registration;
	request: typeof request;
	slip: typeof slip;
	supports: typeof supports;
	ticket: typeof ticket;
	topics: typeof topics;
	verify: typeof verify;
}

export type Namespace = keyof Texts;

/** Namespaces only staff read: Japanese, with English beside it. All others have 13 languages. */
export const staffNamespaces = [
	'administration',
	'booking',
	'device',
	'intake',
	'interpreting',
	'preparation',
	'outbox',
	'requests',
	'reception',
	'reporting',
	'shell',
	'templates',
	'verify'
] as const;

/** Namespaces whose easy Japanese has the reading of every kanji. */
export const namespacesWithRuby = ['check', 'checks', 'documents', 'guidance', 'topics'] as const;

declare module 'i18next' {
	interface CustomTypeOptions {
		defaultNS: 'common';
		resources: Texts;
		returnNull: false;
	}
}
