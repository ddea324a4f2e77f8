import type { Template } from '#lib/domain/intake/template.ts';

const POINTS_PER_MM = 72 / 25.4;

/** A PDF of one page in the size of the sheet that shows the drawn form. */
export async function filledPdf(template: Template, sheet: HTMLCanvasElement): Promise<Blob> {
	const { PDFDocument } = await import('@cantoo/pdf-lib');
	const jpeg = await new Promise<Blob>((resolve, reject) =>
		sheet.toBlob(
			(blob) => (blob ? resolve(blob) : reject(new Error('no picture'))),
			'image/jpeg',
			0.92
		)
	);
	const document = await PDFDocument.create();
	document.setTitle(template.title);
	document.setLanguage('ja');
	const [width, height] = [template.page.w * POINTS_PER_MM, template.page.h * POINTS_PER_MM];
	const page = document.addPage([width, height]);
	const picture = await document.embedJpg(await jpeg.arrayBuffer());
	page.drawImage(picture, { x: 0, y: 0, width, height });
	const bytes = (await document.save()) as Uint8Array<ArrayBuffer>;
	return new Blob([bytes], { type: 'application/pdf' });
}
