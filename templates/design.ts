/** A design at work: which columns stand on a page under which heads, lines in their groups, the delivery address and the plan of instalments. */
import type { Brand } from '../domain/brand';
import type { Content, Line } from '../domain/content';
import { formatDate } from '../domain/dates';
import { groupsOf, PLAIN_DESIGN, type Column, type Design, type DesignWord, type Group, type Letterhead } from '../domain/design';
import { planOf } from '../domain/instalments';
import type { Totals } from '../domain/totals';
import { amountText, bareAmount, block, decimalText, oneLine, percentText, shortDate } from './formats';
import type { Fact, LineModel } from './parts';
import { fill, type Speech } from './words';

/** `align` is "number" for a column that stands at the end. */
export type ColumnModel = { name: string; head: string; align: string };
/** `more` stands small under the text. `align` is that of its column, with "long" behind it where a word or a figure is too long for a narrow column. */
export type CellModel = { name: string; text: string; align: string; more: string };
/** `group` is the head above the first line of a group, `subtotal` the sum below its last one; both empty elsewhere. `marks` are date, person, section and serial number in one line. */
export type GroupedLine = LineModel & { date: string; person: string; section: string; serial: string; unit: string; marks: string; group: string; subtotal: string; subtotalLabel: string; cells: CellModel[] };
/** `span` is the number of columns, `totalsAbove` is empty where the sums stand below. */
export type Designed = {
  columns: ColumnModel[]; lines: GroupedLine[]; span: string; totalsAbove: string; delivery: Fact;
  plan: { heading: string; rows: { name: string; due: string; amount: string }[] };
};

const AT_THE_END: ReadonlySet<Column> = new Set(['quantity', 'price', 'discount', 'vat', 'amount']);
const align = (column: Column): string => (AT_THE_END.has(column) ? 'number' : '');

/** Longer than this a word may be broken anywhere, and a figure stands smaller: 17 signs take 30 mm, and 15 digits are all that an amount can have. */
const LONGEST_WORD = 17;
const isLong = (column: Column, text: string): boolean => column !== 'description' && text.split(/\s+/).some((word) => word.length > LONGEST_WORD);
const cellAlign = (column: Column, text: string): string => [align(column), isLong(column, text) && 'long'].filter(Boolean).join(' ');

type Given = { content: Content; totals: Totals; lines: readonly LineModel[]; amountHead: string };

/** The part of a document that its design decides. `lines` are those of the content, in their order. */
export function designed(design: Design, { content, totals, lines, amountHead }: Given, speech: Speech): Designed {
  const { words, language } = speech;
  const { document: labels } = words;
  const usual: Record<Column, string> = {
    position: labels.position, description: labels.description, quantity: labels.quantity, price: labels.unitPrice, vat: labels.vat, amount: amountHead,
    date: words.design.heads.date, person: words.design.heads.person, serial: words.design.heads.serial, unit: words.design.heads.unit, discount: words.design.heads.discount,
  };
  const headOf = (column: Column): string => (design.heads[column] ? wordOf(design.heads[column], words.design.heads, language) : usual[column]);
  const groups = groupsOf(content, totals, design.group);
  const rows = groups.flatMap((group) => group.at.map((at) => lineOf(design, content.lines[at]!, lines[at]!, { ...placeIn(group, at, groups, speech) }, speech)));
  return {
    columns: design.columns.map((column) => ({ name: column, head: headOf(column), align: align(column) })),
    lines: rows, span: String(design.columns.length), totalsAbove: design.totals === 'above' ? 'above' : '',
    delivery: { label: content.deliveryAddress ? wordOf(design.delivery, words.design.delivery, language) : '', value: block(content.deliveryAddress ?? '').trim() },
    plan: planModel(content, totals, speech),
  };
}

