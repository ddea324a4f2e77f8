import type { Office } from './office.ts';

/*
 * id | name | reading | romaji | prefecture | postcode | address | phone | latitude | longitude | booths | quota
 * A `machikado-` id is a street-corner centre (街角の年金相談センター).
 */
const lines = `
sapporo-higashi|札幌東|さっぽろひがし|Sapporo-higashi|北海道|003-8530|札幌市白石区菊水1-3-1-1|011-832-0830|43.056|141.375|6|90
sapporo-nishi|札幌西|さっぽろにし|Sapporo-nishi|北海道|060-8585|札幌市中央区北3条西11-2-1|011-271-1051|43.064|141.341|7|90
machikado-sapporo-ekimae|札幌駅前|さっぽろえきまえ|Sapporo Ekimae|北海道|060-0001|札幌市中央区北1条西2-1 札幌時計台ビル4F|011-221-2250|43.063|141.354|4|90
aomori|青森|あおもり|Aomori|青森県|030-8554|青森市中央1-22-8 日進青森ビル1・2F|017-734-7495|40.823|140.747|5|90
morioka|盛岡|もりおか|Morioka|岩手県|020-8511|盛岡市中ノ橋通1-6-8 monaka 4F|019-623-6211|39.701|141.156|5|95
sendai-higashi|仙台東|せんだいひがし|Sendai-higashi|宮城県|983-8558|仙台市宮城野区宮城野3-4-1|022-257-6111|38.259|140.897|7|90
machikado-sendai|仙台|せんだい|Sendai|宮城県|980-0803|仙台市青葉区国分町3-6-1 仙台パークビル2F|022-262-5527|38.267|140.870|4|90
akita|秋田|あきた|Akita|秋田県|010-8565|秋田市保戸野鉄砲町5-20|018-865-2392|39.726|140.112|5|95
koriyama|郡山|こおりやま|Koriyama|福島県|963-8545|郡山市桑野1-3-7|024-932-3434|37.398|140.362|6|90
shinjuku|新宿|しんじゅく|Shinjuku|東京都|160-8601|新宿区新宿5-9-2 MipLa新宿五丁目ビル3–8F|03-3354-5048|35.693|139.708|9|90
machikado-shinjuku|新宿|しんじゅく|Shinjuku|東京都|160-0023|新宿区西新宿1-7-1 松岡セントラルビル8F|03-3343-5171|35.691|139.697|5|100
chiyoda|千代田|ちよだ|Chiyoda|東京都|102-8337|千代田区三番町22|03-3265-4381|35.690|139.743|6|85
chuo|中央|ちゅうおう|Chuo|東京都|104-8175|中央区明石町8-1 聖路加タワー1・16F|03-3543-1411|35.667|139.778|6|85
minato|港|みなと|Minato|東京都|105-8513|港区浜松町1-10-14 住友東新橋ビル3号館1–3F|03-5401-3211|35.659|139.756|6|85
shinagawa|品川|しながわ|Shinagawa|東京都|141-8572|品川区大崎5-1-5 高徳ビル2F|03-3494-7831|35.622|139.722|6|90
shibuya|渋谷|しぶや|Shibuya|東京都|150-8334|渋谷区神南1-12-1|03-3462-1241|35.662|139.700|7|90
ota|大田|おおた|Ota|東京都|144-8530|大田区南蒲田2-16-1 テクノポートカマタ3F|03-3733-4141|35.557|139.725|6|90
koto|江東|こうとう|Koto|東京都|136-8525|江東区亀戸5-16-9|03-3683-1231|35.699|139.830|7|90
kita|北|きた|Kita|東京都|114-8567|北区上十条1-1-10|03-3905-1011|35.760|139.718|5|90
tachikawa|立川|たちかわ|Tachikawa|東京都|190-8580|立川市錦町2-12-10|042-523-0352|35.692|139.417|7|90
machikado-tachikawa|立川|たちかわ|Tachikawa|東京都|190-0012|立川市曙町2-7-16 鈴春ビル6F|042-521-1651|35.700|139.415|4|100
hachioji|八王子|はちおうじ|Hachioji|東京都|192-8506|八王子市南新町4-1|042-626-3511|35.656|139.329|7|90
kawasaki|川崎|かわさき|Kawasaki|神奈川県|210-8510|川崎市川崎区宮前町12-17|044-233-0181|35.527|139.704|6|90
tsurumi|鶴見|つるみ|Tsurumi|神奈川県|230-8555|横浜市鶴見区鶴見中央4-33-5 TG鶴見ビル|045-521-2641|35.506|139.680|5|90
machikado-yokohama|横浜|よこはま|Yokohama|神奈川県|220-0011|横浜市西区高島2-19-12 スカイビル18F|045-451-5712|35.465|139.624|5|100
sagamihara|相模原|さがみはら|Sagamihara|神奈川県|252-0388|相模原市南区相模大野6-6-6|042-745-8101|35.530|139.432|6|90
hamamatsu-higashi|浜松東|はままつひがし|Hamamatsu-higashi|静岡県|435-0013|浜松市中央区天龍川町188|053-421-0192|34.723|137.781|6|90
nakamura|中村|なかむら|Nakamura|愛知県|453-8653|名古屋市中村区太閤1-19-46|052-453-7200|35.169|136.876|6|90
toyota|豊田|とよた|Toyota|愛知県|471-8602|豊田市神明町3-33-2|0565-33-1123|35.085|137.158|5|90
toyohashi|豊橋|とよはし|Toyohashi|愛知県|441-8603|豊橋市菰口町3-96|0532-33-4111|34.772|137.368|5|90
machikado-nagoya|名古屋|なごや|Nagoya|愛知県|453-0015|名古屋市中村区椿町1-16 井門名古屋ビル2F|052-453-0061|35.172|136.878|5|100
machikado-sakae|栄|さかえ|Sakae|愛知県|460-0008|名古屋市中区栄4-2-29 JRE名古屋広小路プレイス8F|052-242-2340|35.169|136.912|4|100
tsu|津|つ|Tsu|三重県|514-8522|津市桜橋3-446-33|059-228-9112|34.732|136.514|5|90
fukui|福井|ふくい|Fukui|福井県|910-8506|福井市手寄2-1-34|0776-23-4518|36.060|136.228|5|95
kusatsu|草津|くさつ|Kusatsu|滋賀県|525-0025|草津市西渋川1-16-35|077-567-2220|35.025|135.954|5|90
shimogyo|下京|しもぎょう|Shimogyo|京都府|600-8154|京都市下京区間之町通下珠数屋町上ル榎木町308|075-341-1165|34.991|135.762|5|90
otemae|大手前|おおてまえ|Otemae|大阪府|541-0053|大阪市中央区本町4-3-9 本町サンケイビル10・11F|06-6271-7301|34.684|135.499|7|85
tennoji|天王寺|てんのうじ|Tennoji|大阪府|543-8588|大阪市天王寺区悲田院町7-6|06-6772-7531|34.648|135.517|7|90
machikado-tennoji|天王寺|てんのうじ|Tennoji|大阪府|543-0054|大阪市天王寺区南河堀町10-17 天王寺北NKビル2F|06-6779-0651|34.649|135.520|4|100
imazato|今里|いまざと|Imazato|大阪府|537-0014|大阪市東成区大今里西2-1-8|06-6972-0161|34.669|135.543|5|90
sannomiya|三宮|さんのみや|Sannomiya|兵庫県|650-0033|神戸市中央区江戸町93 栄光ビル3・4F|078-332-5793|34.688|135.195|6|90
nara|奈良|なら|Nara|奈良県|630-8512|奈良市芝辻町4-9-4|0742-35-1371|34.690|135.817|5|90
matsuyama-nishi|松山西|まつやまにし|Matsuyama-nishi|愛媛県|790-8512|松山市南江戸3-4-8|089-925-5105|33.839|132.747|5|95
hakata|博多|はかた|Hakata|福岡県|812-8540|福岡市博多区博多駅東3-14-1 T-Building 4・5F|092-474-0012|33.591|130.426|7|90
kumamoto-nishi|熊本西|くまもとにし|Kumamoto-nishi|熊本県|860-8534|熊本市中央区千葉城町2-37|096-353-0142|32.808|130.709|5|90
kagoshima-kita|鹿児島北|かごしまきた|Kagoshima-kita|鹿児島県|892-8577|鹿児島市住吉町6-8|099-225-5311|31.588|130.561|5|80
urasoe|浦添|うらそえ|Urasoe|沖縄県|901-2121|浦添市内間3-3-25|098-877-0343|26.245|127.717|3|80
`;

