import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import ErrorSummary from '#lib/ui/ErrorSummary.svelte';
import Field from '#lib/ui/Field.svelte';
import PinPad from '#lib/ui/PinPad.svelte';
import { syncMarkExamples } from '#lib/ui/SyncMark.examples.ts';
import SyncMark from '#lib/ui/SyncMark.svelte';

describe('Field', () => {
	it('ties label, hint and error to the input', () => {
		render(Field, {
			id: 'phone',
			label: '電話',
			required: '必須',
			hint: '半角でも全角でも',
			error: '桁が足りません',
			value: '080'
		});
		const input = screen.getByLabelText(/電話/);
		expect(input).toHaveAccessibleDescription('半角でも全角でも 桁が足りません');
		expect(input).toHaveAttribute('aria-invalid', 'true');
		expect(input).toHaveValue('080');
	});

	it('is quiet without an error', () => {
		render(Field, { id: 'note', label: '伝えておきたいこと', lines: 2, value: '' });
		const area = screen.getByLabelText('伝えておきたいこと');
		expect(area.tagName).toBe('TEXTAREA');
		expect(area).not.toHaveAttribute('aria-invalid');
		expect(area).not.toHaveAttribute('aria-describedby');
	});
});

describe('ErrorSummary', () => {
	it('links each message to its field and moves the focus there', async () => {
		render(Field, { id: 'name', label: '氏名', value: '' });
		render(ErrorSummary, {
			title: '1か所 直してください',
			errors: [{ id: 'name', text: '入力してください。' }]
		});
		expect(screen.getByRole('alert')).toHaveTextContent('1か所 直してください');
		await fireEvent.click(screen.getByRole('link', { name: '入力してください。' }));
		expect(screen.getByLabelText('氏名')).toHaveFocus();
	});

	it('is not there when nothing is wrong', () => {
		render(ErrorSummary, { title: '0か所', errors: [] });
		expect(screen.queryByRole('alert')).toBeNull();
	});
});

describe('SyncMark', () => {
	it.each(syncMarkExamples.map((example) => [example.label, example] as const))(
		'says both marks: %s',
		(label, example) => {
			render(SyncMark, { ...example, href: '/outbox' });
			const mark = screen.getByRole('link', { name: label });
			expect(mark).toHaveTextContent(example.line.text);
			expect(mark).toHaveTextContent(example.tray.text);
			expect(mark.querySelectorAll('svg')).toHaveLength(2);
		}
	);
});

describe('PIN pad', () => {
	const labels = { digits: '数字', erase: '1文字消す', forgot: '忘れた' };
	const entered = (count: number) => `6桁のうち${count}桁入力`;
	const pad = (more: object = {}) => render(PinPad, { value: '', entered, labels, ...more });
	const shown = (count: number) => screen.getByRole('img', { name: entered(count) });

	it('takes digits from buttons and from the keyboard, six at most', async () => {
		pad();
		await fireEvent.click(screen.getByRole('button', { name: '7' }));
		for (const key of '123456') await fireEvent.keyDown(window.document.body, { key });
		expect(shown(6)).toBeInTheDocument();
	});

	it('erases with its key and with Backspace', async () => {
		pad({ value: '12' });
		await fireEvent.click(screen.getByRole('button', { name: '1文字消す' }));
		expect(shown(1)).toBeInTheDocument();
		await fireEvent.keyDown(window.document.body, { key: 'Backspace' });
		expect(shown(0)).toBeInTheDocument();
	});

	it('submits with Enter, but leaves Enter on a button to the button', async () => {
		const onenter = vi.fn();
		pad({ onenter });
		await fireEvent.keyDown(screen.getByRole('button', { name: '1' }), { key: 'Enter' });
		expect(onenter).not.toHaveBeenCalled();
		await fireEvent.keyDown(window.document.body, { key: 'Enter' });
		expect(onenter).toHaveBeenCalledOnce();
	});

	it('leaves the keys of a text field alone', async () => {
		pad();
		render(Field, { id: 'other', label: 'ほか', value: '' });
		await fireEvent.keyDown(screen.getByLabelText('ほか'), { key: '5' });
		expect(shown(0)).toBeInTheDocument();
	});

	it('says what to do when the PIN is forgotten', async () => {
		const onforgot = vi.fn();
		pad({ onforgot });
		await fireEvent.click(screen.getByRole('button', { name: '忘れた' }));
		expect(onforgot).toHaveBeenCalledOnce();
	});
});
