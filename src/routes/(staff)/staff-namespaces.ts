import type administration from '#locales/ja/administration.json';
import type booking from '#locales/ja/booking.json';
import type device from '#locales/ja/device.json';
import type outbox from '#locales/ja/outbox.json';
import type shell from '#locales/ja/shell.json';

// Staff texts join the visitors' texts in the types of `t`.
declare module '#lib/i18n/resources.ts' {
	interface Texts {
		administration: typeof administration;
		booking: typeof booking;
		device: typeof device;
		outbox: typeof outbox;
		shell: typeof shell;
	}
}
