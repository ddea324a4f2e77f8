import { withoutRuby } from '#lib/domain/guidance/ruby.ts';
import { dateWithReadings } from '#lib/i18n/easy-dates.ts';
import Ruby from './Ruby.svelte';
import RubySwitch from './RubySwitch.svelte';

/** What shows readings: fetched for easy Japanese alone. */
export const easy = {
	Ruby,
	RubySwitch,
	form: '.ruby',
	date: dateWithReadings,
	plain: withoutRuby
} as const;
