/** The document form as data: what it holds, read from a modal, from a stored document, or from what was kept. */
import type { Client } from '../../domain/client';
import type { Content, Line } from '../../domain/content';
import { typedDecimal, typedLine, type TypedLine } from '../../domain/grammar';
import { typedInstalments } from '../../domain/instalments';
import { markedText } from '../../domain/line-marks';
import type { Vat } from '../../domain/totals';
import type { Values } from '../deed';
import { valueOf } from '../modal';
import type { Kind } from '../find';

/** Rows beyond this many are pasted as text. */
export const MOST_ROWS = 10;

/** A row as typed; `id` comes from a counter and is never used again. `tax` is a category and rate such as "S:19", or "@nyc", one of the office's taxes by its id. */
export type Row = { id: number; description: string; quantity: string; price: string; tax: string };

/** `rows` or, in `text`, the quick grammar. `reset` grows when the client or the text is set by the office. */
export type FormState = {
  formId: string; kind: Kind; document?: string; revision?: number; source?: string;
  clientId: string; currency: string; prices: 'exclusive' | 'inclusive'; mode: 'rows' | 'text'; rows: Row[]; text: string; next: number; reset: number;
  date: string; supplied?: string; discount: string; purchaseOrder: string; project: string; note: string;
  design: string; deliveryAddress: string; instalments: string;
};

/** What the modal remembers between two looks: ids, revisions and counters, never words. */
export type FormMetadata = Pick<FormState, 'formId' | 'kind' | 'document' | 'revision' | 'source' | 'mode' | 'next' | 'reset'> & { rows: number[]; client: string };

export const metadataFor = ({ formId, kind, document, revision, source, mode, next, reset, rows, clientId }: FormState): FormMetadata =>
  ({ formId, kind, document, revision, source, mode, next, reset, rows: rows.map(({ id }) => id), client: clientId });

/** A tax with more to it than category and rate goes by its id; what it holds is looked up when the form is judged. */
export const taxKey = ({ category, rate, taxId }: Vat): string => (taxId ? `@${taxId}` : `${category}:${rate}`);
export function taxOf(key: string): Vat {
  if (key.startsWith('@')) return { category: 'O', rate: '0', taxId: key.slice(1) };
  const [category = 'O', rate = '0'] = key.split(':');
  return { category: category as Vat['category'], rate };
}

export const emptyRow = (id: number, tax: string): Row => ({ id, description: '', quantity: '1', price: '', tax });

/** A form for a new document, as the client's defaults have it. */
export function newForm(formId: string, kind: Kind, { client, currency }: { client?: Client; currency: string }): FormState {
  const tax = taxKey(client?.defaultVat ?? { category: 'S', rate: '19' });
  return {
    formId, kind, clientId: client?.id ?? '', currency: client?.currency ?? currency, prices: 'exclusive', mode: 'rows', rows: [emptyRow(1, tax)], text: '',
    next: 2, reset: 0, date: '', discount: '', purchaseOrder: '', project: '', note: '', design: client?.design ?? '', deliveryAddress: '', instalments: '',
  };
}

/**
 * The ids of the input blocks: a field keeps what is typed, also while Slack and the office talk, as long as its id stays. So the
 * tax and the currency change theirs with the client, whose habits they take, and only the client's and the text's with `reset`.
 */
export const blockIds = {
  client: (reset: number) => `client_0_${reset}`, currency: (client: string) => `currency_0_${client || 'none'}`,
  description: (row: number) => `description_${row}_0`, quantity: (row: number) => `quantity_${row}_0`, price: (row: number) => `price_${row}_0`,
  tax: (row: number, client: string) => `tax_${row}_${client || 'none'}`, text: (reset: number) => `lines_0_${reset}`,
  prices: 'prices_0_0', date: 'date_0_0', supplied: 'supplied_0_0', discount: 'discount_0_0', purchaseOrder: 'purchase-order_0_0', project: 'project_0_0', note: 'note_0_0',
  design: (client: string) => `design_0_${client || 'none'}`, deliveryAddress: 'delivery_0_0', instalments: 'instalments_0_0',
} as const;

