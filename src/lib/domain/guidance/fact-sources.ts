import type { FactSource } from './fact.ts';

const source = (who: string, where: string, asOf: string, isSecondHand = false): FactSource => ({
	who,
	where,
	asOf,
	...(isSecondHand ? { isSecondHand } : {})
});
const jps = '日本年金機構';

/** Where the figures come from. Second hand: seen where somebody else cites the page. */
export const factSources = {
	premium: source(jps, 'nenkin.go.jp 国民年金保険料・前納（zenno.html）', '2026-09-04', true),
	premium2024: source('鈴鹿市', 'city.suzuka.lg.jp 国民年金', '2024-05-14'),
	payment: source('八女市・中間市', 'city.yame.fukuoka.jp, city.nakama.lg.jp 納付', '2026-09-03'),
	apps: source(jps, 'nenkin.go.jp/service/kokunen/hokenryo/smartphone.html', '2025-04-24'),
	joining: source(
		jps,
		'nenkin.go.jp/international/english/nationalpension/nationalpension.html',
		'2017-08-01'
	),
	voluntary: source('ニセコ町', 'town.niseko.lg.jp 国民年金', '2026-09-03'),
	partTime: source('厚生労働省', '年金制度改正法（2025年）の施行日', '2026-09-25', true),
	exemption: source('米原市', 'city.maibara.lg.jp 国民年金の免除', '2025-07-03'),
	exemptionLimits: source('国民年金法施行令', '免除の所得基準', '2026-09-03', true),
	exemptionEffect: source(jps, 'nenkin.go.jp 老齢基礎年金（0401.html）', '2026-07-29', true),
	reduced: source(jps, 'nenkin.go.jp 免除された場合の保険料', '2026-09-04', true),
	backPayment: source('大分市', 'city.oita.oita.jp 追納', '2024-12-06'),
	student: source('守谷市', 'city.moriya.ibaraki.jp 学生納付特例', '2025-04-15'),
	jobLoss: source('茨城町・小田原市', 'town.ibaraki.lg.jp, city.odawara.kanagawa.jp', '2023-02-27'),
	maternity: source('岡崎市', 'city.okazaki.lg.jp 産前産後免除', '2026-09-03'),
	childcare: source(jps, 'nenkin.go.jp 育児期間の免除（ikujimenjo.html）', '2026-10-01', true),
	oldAge: source(jps, 'nenkin.go.jp 老齢基礎年金（0401.html）', '2026-07-29', true),
	disability: source(jps, '障害年金の令和8年度の額と要件', '2026-08-01', true),
	lumpSum: source(
		jps,
		'nenkin.go.jp/international/english/japanese-system/benefit/payment.html',
		'2026-03-02'
	),
	lumpSumReform: source('国会', '年金制度改正法（令和7年法律第74号）', '2026-09-25', true),
	lumpSumTax: source('国税庁', '脱退一時金の源泉徴収', '2026-09-03', true),
	agreements: source(
		jps,
		'nenkin.go.jp/service/shaho-kyotei/kunibetsu/kyoteitimesystem.html',
		'2025-10-27'
	),
	movingOut: source('新潟市', 'ネパールの方への案内（転出届）', '2026-09-03', true),
	nenkinNet: source(jps, 'ねんきんネット ご利用ガイド 第2章 ユーザ登録 2.1版', '2023-01-04'),
	oldService: source(jps, '年金個人情報提供サービスからの移行のご案内', '2011-03-01'),
	offices: source(jps, 'nenkin.go.jp 相談・予約・全国の窓口', '2026-09-03', true),
	number: source('八女市', 'city.yame.fukuoka.jp 基礎年金番号通知書', '2026-09-03'),
	dial: source('八女市', 'city.yame.fukuoka.jp ねんきんダイヤル', '2026-09-03'),
	report: source(jps, '令和6年度業務実績報告書', '2025-06-30'),
	residence: source('出入国在留管理庁', '在留審査での社会保険料の確認（報道）', '2025-11-04', true),
	memory: source('未確認', '確認できる資料が見つかっていません', '2026-11-21')
} as const satisfies Record<string, FactSource>;

export type FactSourceId = keyof typeof factSources;
