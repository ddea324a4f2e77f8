import type { Translate } from '#lib/i18n/setup.svelte.ts';
import type { SyncStatus } from '#lib/local/tablet-parts.ts';
import type { LineKind, TrayKind } from '#lib/ui/sync-mark.ts';
import { momentText } from './dates.ts';

export interface SyncWords {
	line: { kind: LineKind; text: string };
	tray: { kind: TrayKind; text: string };
	label: string;
}

function lineWords(t: Translate, status: SyncStatus, now: number): SyncWords['line'] {
	if (status.line === 'revoked') return { kind: 'stopped', text: t('shell:line.revoked') };
	if (status.line === 'sign-in') return { kind: 'act', text: t('shell:line.signIn') };
	if (status.line === 'portal') return { kind: 'act', text: t('shell:line.portal') };
	if (status.line === 'update-needed') return { kind: 'act', text: t('shell:line.update') };
	if (status.line === 'offline') {
		return { kind: 'off', text: t('shell:line.offline', { time: momentText(status.since, now) }) };
	}
	if (status.sending && status.unsent > 0)
		return { kind: 'sending', text: t('shell:line.sending') };
	if (status.line === 'unknown') return { kind: 'sending', text: t('shell:line.asking') };
	return { kind: 'on', text: t('shell:line.online') };
}

function trayWords(t: Translate, status: SyncStatus, now: number): SyncWords['tray'] {
	const { unsent, needReply, oldest, lastContact } = status;
	if (needReply > 0) {
		const more = unsent > 0 ? t('shell:tray.replyAnd', { count: needReply, unsent }) : undefined;
		return { kind: 'reply', text: more ?? t('shell:tray.reply', { count: needReply }) };
	}
	if (unsent > 0) {
		const time = oldest === null ? '' : momentText(oldest, now);
		return { kind: 'waiting', text: t('shell:tray.waiting', { count: unsent, time }) };
	}
	if (status.line !== 'online' || lastContact === null) {
		return { kind: 'clear', text: t('shell:noUnsent') };
	}
	return { kind: 'clear', text: t('shell:tray.clear', { time: momentText(lastContact, now) }) };
}

/** The two cells of the sync mark and both as one sentence. */
export function syncWords(t: Translate, status: SyncStatus, now: number): SyncWords {
	const line = lineWords(t, status, now);
	const tray = trayWords(t, status, now);
	return { line, tray, label: t('shell:syncLabelLink', { line: line.text, tray: tray.text }) };
}