/** What stands for the standard design in a select: an option cannot be empty. */
export const NO_DESIGN = 'standard';
export const designKey = (chosen: string): string => (chosen === NO_DESIGN ? '' : chosen);

/** The form as its person left it. */
export function readForm(values: Values | undefined, metadata: FormMetadata): FormState {
  const { rows: ids, client, reset, ...kept } = metadata;
  const value = (id: string): string => valueOf(values, id);
  return {
    ...kept, reset, clientId: value(blockIds.client(reset)) || client, currency: value(blockIds.currency(client)).toUpperCase(),
    prices: value(blockIds.prices) === 'inclusive' ? 'inclusive' : 'exclusive',
    rows: ids.map((id) => ({
      id, description: value(blockIds.description(id)), quantity: value(blockIds.quantity(id)), price: value(blockIds.price(id)), tax: value(blockIds.tax(id, client)),
    })),
    text: value(blockIds.text(reset)), date: value(blockIds.date), supplied: value(blockIds.supplied), discount: value(blockIds.discount), purchaseOrder: value(blockIds.purchaseOrder),
    project: value(blockIds.project), note: value(blockIds.note),
    design: designKey(value(blockIds.design(client))), deliveryAddress: value(blockIds.deliveryAddress), instalments: value(blockIds.instalments),
  };
}

const rowOf = (line: TypedLine & { vat: Vat } & Partial<Line>, id: number): Row => ({
  id, description: markedText(line), quantity: typedDecimal(line.quantity), tax: taxKey(line.vat),
  price: `${typedDecimal(line.unitPrice)}${line.discountPercent ? ` disc ${line.discountPercent}%` : ''}`,
});

/** The form of stored content; more lines than rows are shown as text. `fresh` leaves the date out, as a copy has none. */
export function formOfContent(base: Pick<FormState, 'formId' | 'kind'> & Partial<FormState>, content: Content, date: string): FormState {
  const { clientId, currency, prices, lines, discount, supplied = '', purchaseOrder = '', project = '', note = '', design = '', deliveryAddress = '' } = content;
  const fits = lines.length <= MOST_ROWS;
  return {
    reset: 0, ...base, clientId, currency, prices, date, supplied, purchaseOrder, project, note, design, deliveryAddress, instalments: typedInstalments(content.instalments),
    mode: fits ? 'rows' : 'text', rows: fits ? lines.map((line, index) => rowOf(line, index + 1)) : [], text: fits ? '' : textOfLines(lines, currency),
    next: lines.length + 1, discount: discount ? ('percent' in discount ? `${discount.percent}%` : typedDecimal(discount.amount)) : '',
  };
}

export const textOfLines = (lines: readonly (Line | (TypedLine & { vat?: Vat }))[], currency: string): string => lines.map((line) => typedLine({ ...line, description: markedText(line) }, currency)).join('\n');

/** Rows of lines that were pasted, continuing the counter. */
export const rowsOfLines = (lines: readonly TypedLine[], first: number, tax: string): Row[] =>
  lines.map((line, index) => rowOf({ ...line, vat: line.vat ?? taxOf(tax) }, first + index));

/** True when somebody put something in: an untouched new form is nothing to keep. */
export const isTouched = ({ rows, text, discount, purchaseOrder, project, note, deliveryAddress, instalments }: FormState): boolean =>
  rows.some(({ description, price }) => description !== '' || price !== '') || [text, discount, purchaseOrder, project, note, deliveryAddress, instalments].some((field) => field !== '');

/** The kept form with what its person has typed since: rows and counters are the kept one's, words those on the screen. */
export function merged(kept: FormState, seen: FormState): FormState {
  const rows = kept.rows.map((row) => {
    const typed = seen.rows.find(({ id }) => id === row.id);
    return typed ? { ...typed, tax: row.tax } : row;
  });
  const { mode, next, reset, clientId, currency, design } = kept;
  return { ...seen, mode, next, reset, clientId, currency, design, rows, text: mode === seen.mode ? seen.text : kept.text };
}
