/** First day, name and letter of each era since Meiji. */
const eras = [
	{ from: '2019-05-01', name: '令和', letter: 'R' },
	{ from: '1989-01-08', name: '平成', letter: 'H' },
	{ from: '1926-12-25', name: '昭和', letter: 'S' },
	{ from: '1912-07-30', name: '大正', letter: 'T' },
	{ from: '1868-10-23', name: '明治', letter: 'M' }
] as const;

export interface EraYear {
	name: string;
	letter: string;
	year: number;
}

/** The era and year of a date (YYYY-MM-DD); undefined before Meiji. */
export function eraYear(date: string): EraYear | undefined {
	const era = eras.find(({ from }) => date >= from);
	if (!era) return undefined;
	return {
		name: era.name,
		letter: era.letter,
		year: Number(date.slice(0, 4)) - Number(era.from.slice(0, 4)) + 1
	};
}

/** 令和8年11月21日（2026年）: both calendars side by side. */
export function warekiDate(date: string): string {
	const era = eraYear(date);
	const [year, month, day] = date.split('-').map(Number);
	const yearText = era ? `${era.name}${era.year === 1 ? '元' : era.year}年` : `${year}年`;
	return `${yearText}${month}月${day}日（${year}年）`;
}
