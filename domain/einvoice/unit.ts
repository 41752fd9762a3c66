/** Units of measure: the codes of UN/ECE recommendation 20, and the words that people write for them in the languages of the office. */

/** By code; the first word is the one that a draft gets. */
const WORDS: Readonly<Record<string, string>> = {
  HUR: 'h hr hrs hour hours std std. stunde stunden heure heures hora horas ora ore uur uren godz godz. godzina godziny godzin 時間 小时 ساعة ساعات שעה שעות',
  DAY: 'days day tag tage jour jours día días dia dias giorno giorni dag dagen dzień dni 日 天 يوم أيام יום ימים',
  WEE: 'weeks week woche wochen semaine semaines semana semanas settimana settimane weken tydzień tygodnie tygodni 週 週間 周 أسبوع أسابيع שבוע שבועות',
  MON: 'months month monat monate mois mes meses mês mese mesi maand maanden miesiąc miesiące miesięcy 月 か月 ヶ月 个月 شهر أشهر חודש חודשים',
  H87: 'pcs pc piece pieces stück stk stk. pièce pièces pieza piezas unidad unidades pezzo pezzi stuk stuks szt szt. sztuka sztuki sztuk peça peças 個 件 قطعة قطع יחידה יחידות',
  MIN: 'min minute minutes minuten minuto minutos minuti minuut minuta minuty minut 分 分钟 دقيقة דקות',
  KMT: 'km', MTR: 'm', CMT: 'cm', MTK: 'm² m2 qm', MTQ: 'm³ m3', KGM: 'kg', GRM: 'g', TNE: 't', LTR: 'l', KWH: 'kwh',
};

const CODES: ReadonlyMap<string, string> = new Map(Object.entries(WORDS).flatMap(([code, words]) => words.split(' ').map((word) => [word, code] as const)));

/** Whatever else is counted is "one" of it. */
export const unitCode = (word = ''): string => CODES.get(word.trim().toLowerCase()) ?? 'C62';

/** The word for a code; undefined where people have none. */
export const unitWord = (code: string): string | undefined => WORDS[code]?.split(' ')[0];
