/**
 * Prefectures with their larger cities and the wards of those: how an address in Japan begins. A
 * closed list of public names, so that a misread letter in them is put right; towns are not in it.
 */
const PLACES: Readonly<Record<string, string>> = {
	北海道:
		'札幌市 中央区 北区 東区 白石区 豊平区 南区 西区 厚別区 手稲区 清田区/函館市/小樽市/旭川市/室蘭市/釧路市/帯広市/北見市/岩見沢市/苫小牧市/江別市/千歳市/恵庭市/石狩市/北広島市',
	青森県: '青森市/弘前市/八戸市/十和田市/むつ市/五所川原市',
	岩手県: '盛岡市/一関市/奥州市/花巻市/北上市/宮古市/滝沢市',
	宮城県:
		'仙台市 青葉区 宮城野区 若林区 太白区 泉区/石巻市/大崎市/名取市/登米市/栗原市/多賀城市/塩竈市/気仙沼市',
	秋田県: '秋田市/横手市/大仙市/由利本荘市/大館市/能代市',
	山形県: '山形市/鶴岡市/酒田市/米沢市/天童市/東根市',
	福島県: '福島市/いわき市/郡山市/会津若松市/須賀川市/白河市/伊達市',
	茨城県:
		'水戸市/つくば市/日立市/ひたちなか市/土浦市/古河市/取手市/筑西市/神栖市/牛久市/龍ケ崎市/守谷市',
	栃木県: '宇都宮市/小山市/栃木市/足利市/佐野市/那須塩原市/鹿沼市/真岡市/日光市',
	群馬県: '前橋市/高崎市/太田市/伊勢崎市/桐生市/館林市/渋川市/藤岡市/富岡市',
	埼玉県:
		'さいたま市 西区 北区 大宮区 見沼区 中央区 桜区 浦和区 南区 緑区 岩槻区/川口市/川越市/所沢市/越谷市/草加市/春日部市/上尾市/熊谷市/新座市/狭山市/入間市/久喜市/朝霞市/戸田市/三郷市/深谷市/富士見市/ふじみ野市/和光市/志木市/蕨市/坂戸市/鴻巣市/加須市/八潮市/東松山市/飯能市',
	千葉県:
		'千葉市 中央区 花見川区 稲毛区 若葉区 緑区 美浜区/船橋市/松戸市/市川市/柏市/市原市/八千代市/流山市/佐倉市/習志野市/浦安市/野田市/木更津市/我孫子市/成田市/鎌ケ谷市/印西市/茂原市/君津市/四街道市',
	東京都:
		'千代田区/中央区/港区/新宿区/文京区/台東区/墨田区/江東区/品川区/目黒区/大田区/世田谷区/渋谷区/中野区/杉並区/豊島区/北区/荒川区/板橋区/練馬区/足立区/葛飾区/江戸川区/八王子市/町田市/府中市/調布市/西東京市/小平市/三鷹市/日野市/立川市/東村山市/多摩市/武蔵野市/青梅市/国分寺市/小金井市/東久留米市/昭島市/稲城市/東大和市/狛江市/あきる野市/国立市/清瀬市/武蔵村山市/福生市/羽村市',
	神奈川県:
		'横浜市 鶴見区 神奈川区 西区 中区 南区 保土ケ谷区 磯子区 金沢区 港北区 戸塚区 港南区 旭区 緑区 瀬谷区 栄区 泉区 青葉区 都筑区/川崎市 川崎区 幸区 中原区 高津区 多摩区 宮前区 麻生区/相模原市 緑区 中央区 南区/藤沢市/横須賀市/平塚市/茅ヶ崎市/大和市/厚木市/小田原市/鎌倉市/秦野市/海老名市/座間市/伊勢原市/綾瀬市/逗子市/三浦市',
	新潟県:
		'新潟市 北区 東区 中央区 江南区 秋葉区 南区 西区 西蒲区/長岡市/上越市/三条市/新発田市/柏崎市/燕市',
	富山県: '富山市/高岡市/射水市/南砺市/砺波市/魚津市/氷見市',
	石川県: '金沢市/白山市/小松市/加賀市/野々市市/七尾市',
	福井県: '福井市/坂井市/越前市/鯖江市/敦賀市/大野市',
	山梨県: '甲府市/甲斐市/南アルプス市/笛吹市/富士吉田市/北杜市',
	長野県: '長野市/松本市/上田市/佐久市/飯田市/安曇野市/塩尻市/伊那市/千曲市/諏訪市/茅野市',
	岐阜県: '岐阜市/大垣市/各務原市/多治見市/可児市/関市/高山市/中津川市/羽島市',
	静岡県:
		'静岡市 葵区 駿河区 清水区/浜松市 中央区 浜名区 天竜区/富士市/沼津市/磐田市/藤枝市/焼津市/富士宮市/掛川市/三島市/島田市/袋井市/御殿場市',
	愛知県:
		'名古屋市 千種区 東区 北区 西区 中村区 中区 昭和区 瑞穂区 熱田区 中川区 港区 南区 守山区 緑区 名東区 天白区/豊田市/岡崎市/一宮市/豊橋市/春日井市/安城市/豊川市/西尾市/刈谷市/小牧市/稲沢市/瀬戸市/半田市/東海市/江南市/日進市/大府市',
	三重県: '津市/四日市市/鈴鹿市/松阪市/桑名市/伊勢市/伊賀市/名張市/亀山市',
	滋賀県: '大津市/草津市/長浜市/東近江市/彦根市/甲賀市/守山市/近江八幡市/栗東市',
	京都府:
		'京都市 北区 上京区 左京区 中京区 東山区 下京区 南区 右京区 伏見区 山科区 西京区/宇治市/亀岡市/舞鶴市/長岡京市/木津川市/城陽市/福知山市/八幡市/京田辺市/向日市',
	大阪府:
		'大阪市 都島区 福島区 此花区 西区 港区 大正区 天王寺区 浪速区 西淀川区 東淀川区 東成区 生野区 旭区 城東区 阿倍野区 住吉区 東住吉区 西成区 淀川区 鶴見区 住之江区 平野区 北区 中央区/堺市 堺区 中区 東区 西区 南区 北区 美原区/東大阪市/豊中市/枚方市/吹田市/高槻市/茨木市/八尾市/寝屋川市/岸和田市/和泉市/守口市/箕面市/門真市/大東市/松原市/富田林市/羽曳野市/河内長野市/池田市/泉佐野市/摂津市/貝塚市/交野市',
	兵庫県:
		'神戸市 東灘区 灘区 兵庫区 長田区 須磨区 垂水区 北区 中央区 西区/姫路市/西宮市/尼崎市/明石市/加古川市/宝塚市/伊丹市/川西市/三田市/芦屋市/高砂市/豊岡市/三木市/丹波市',
	奈良県: '奈良市/橿原市/生駒市/大和郡山市/香芝市/天理市/桜井市',
	和歌山県: '和歌山市/田辺市/橋本市/紀の川市/岩出市/海南市',
	鳥取県: '鳥取市/米子市/倉吉市/境港市',
	島根県: '松江市/出雲市/浜田市/益田市/安来市',
	岡山県: '岡山市 北区 中区 東区 南区/倉敷市/津山市/総社市/玉野市/笠岡市',
	広島県:
		'広島市 中区 東区 南区 西区 安佐南区 安佐北区 安芸区 佐伯区/福山市/呉市/東広島市/尾道市/廿日市市/三原市/三次市',
	山口県: '山口市/下関市/宇部市/周南市/岩国市/防府市/山陽小野田市/下松市',
	徳島県: '徳島市/阿南市/鳴門市/吉野川市/小松島市',
	香川県: '高松市/丸亀市/三豊市/観音寺市/坂出市/さぬき市',
	愛媛県: '松山市/今治市/新居浜市/西条市/四国中央市/宇和島市/伊予市',
	高知県: '高知市/南国市/四万十市/香南市/土佐市',
	福岡県:
		'福岡市 東区 博多区 中央区 南区 西区 城南区 早良区/北九州市 門司区 若松区 戸畑区 小倉北区 小倉南区 八幡東区 八幡西区/久留米市/飯塚市/大牟田市/春日市/筑紫野市/糸島市/大野城市/宗像市/太宰府市/行橋市/福津市',
	佐賀県: '佐賀市/唐津市/鳥栖市/伊万里市/武雄市',
	長崎県: '長崎市/佐世保市/諫早市/大村市/島原市',
	熊本県: '熊本市 中央区 東区 西区 南区 北区/八代市/天草市/玉名市/合志市/宇城市',
	大分県: '大分市/別府市/中津市/佐伯市/日田市/宇佐市',
	宮崎県: '宮崎市/都城市/延岡市/日向市/日南市',
	鹿児島県: '鹿児島市/霧島市/鹿屋市/薩摩川内市/姶良市/出水市',
	沖縄県: '那覇市/沖縄市/うるま市/浦添市/宜野湾市/名護市/豊見城市/糸満市/宮古島市'
};

