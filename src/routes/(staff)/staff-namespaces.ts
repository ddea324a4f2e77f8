import type administration from '#locales/ja/administration.json';
import type booking from '#locales/ja/booking.json';
import type device from '#locales/ja/device.json';
import type intake from '#locales/ja/intake.json';
import type interpreting from '#locales/ja/interpreting.json';
import type outbox from '#locales/ja/outbox.json';
import type requests from '#locales/ja/requests.json';
import type reception from '#locales/ja/reception.json';
import type reporting from '#locales/ja/reporting.json';
import type preparation from '#locales/ja/preparation.json';
import type shell from '#locales/ja/shell.json';
import type templates from '#locales/ja/templates.json';

// Staff texts join the visitors' texts in the types of `t`.
declare module '#lib/i18n/resources.ts' {
	interface Texts {
		administration: typeof administration;
		booking: typeof booking;
		device: typeof device;
		intake: typeof intake;
		interpreting: typeof interpreting;
		outbox: typeof outbox;
		requests: typeof requests;
		reception: typeof reception;
		reporting: typeof reporting;
		preparation: typeof preparation;
		shell: typeof shell;
		templates: typeof templates;
	}
}
