/** The document form as a modal: client, lines, totals from the office's own calculator, and the rest. */
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Client } from '../../domain/client';
import { CONTENT_LIMITS } from '../../domain/content';
import type { PlainDate } from '../../domain/dates';
import type { Design } from '../../domain/design';
import { taxesOn, type NamedTax } from '../../domain/taxation';
import { hiddenClients } from '../../domain/permission';
import { MOST_CHOICES, type ClientChoice } from '../../store/queries/client';
import { actions, button, option, plain, section } from '../../templates/slack/blocks';
import { taxWords, totalsText } from '../../templates/slack/facts';
import { clipped } from '../../templates/slack/text';
import { t } from '../../templates/slack/words';
import type { Deed } from '../deed';
import { clientById } from '../find';
import { input, modal, textElement } from '../modal';
import { judge } from './content';
import { designSelect } from './design';
import { blockIds, metadataFor, MOST_ROWS, taxKey, taxOf, type FormState, type Row } from './state';

/** Clicks inside the form. */
export const FORM_ACTION = {
  client: 'inv.form.client', tax: 'inv.form.tax', add: 'inv.form.add-line', remove: 'inv.form.remove-line', paste: 'inv.form.paste', rows: 'inv.form.rows',
  totals: 'inv.form.totals', newClient: 'inv.form.new-client', amount: 'inv.form.amount',
} as const;
export const FORM_FLOW = 'form';

type Given = { client: Client | undefined; clients: readonly ClientChoice[]; taxes: readonly NamedTax[]; designs: readonly Design[]; today: PlainDate };

/** Draws the form as it stands now; reads the clients it offers. */
export async function drawForm({ parts, access, today }: Pick<Deed, 'parts' | 'access' | 'today'>, state: FormState): Promise<ModalView> {
  const [client, clients] = await Promise.all([state.clientId ? clientById({ parts, access }, state.clientId) : null, parts.reading.clients.choices('', hiddenClients(access))]);
  return formView(state, { client: client ?? undefined, clients, taxes: parts.book.current().office.taxes, designs: parts.book.current().look.designs, today });
}

export function formView(state: FormState, given: Given): ModalView {
  return modal({
    flow: FORM_FLOW, title: titleOf(state), submit: state.document ? t`Save` : t`Create draft`, close: t`Close`, onClose: 'told', metadata: metadataFor(state),
    blocks: [...clientBlocks(state, given), ...lineBlocks(state, given), section(sums(state, given)), ...detailBlocks(state, given)],
  });
}

function titleOf({ kind, document }: FormState): string {
  if (kind === 'estimate') return document ? t`Edit estimate` : t`New estimate`;
  return document ? t`Edit invoice` : t`New invoice`;
}

function clientBlocks(state: FormState, { client, clients }: Given): KnownBlock[] {
  const chosen = client && option(client.name, client.id);
  const base = { action_id: FORM_ACTION.client, placeholder: plain(t`Who is it for?`), ...(chosen && { initial_option: chosen }) };
  const options = clients.map(({ name, id }) => option(name, id));
  const offered = chosen && !options.some(({ value }) => value === chosen.value) ? [chosen, ...options].slice(0, MOST_CHOICES) : options;
  const element: InputBlock['element'] = clients.length >= MOST_CHOICES || offered.length === 0
    ? { type: 'external_select', min_query_length: 0, ...base } : { type: 'static_select', options: offered, ...base };
  return [
    input({ id: blockIds.client(state.reset), label: t`Client`, element, dispatch: true }),
    actions('client-actions', [button(t`New client`, FORM_ACTION.newClient, 'form')]),
  ];
}

function lineBlocks(state: FormState, given: Given): KnownBlock[] {
  if (state.mode === 'text') {
    const hint = t`One line a row: 100 consulting, or 3x "Design day" @ 800 vat 19% disc 5%`;
    return [
      input({ id: blockIds.text(state.reset), label: t`Lines`, hint, element: textElement({ value: state.text.slice(0, 3000), multiline: true, placeholder: t`3x "Design day" @ 800` }) }),
      actions('line-actions', [button(t`Back to rows`, FORM_ACTION.rows, 'form'), button(t`Update totals`, FORM_ACTION.totals, 'form')]),
    ];
  }
  return [
    ...state.rows.flatMap((row, index) => rowBlocks(row, index, state, given)),
    actions('line-actions', [
      ...(state.rows.length < MOST_ROWS ? [button(t`+ Add line`, FORM_ACTION.add, 'form')] : []),
      button(t`Paste lines`, FORM_ACTION.paste, 'form'), button(t`Update totals`, FORM_ACTION.totals, 'form'),
    ]),
  ];
}

