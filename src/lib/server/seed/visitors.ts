import type { BookingDetails, Needs, Support, Visitor } from '#lib/domain/booking/booking.ts';
import type { Topic } from '#lib/domain/booking/topic.ts';
import type { Random } from './random.ts';

/** Family and given names with their readings; combined at random, so nobody is meant. */
const families = `相原|アイハラ 浅田|アサダ 安西|アンザイ 飯島|イイジマ 磯部|イソベ 植松|ウエマツ 江口|エグチ 大槻|オオツキ
岡村|オカムラ 片桐|カタギリ 神谷|カミヤ 北沢|キタザワ 久保田|クボタ 小泉|コイズミ 佐伯|サエキ 塩谷|シオタニ 杉浦|スギウラ 瀬戸|セト
高瀬|タカセ 武井|タケイ 千田|チダ 土屋|ツチヤ 戸田|トダ 永井|ナガイ 野口|ノグチ 長谷部|ハセベ 平野|ヒラノ 福島|フクシマ 堀内|ホリウチ
前川|マエカワ 三浦|ミウラ 村瀬|ムラセ 森下|モリシタ 矢野|ヤノ 横山|ヨコヤマ 若林|ワカバヤシ`;
const givens = `明子|アキコ 郁夫|イクオ 栄子|エイコ 一雄|カズオ 勝|マサル 清美|キヨミ 幸子|サチコ 茂|シゲル 純一|ジュンイチ 澄江|スミエ
孝|タカシ 千代|チヨ 敏夫|トシオ 奈々|ナナ 信子|ノブコ 春香|ハルカ 秀樹|ヒデキ 文雄|フミオ 正子|マサコ 美智子|ミチコ 保|タモツ
康弘|ヤスヒロ 陽子|ヨウコ 良子|リョウコ 蓮|レン 和美|カズミ`;

/** Name, reading and the languages that such a visitor reads and speaks. */
const foreigners: readonly (readonly [
	string,
	string,
	Needs['readingLanguage'],
	Needs['spokenLanguage']
])[] = [
	['NGUYEN VAN AN', 'グエン ヴァン アン', 'vi', 'vi'],
	['TRAN THI HOA', 'チャン ティ ホア', 'vi', 'vi'],
	['PHAM MINH DUC', 'ファム ミン ドゥック', 'ja-easy', 'vi'],
	['LI XIAOMING', 'リ シャオミン', 'zh', 'zh'],
	['ZHANG WEI', 'チャン ウェイ', 'zh', 'zh'],
	['WANG FANG', 'ワン ファン', 'zh', 'ja'],
	['LEE MINJUN', 'イ ミンジュン', 'ko', 'ko'],
	['CHOI SEOYEON', 'チェ ソヨン', 'ko', 'ja'],
	['SOUZA CARLOS EDUARDO', 'ソウザ カルロス エドゥアルド', 'pt', 'pt'],
	['OLIVEIRA ANA PAULA', 'オリベイラ アナ パウラ', 'pt', 'pt'],
	['PEREZ MARIA ELENA', 'ペレス マリア エレナ', 'es', 'es'],
	['REYES JOSE MANUEL', 'レイエス ホセ マヌエル', 'tl', 'tl'],
	['SOMCHAI PRASERT', 'ソムチャイ プラサート', 'th', 'th'],
	['PUTRI AYU LESTARI', 'プトリ アユ レスタリ', 'id', 'id'],
	['RAI BISHNU', 'ライ ビシュヌ', 'ne', 'en'],
	['SHRESTHA SITA', 'シュレスタ シタ', 'ne', 'ne'],
	['AUNG KYAW ZIN', 'アウン チョー ジン', 'my', 'my'],
	['SMITH JAMES', 'スミス ジェームズ', 'en', 'en'],
	['KUMAR PRIYA', 'クマール プリヤ', 'en', 'en']
];

const split = (text: string): [string, string][] =>
	text.split(/\s+/).map((pair) => pair.split('|') as [string, string]);
const familyNames = split(families);
const givenNames = split(givens);

const japaneseNotes: readonly (readonly [string, number])[] = [
	['', 70],
	['配偶者が同席します。', 6],
	['娘が付き添います。', 4],
	['書類が届いていないとのこと。', 4],
	['午後に別の用事があり、時間どおりに始めてほしいとのこと。', 3],
	['耳が遠いため、ゆっくり大きな声で。', 3],
	['前回の相談の続き。', 6],
	['会社の資料を持参。', 4]
];
const foreignNotes: readonly (readonly [string, number])[] = [
	['', 60],
	['在留カードを持ってきます。', 15],
	['会社の人が一緒に来ます。', 10],
	['帰国の予定があります。', 15]
];

/** Numbers of the range 0000 are given to nobody. */
function phone(random: Random): string {
	const last = String(random.below(10_000)).padStart(4, '0');
	return random.percent(65) ? `090-0000-${last}` : `03-0000-${last}`;
}

/** Numbers that begin with 0000 are given to nobody. */
const pensionNumber = (random: Random): string | null =>
	random.percent(45) ? `0000-${String(random.below(1_000_000)).padStart(6, '0')}` : null;

function supportsFor(
	random: Random,
	isForeign: boolean,
	needs: Pick<Needs, 'spokenLanguage'>
): Support[] {
	if (isForeign)
		return needs.spokenLanguage !== 'ja' && random.percent(80) ? ['phone-interpreter'] : [];
	const wanted: Support[] = [];
	if (random.percent(8)) wanted.push('companion');
	if (random.percent(4)) wanted.push('wheelchair');
	if (random.percent(5)) wanted.push('large-print');
	if (random.percent(1)) wanted.push('remote-sign');
	return wanted;
}

function personOf(
	random: Random,
	isForeign: boolean
): { name: string; kana: string; needs: Needs } {
	if (isForeign) {
		const [name, kana, readingLanguage, spokenLanguage] = random.pick(foreigners);
		const supports = supportsFor(random, true, { spokenLanguage });
		return { name, kana, needs: { readingLanguage, spokenLanguage, supports } };
	}
	const [family, familyKana] = random.pick(familyNames);
	const [given, givenKana] = random.pick(givenNames);
	return {
		name: `${family} ${given}`,
		kana: `${familyKana} ${givenKana}`,
		needs: {
			readingLanguage: 'ja',
			spokenLanguage: 'ja',
			supports: supportsFor(random, false, { spokenLanguage: 'ja' })
		}
	};
}

/** An invented visitor with a wish; `foreignShare` in percent. */
export function inventDetails(
	random: Random,
	topics: readonly Topic[],
	foreignShare: number
): BookingDetails {
	const isForeign = random.percent(foreignShare);
	const { name, kana, needs } = personOf(random, isForeign);
	const visitor: Visitor = {
		name,
		kana,
		phone: phone(random),
		pensionNumber: pensionNumber(random)
	};
	// The topics stand in the order of how often they are asked for.
	const weights = topics.map((topic, index) => [topic, 1 / (index + 2)] as const);
	return {
		topicId: random.weighted(weights).topicId,
		channel: random.weighted([
			['counter', 92],
			['phone', 5],
			['tv-phone', 3]
		] as const),
		origin: 'phone',
		visitor,
		needs,
		proxy: null,
		nonDisclosure: false,
		held: [],
		consent: 'none',
		note: random.weighted(isForeign ? foreignNotes : japaneseNotes)
	};
}
