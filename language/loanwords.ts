/**
 * Borrowed words whose Cyrillic spelling the letters of the Latin alphabet do not give: ц written s, the soft and the
 * hard sign, й before a vowel. Pairs of Latin and Cyrillic.
 */
const pairs = (text: string): readonly (readonly [string, string])[] =>
  text
    .trim()
    .split(/\s*[,\n]\s*/)
    .map((pair) => {
      const [latin = '', cyrillic = ''] = pair.split(' ')
      return [latin, cyrillic] as const
    })

/** Roots that any ending may follow: sement, sementlash; konsentr, konsentratsiya. */
export const ROOTS = new Map(
  pairs(`
    adyutant адъютант, aksent акцент, akselerat акцелерат, aksept акцепт, aksiz акциз
    albom альбом, alpin альпин, altern альтерн, alyans альянс, asfalt асфальт, bazalt базальт, batalyon батальон
    baryer барьер, broshur брошюр, budjet бюджет, bulyon бульон, ekspansi экспанси
    eksteryer экстерьер, fakultet факультет, farmatsevt фармацевт, feldsher фельдшер, feldmarshal фельдмаршал
    filtr фильтр, folklor фольклор, galvan гальван, gerbisid гербицид, impuls импульс, inersi инерци
    insektisid инсектицид, interyer интерьер, inyek инъек, kalkul калькул, kalsi кальци
    kansel канцел, kansero канцеро, kansler канцлер, karyer карьер, kobalt кобальт, kommersi коммерци, kompyuter компьютер
    konser концер, konserv консерв, konsentr концентр, konsep концеп, konsess концесс, konsorsi консорци
    konsult консульт, konyunktur конъюнктур, kultiv культив, kultur культур, kuryer курьер, kvars кварц, kvarsit кварцит
    medalyon медальон, multi мульти, narsiss нарцисс, obyekt объект, parashut парашют, pavilyon павильон
    pensi пенси, pestisid пестицид, podyezd подъезд, porsi порци, premyer премьер, prinsess принцесс, prinsip принцип
    proporsi пропорци, pyesa пьеса, rayon район, razyezd разъезд, rels рельс
    rezult результ, selsiy цельсий, sellofan целлофан, sellyuloz целлюлоз, sement цемент, sentner центнер, sentr центр
    senzur цензур, siferblat циферблат, sianid цианид, siklon циклон, silindr цилиндр, sirkulyar циркуляр
    sirkulyats циркуляц, sistern цистерн, sitat цитат, sitrus цитрус, siviliz цивилиз, subyekt субъект, sulf сульф
    syezd съезд, ultim ультим, ultra ультра, vaksin вакцин, volfram вольфрам, volt вольт, vyetnam вьетнам
  `),
)

/** Whole words, which only the endings of the language may follow; a soft sign at their end falls before one. */
export const WORDS = new Map(
  pairs(`
    yanvar январь, fevral февраль, aprel апрель, iyun июнь, iyul июль, sentabr сентябрь, sentyabr сентябрь
    oktabr октябрь, oktyabr октябрь, noyabr ноябрь, dekabr декабрь
    abzats абзац, alfa альфа, atelye ателье, detal деталь, diagonal диагональ, dizel дизель, dvigatel двигатель
    emal эмаль, flanes фланец, folga фольга, fransuz француз, gantel гантель, gorizontal горизонталь, intervyu интервью
    inventar инвентарь, kabel кабель, kalendar календарь, kanifol канифоль, karusel карусель, lager лагерь
    magistral магистраль, marganes марганец, matritsa матрица, mayonez майонез, mayor майор, mebel мебель, medal медаль
    model модель, modul модуль, motel мотель, motosikl мотоцикл, neft нефть, nikel никель, nol ноль, nyu нью
    nyuton ньютон, panel панель, parallel параллель, patrul патруль, plats плац, portfel портфель, prins принц
    profil профиль, pulpa пульпа, pult пульт, puls пульс, rol роль, rul руль, sekretar секретарь, sent цент, sex цех
    shpris шприц, shprits шприц, shtabel штабель, shtangensirkul штангенциркуль, shtempel штемпель, sikl цикл, sink цинк
    sirk цирк, sirkul циркуль, slesar слесарь, spiral спираль, stal сталь, tabel табель, tekstil текстиль, tokar токарь
    tonnel тоннель, tunnel туннель, ventil вентиль, vertikal вертикаль, vals вальс
    vedomost ведомость, york йорк, yod йод, yogurt йогурт
  `),
)

/** What may stand before either: elektrokabel, mikrorayon, podsentr. */
export const PREFIXES =
  /^(?:agro|anti|avia|avto|bio|elektro|energo|epi|foto|gidro|issiqlik|kiber|kino|metall?o?|mikro|mini|moto|nano|nim|pod|poli|radio|sub|super|tele|termo|trans|video|vitse)(?=.)/u

/** The endings that a word may take, one after the other. */
export const ENDINGS =
  /^(?:aro|cha|chi|da|dagi|dan|day|dek|dir|dor|ga|gacha|i|im|imiz|ing|ingiz|ka|kacha|lan\p{L}*|lar|lash\p{L}*|li|lik|ma|mi|ni|niki|ning|si|siz|xona)*$/u

/** Foreign abbreviations and names of products, written in Latin letters in every script. */
export const FOREIGN = new Set(
  (
    'AI API CAD CAM CNC CRM ERP GIS GPS HR ICT IELTS IP ISO IT KPI LED LTD MBA MES NASA OTP PDF PIN PLC PVC QR RFID SAP ' +
    'SCADA SIM SMS SQL STEM SWOT TOEFL URL USB UTF VIP VPN XML ABB BMW BYD LG ' +
    'Android AutoCAD Autodesk Bosch Excel Google Hyundai Instagram Intel Java Kia Linux Matlab Moodle Oracle Outlook ' +
    'PhD Python Samsung Siemens Toyota YouTube Zoom'
  ).split(' '),
)
/** Names of more than one word that stay as a whole. */
export const FOREIGN_NAMES = /IT[ -]Park(?![\p{L}ʻʼ])|Wi-Fi|Power ?Point|1C/u
