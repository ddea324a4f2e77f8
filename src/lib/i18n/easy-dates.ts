const words: Readonly<Record<string, string>> = {
	令和: 'れいわ',
	平成: 'へいせい',
	昭和: 'しょうわ',
	元年: 'がんねん',
	年: 'ねん',
	月: 'がつ',
	日: 'にち',
	'1日': 'ついたち',
	'2日': 'ふつか',
	'3日': 'みっか',
	'4日': 'よっか',
	'5日': 'いつか',
	'6日': 'むいか',
	'7日': 'なのか',
	'8日': 'ようか',
	'9日': 'ここのか',
	'10日': 'とおか',
	'14日': 'じゅうよっか',
	'20日': 'はつか',
	'24日': 'にじゅうよっか'
};

/** A date in Japanese (令和8年12月4日（2026年）) with readings; days with a name of their own as a whole. */
export const dateWithReadings = (date: string): string =>
	date.replace(/令和|平成|昭和|元年|年|月|\d+日/g, (part) => {
		const reading = words[part];
		return reading ? `{${part}|${reading}}` : part.replace('日', '{日|にち}');
	});
