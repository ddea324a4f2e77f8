import type { Person } from '#lib/domain/access/access.ts';

/** The one password of all people of the demonstration; it is printed at every start. */
export const DEMO_PASSWORD = 'madoguchi-demo-2026';

export const demoMail = (personId: string): string => `${personId}@pension.example.jp`;

/*
 * office: id | name | reading | role | booth | languages besides Japanese
 * All invented. Three offices have many people, as an office of the demonstration is toured.
 */
const lines = `
shinjuku: naito|内藤 由美|ナイトウ ユミ|chief|1|en
shinjuku: kuroda|黒田 誠一|クロダ セイイチ|head||
shinjuku: hoshino|星野 千夏|ホシノ チナツ|reception||en zh
shinjuku: takemura|竹村 健|タケムラ ケン|reception||
shinjuku: sakurai|桜井 美穂|サクライ ミホ|counter|2|en
shinjuku: o-lin|王 琳|オウ リン|counter|3|zh en
shinjuku: kim-jiwoo|金 智友|キム ジウ|counter|4|ko
shinjuku: matsuda|松田 亮|マツダ リョウ|counter|5|
shinjuku: ishikawa|石川 葵|イシカワ アオイ|counter|6|vi
shinjuku: fujii|藤井 拓也|フジイ タクヤ|counter|7|
shinjuku: gurung|グルン 里奈|グルン リナ|counter|8|ne en
shinjuku: onodera|小野寺 恵|オノデラ メグミ|counter|9|
hamamatsu-higashi: suzuki|鈴木 健太|スズキ ケンタ|chief|1|pt
hamamatsu-higashi: mizuno|水野 久美子|ミズノ クミコ|head||
hamamatsu-higashi: terada|寺田 沙織|テラダ サオリ|reception||pt
hamamatsu-higashi: silva|シルバ 真理|シルバ マリ|counter|2|pt es
hamamatsu-higashi: yamauchi|山内 翔|ヤマウチ ショウ|counter|3|
hamamatsu-higashi: santos|サントス 健|サントス ケン|counter|4|tl en
hamamatsu-higashi: hattori|服部 直子|ハットリ ナオコ|counter|5|
hamamatsu-higashi: nguyen|グエン 美咲|グエン ミサキ|counter|6|vi
machikado-shinjuku: ueda|上田 和子|ウエダ カズコ|chief|1|
machikado-shinjuku: nishimura|西村 大輔|ニシムラ ダイスケ|counter|2|en
machikado-shinjuku: kawabata|川端 文|カワバタ アヤ|counter|3|
machikado-shinjuku: okubo|大久保 進|オオクボ ススム|counter|4|
machikado-shinjuku: chen|陳 美玲|チン ミレイ|counter|5|zh
toyota: aoki|青木 裕子|アオキ ユウコ|chief|1|
toyota: pereira|ペレイラ 優|ペレイラ ユウ|counter|2|pt
toyota: kondo|近藤 修|コンドウ オサム|counter|3|
tennoji: yoshida|吉田 理恵|ヨシダ リエ|chief|1|
tennoji: park|朴 秀美|パク スミ|counter|2|ko
tennoji: nakagawa|中川 悟|ナカガワ サトル|counter|3|
hakata: koga|古賀 真由|コガ マユ|chief|1|en
hakata: tanaka|田中 浩|タナカ ヒロシ|counter|2|
hakata: thapa|タパ 綾|タパ アヤ|counter|3|ne
urasoe: higa|比嘉 なつき|ヒガ ナツキ|chief|1|en
urasoe: miyagi|宮城 隆|ミヤギ タカシ|counter|2|
urasoe: nakasone|仲宗根 愛|ナカソネ アイ|counter|3|es
sapporo-higashi: sato|佐藤 圭|サトウ ケイ|chief|1|
sapporo-higashi: kudo|工藤 明日香|クドウ アスカ|counter|2|en
sapporo-higashi: watanabe|渡辺 洋平|ワタナベ ヨウヘイ|counter|3|
shinjuku: kansa|監査 太郎|カンサ タロウ|auditor||
`;

/** What counter staff know well, in turn; whoever speaks a language knows what its readers ask. */
const skillSets = [
	['old-age-claim', 'records', 'nenkin-net'],
	['disability', 'records'],
	['survivor', 'unpaid-death', 'old-age-claim'],
	['joining', 'payment', 'exemption', 'student', 'maternity'],
	['old-age-claim', 'disability', 'address-name']
] as const;
const abroad = ['lump-sum', 'agreement', 'leaving-japan'];

function readLine(line: string): Person {
	const [officeId, rest] = line.split(': ');
	const [personId, name, kana, role, booth, languages] = rest!.split('|');
	const set = booth === '' ? [] : skillSets[(Number(booth) - 1) % skillSets.length]!;
	return {
		personId: personId!,
		officeId: officeId!,
		name: name!,
		kana: kana!,
		role: role as Person['role'],
		booth: booth === '' ? null : Number(booth),
		languages: ['ja', ...languages!.split(' ').filter(Boolean)],
		skills: [...set, ...(booth !== '' && languages !== '' ? abroad : [])],
		active: true
	};
}

/** The people of the demonstration's offices. */
export const demoStaff: readonly Person[] = lines.trim().split('\n').map(readLine);
