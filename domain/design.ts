/** Designs: how a trade wants its documents, as options of one template. What the lines say and come to is never theirs to change. */
import type { PlainDate } from './dates';
import { weekOf } from './dates';
import { sum, type Money } from './money';
import type { Content, Line } from './content';
import type { Totals } from './totals';

/** The columns that a design may show, in the order in which they stand. Description and amount are on every document. */
export const COLUMNS = ['position', 'date', 'person', 'description', 'serial', 'quantity', 'unit', 'price', 'discount', 'vat', 'amount'] as const;
export type Column = (typeof COLUMNS)[number];
export const ALWAYS: readonly Column[] = ['description', 'amount'];

export const GROUPINGS = ['none', 'person', 'week', 'section'] as const;
export type Grouping = (typeof GROUPINGS)[number];
export const LETTERHEADS = ['classic', 'centred', 'banner'] as const;
export type Letterhead = (typeof LETTERHEADS)[number];

/** Where a word comes from: the name of one in the locale files, or the office's own by language, English at least. */
export type DesignWord = string | Readonly<Record<string, string>>;

/** `key` is what documents keep, `name` what people choose by. `delivery` is the label of the delivery address. */
export type Design = {
  key: string;
  name: string;
  columns: readonly Column[];
  heads: Readonly<Partial<Record<Column, DesignWord>>>;
  group: Grouping;
  totals: 'below' | 'above';
  letterhead: Letterhead;
  delivery: DesignWord;
  accent?: string;
  font?: string;
};

/** What a document without a design gets, and one whose design is gone. */
export const PLAIN_DESIGN: Design = {
  key: '', name: 'Standard', columns: ['position', 'description', 'quantity', 'price', 'vat', 'amount'], heads: {}, group: 'none', totals: 'below', letterhead: 'classic', delivery: 'delivery',
};

export const designOf = (designs: readonly Design[], key: string | undefined): Design => designs.find((design) => design.key === key) ?? PLAIN_DESIGN;

/** Lines that stand together: `at` are their places in the content, `net` the sum of what is stored for them. `name` is empty for lines that say nothing to group by. */
export type Group = { name: string; week?: PlainDate; at: number[]; net: Money };

/** The lines in groups, in the order in which each first appears; with nothing to group by, one group without a name. */
export function groupsOf({ lines, currency }: Content, totals: Totals, by: Grouping): Group[] {
  const amounts = totals.lineGross ?? totals.lineNets;
  const groups = new Map<string, number[]>();
  lines.forEach((line, at) => {
    const key = keyOf(line, by);
    groups.set(key, [...(groups.get(key) ?? []), at]);
  });
  return [...groups].map(([key, at]) => ({
    name: key, at, ...(by === 'week' && key !== '' && { week: key }), net: sum(currency, at.map((place) => amounts[place]!)),
  }));
}

function keyOf({ person = '', section = '', date }: Line, by: Grouping): string {
  if (by === 'week') return date ? weekOf(date).monday : '';
  return by === 'person' ? person : by === 'section' ? section : '';
}