/** Start times 9:00–16:00, extended days to 18:00, second Saturdays 10:00–15:00 (domain 6-Q1). */
const branchHours: Office['openingHours'] = {
	weekday: { first: '09:00', last: '16:00' },
	extended: { first: '09:00', last: '18:00' },
	saturday: { first: '10:00', last: '15:00' }
};
const centreHours: Office['openingHours'] = { ...branchHours, extended: null };

function readLine(line: string): Office {
	const [id, name, reading, romaji, prefecture, postcode, address, phone, ...numbers] =
		line.split('|');
	const [latitude, longitude, booths, quota] = numbers.map(Number);
	const isCentre = id!.startsWith('machikado-');
	return {
		officeId: id!,
		kind: isCentre ? 'centre' : 'branch',
		name: isCentre ? `街角の年金相談センター${name}` : `${name}年金事務所`,
		reading: isCentre
			? `まちかどのねんきんそうだんせんたー${reading}`
			: `${reading}ねんきんじむしょ`,
		romaji: isCentre ? `Street-corner Pension Centre ${romaji}` : `${romaji} Pension Office`,
		prefecture: prefecture!,
		postcode: postcode!,
		address: `${prefecture}${address}`,
		phone: phone!,
		latitude: latitude!,
		longitude: longitude!,
		booths: booths!,
		quota: quota!,
		standingLease: 2,
		interpreterLines: Math.max(1, Math.floor(booths! / 4)),
		openingHours: isCentre ? centreHours : branchHours
	};
}

/**
 * 47 offices and centres of 日本年金機構. Real, from its list of offices as of 2026-09-03: names,
 * prefecture, postcode, address, telephone. Approximate to a kilometre: latitude and longitude.
 * Synthetic, for the demonstration: booths, quota (percent), standing leases, interpreter lines, and that every
 * branch keeps the general start times and no centre keeps an extended evening.
 */
export const officeList: Office[] = lines.trim().split('\n').map(readLine);