/** Four blocks a row: description, quantity, price, and tax beside [Remove]. */
function rowBlocks(row: Row, index: number, { clientId, rows, supplied }: FormState, { taxes, today }: Given): KnownBlock[] {
  const nth = rows.length > 1 ? index + 1 : undefined;
  const entered = { dispatch_action_config: { trigger_actions_on: ['on_enter_pressed' as const] } };
  const amount = (value: string, placeholder: string) => ({ ...textElement({ value, placeholder, most: 40 }), action_id: FORM_ACTION.amount, ...entered }) as InputBlock['element'];
  const choices = taxChoices(row.tax, taxesOn(taxes, supplied || today));
  const chosen = choices.find(({ value }) => value === row.tax) ?? choices[0];
  return [
    input({ id: blockIds.description(row.id), label: nth ? t`Description ${nth}` : t`Description`, hint: index === 0 ? t`More about it in brackets: [2026-11-02] [by Ada] [for Concept] [no SN-4711]` : undefined, element: textElement({ value: row.description, placeholder: t`Design day`, most: CONTENT_LIMITS.description }) }),
    input({ id: blockIds.quantity(row.id), label: nth ? t`Quantity ${nth}` : t`Quantity`, element: amount(row.quantity, '3'), dispatch: true }),
    input({ id: blockIds.price(row.id), label: nth ? t`Price ${nth}` : t`Price`, hint: index === 0 ? t`Of one piece: 800, or 800 disc 5%` : undefined, element: amount(row.price, '800'), dispatch: true }),
    { type: 'actions', block_id: blockIds.tax(row.id, clientId), elements: [
      { type: 'static_select', action_id: FORM_ACTION.tax, placeholder: plain(t`Tax`), options: choices, ...(chosen && { initial_option: chosen }) },
      ...(rows.length > 1 ? [button(t`Remove`, FORM_ACTION.remove, String(row.id))] : []),
    ] },
  ];
}

/** The office's taxes, and the row's own when it is none of them. */
function taxChoices(own: string, taxes: Given['taxes']): PlainTextOption[] {
  const offered = new Map(taxes.map(({ name, vat }) => [taxKey(vat), name]));
  if (own && !offered.has(own)) offered.set(own, own.startsWith('@') ? t`${own.slice(1)} (no longer offered)` : taxWords(taxOf(own)));
  return [...offered].map(([key, name]) => option(name, key));
}

function sums(state: FormState, { client, today, taxes }: Given): string {
  const { content, totals } = judge(state, client, { today, taxes });
  if (!content) return t`_Totals appear once the client and every line are complete; press Enter in an amount or ${t`Update totals`}._`;
  const credit = client?.credit.filter(({ minor }) => minor > 0) ?? [];
  return `${totalsText({ totals, content })}${credit.length > 0 ? `\n${t`_${clipped(client?.name ?? '')} has credit with you._`}` : ''}`;
}

function detailBlocks(state: FormState, { designs }: Given): KnownBlock[] {
  const isInvoice = state.kind === 'invoice';
  const prices = [option(t`Prices without tax`, 'exclusive'), option(t`Prices hold tax`, 'inclusive')];
  return [
    input({
      id: blockIds.date, label: isInvoice ? t`Due` : t`Valid until`, optional: true, hint: isInvoice ? t`Without a date the client’s payment terms count.` : t`Without a date the office’s usual validity counts.`,
      element: { type: 'datepicker', ...(state.date && { initial_date: state.date }) },
    }),
    ...(isInvoice ? [input({
      id: blockIds.supplied, label: t`Supplied on`, optional: true, hint: t`When it was not on the day of the invoice: its rates of tax count.`,
      element: { type: 'datepicker', ...(state.supplied && { initial_date: state.supplied }) },
    })] : []),
    input({ id: blockIds.currency(state.clientId), label: t`Currency`, element: textElement({ value: state.currency, most: 3 }) }),
    input({ id: blockIds.prices, label: t`Prices`, element: { type: 'static_select', options: prices, initial_option: prices[state.prices === 'inclusive' ? 1 : 0] as PlainTextOption } }),
    input({ id: blockIds.discount, label: t`Discount`, optional: true, hint: t`5% or an amount off the sum`, element: textElement({ value: state.discount, most: 40 }) }),
    input({ id: blockIds.purchaseOrder, label: t`Purchase order`, optional: true, element: textElement({ value: state.purchaseOrder, most: CONTENT_LIMITS.reference }) }),
    input({ id: blockIds.project, label: t`Project`, optional: true, element: textElement({ value: state.project, most: CONTENT_LIMITS.reference }) }),
    input({ id: blockIds.note, label: t`Note on the document`, optional: true, element: textElement({ value: state.note, most: CONTENT_LIMITS.note, multiline: true }) }),
    input({ id: blockIds.design(state.clientId), label: t`Design`, element: designSelect(designs, state.design ?? '') }),
    input({ id: blockIds.deliveryAddress, label: t`Delivery address`, optional: true, element: textElement({ value: state.deliveryAddress, most: CONTENT_LIMITS.deliveryAddress, multiline: true }) }),
    input({
      id: blockIds.instalments, label: t`Instalments`, optional: true, hint: t`One a line: 30% 2026-12-01 Deposit, or 500 2027-01-15, or rest 2027-02-01. The last day is when everything is due.`,
      element: textElement({ value: state.instalments, multiline: true }),
    }),
  ];
}