/** What stands above and below a line that begins or ends a group. A single group needs no sum of its own. */
function placeIn(group: Group, at: number, groups: readonly Group[], speech: Speech): Pick<GroupedLine, 'group' | 'subtotal' | 'subtotalLabel'> {
  const { words: { design: words }, locale } = speech;
  const name = group.week ? fill(words.week, { date: formatDate(group.week, locale) }) : oneLine(group.name);
  const isLast = name !== '' && groups.length > 1 && at === group.at.at(-1);
  return {
    group: at === group.at[0] ? name : '',
    subtotal: isLast ? bareAmount(group.net, locale) : '', subtotalLabel: isLast ? fill(words.subtotal, { name }) : '',
  };
}

function lineOf(design: Design, line: Line, model: LineModel, place: Pick<GroupedLine, 'group' | 'subtotal' | 'subtotalLabel'>, { locale }: Speech): GroupedLine {
  const shows = (column: Column): boolean => design.columns.includes(column);
  const own = {
    date: line.date ? shortDate(line.date, locale) : '', person: oneLine(line.person ?? ''), section: oneLine(line.section ?? ''), serial: oneLine(line.serial ?? ''), unit: oneLine(line.unit ?? ''),
  };
  const marks = [own.date, own.person, own.section, own.serial].filter(Boolean).join(' · ');
  const texts: Record<Column, string> = {
    ...own, position: model.position, description: model.description, price: model.unitPrice, vat: model.vat, amount: model.amount,
    quantity: shows('unit') ? decimalText(line.quantity, locale) : model.quantity,
    discount: line.discountPercent ? percentText(line.discountPercent, locale) : '',
  };
  const more = (column: Column): string => (column === 'description' && !shows('discount') ? model.discount : '');
  return { ...model, ...own, marks, ...place, cells: design.columns.map((name) => ({ name, text: texts[name], align: cellAlign(name, texts[name]), more: more(name) })) };
}

function planModel({ instalments }: Content, totals: Totals, { words: { design: words }, locale }: Speech): Designed['plan'] {
  if (!instalments || instalments.length === 0) return { heading: '', rows: [] };
  const rows = planOf(instalments, totals.due).map(({ name, due, amount }, at) => ({
    name: oneLine(name) || fill(words.instalment, { number: String(at + 1) }), due: formatDate(due, locale), amount: amountText(amount, locale),
  }));
  return { heading: words.plan, rows };
}

/** A word of the locale files, or the design's own in the reader's language, else in English. */
function wordOf(word: DesignWord, shipped: Readonly<Record<string, string>>, language: string): string {
  if (typeof word === 'string') return shipped[word] ?? word;
  return word[language] ?? word.en ?? '';
}

/** The brand as the design wants it. */
export const designedBrand = (brand: Brand, { accent, font }: Design = PLAIN_DESIGN): Brand =>
  ({ ...brand, ...(accent && { colours: { ...brand.colours, accent } }), ...(font && { font }) });

/** How the letterhead stands; each is the classic one with a few rules more. White on the accent can be read: the accent is chosen so. */
const LETTERHEAD_RULES: Readonly<Record<Letterhead, string>> = {
  classic: '',
  centred: 'html .letterhead{flex-direction:column;align-items:center;justify-content:flex-start;gap:2mm;text-align:center}html .letterhead .sender{border:0;padding:0;font-size:17pt}'
    + 'html .contact{text-align:center;max-width:none}html .contact span{display:inline;margin-inline:2mm}html .logo{margin-inline:auto}',
  banner: 'html .letterhead{position:relative}html .letterhead>*{padding-block:4mm}html .letterhead>:first-child{padding-inline-start:5mm}html .letterhead>.contact{padding-inline-end:5mm;color:#fff}'
    + 'html .letterhead::before{content:"";position:absolute;inset:0 0 auto 0;height:21mm;background:var(--accent);z-index:-1}'
    + 'html .letterhead .sender{color:#fff;border:0;padding:0}html .logo{padding:2mm;background:#fff;box-sizing:content-box}',
};

export const letterheadRules = ({ letterhead }: Design): string => LETTERHEAD_RULES[letterhead];
