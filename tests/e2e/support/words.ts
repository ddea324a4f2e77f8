import administrationEn from '#locales/en/administration.json' with { type: 'json' };
import bookingEn from '#locales/en/booking.json' with { type: 'json' };
import deviceEn from '#locales/en/device.json' with { type: 'json' };
import outboxEn from '#locales/en/outbox.json' with { type: 'json' };
import preparationEn from '#locales/en/preparation.json' with { type: 'json' };
import shellEn from '#locales/en/shell.json' with { type: 'json' };
import verifyEn from '#locales/en/verify.json' with { type: 'json' };
import administrationJa from '#locales/ja/administration.json' with { type: 'json' };
import bookingJa from '#locales/ja/booking.json' with { type: 'json' };
import deviceJa from '#locales/ja/device.json' with { type: 'json' };
import outboxJa from '#locales/ja/outbox.json' with { type: 'json' };
import preparationJa from '#locales/ja/preparation.json' with { type: 'json' };
import shellJa from '#locales/ja/shell.json' with { type: 'json' };
import verifyJa from '#locales/ja/verify.json' with { type: 'json' };

/** The words of the staff screens, to find things by what a person reads. */
export const words = {
	ja: {
		administration: administrationJa,
		booking: bookingJa,
		device: deviceJa,
		outbox: outboxJa,
		preparation: preparationJa,
		shell: shellJa,
		verify: verifyJa
	},
	en: {
		administration: administrationEn,
		booking: bookingEn,
		device: deviceEn,
		outbox: outboxEn,
		preparation: preparationEn,
		shell: shellEn,
		verify: verifyEn
	}
} as const;

/** A text with figures and names in it, as a pattern that takes any. */
export const like = (text: string): RegExp =>
	new RegExp(
		text
			.split(/\{\{\w+\}\}/)
			.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('.*')
	);
