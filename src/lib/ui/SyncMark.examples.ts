import type { LineKind, TrayKind } from './sync-mark.ts';

interface Example {
	line: { kind: LineKind; text: string };
	tray: { kind: TrayKind; text: string };
	label: string;
}

const example = (line: Example['line'], tray: Example['tray']): Example => ({
	line,
	tray,
	label: `送信の状態：${line.text}、${tray.text}`
});

/** Every state of the sync mark, for the preview and the tests. */
export const syncMarkExamples: Example[] = [
	example(
		{ kind: 'on', text: 'つながっています' },
		{ kind: 'clear', text: 'すべて受信済み 11:06' }
	),
	example({ kind: 'sending', text: '送信中' }, { kind: 'waiting', text: '未送信 2件・最古 11:04' }),
	example({ kind: 'off', text: 'オフライン 10:55〜' }, { kind: 'clear', text: '未送信なし' }),
	example(
		{ kind: 'off', text: 'オフライン 10:55〜' },
		{ kind: 'waiting', text: '未送信 3件・最古 10:42' }
	),
	example(
		{ kind: 'act', text: 'サインインが必要' },
		{ kind: 'waiting', text: '未送信 1件・最古 10:42' }
	),
	example({ kind: 'on', text: 'つながっています' }, { kind: 'reply', text: '返事が要る 1件' }),
	example(
		{ kind: 'stopped', text: '端末が止められました' },
		{ kind: 'waiting', text: '未送信 3件・最古 10:42' }
	)
];