/** Every beginning of an address that the list knows, down to the ward. */
const beginnings: readonly string[] = Object.entries(PLACES).flatMap(([prefecture, cities]) =>
	cities.split('/').flatMap((city) => {
		const [name, ...wards] = city.split(' ');
		return wards.length > 0 ? wards.map((ward) => prefecture + name! + ward) : [prefecture + name!];
	})
);

/** A known beginning is taken when at most this share of its letters was misread. */
const MOST_WRONG = 0.34;
const WRONG_COST = 2.5;

/** An address whose beginning is put right when it is nearly that of a known place, and of one only. */
export function withKnownPlace(address: string): string {
	if (beginnings.some((place) => address.startsWith(place))) return address;
	let best = { gain: 0, place: '', length: 0 };
	let second = 0;
	for (const place of beginnings) {
		const near = nearest(place, address, Math.floor(place.length * MOST_WRONG));
		if (!near) continue;
		// A longer place with the same fault explains more of the address.
		const gain = place.length - WRONG_COST * near.cost;
		if (gain > best.gain) {
			second = best.gain;
			best = { gain, place, length: near.length };
		} else second = Math.max(second, gain);
	}
	return best.gain >= second + 1 ? best.place + address.slice(best.length) : address;
}

/** Least number of wrong letters between a place and the start of an address, with its length there. */
function nearest(
	place: string,
	address: string,
	most: number
): { cost: number; length: number } | undefined {
	const width = Math.min(address.length, place.length + 1);
	let row = Array.from({ length: width + 1 }, (_, at) => at);
	for (let i = 1; i <= place.length; i++) {
		const next = [i];
		for (let j = 1; j <= width; j++)
			next[j] = Math.min(
				row[j]! + 1,
				next[j - 1]! + 1,
				row[j - 1]! + +(place[i - 1] !== address[j - 1])
			);
		if (Math.min(...next) > most) return undefined;
		row = next;
	}
	let best: { cost: number; length: number } | undefined;
	for (let length = Math.max(0, place.length - 1); length <= width; length++) {
		const cost = row[length]!;
		// Equal costs: the length of the place itself, for letters are mostly taken one for one.
		const isBetter = !best || cost < best.cost || (cost === best.cost && length === place.length);
		if (cost <= most && isBetter) best = { cost, length };
	}
	return best;
}
