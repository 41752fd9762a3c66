/** The document form at work: every click redraws it from what was typed, a submission becomes a draft or a new version. */
import type { Client } from '../../domain/client';
import { dateOfInstant } from '../../domain/dates';
import { idOf } from '../../domain/id';
import { readRows } from '../../domain/grammar';
import { DomainError } from '../../domain/refusals';
import { plainText } from '../../domain/typed-text';
import { actingOf, type Deed, type Payload } from '../deed';
import { metadataOf, open, redraw } from '../modal';
import type { Parts } from '../parts';
import type { Click, Form, Objection, Registrations } from '../registration';
import { clientFormFor } from '../client/form';
import { draftCreated } from '../invoice/draft';
import { estimateCreated } from '../estimate/draft';
import { judge, type Judged } from './content';
import { closed, forget, keep, kept } from './keeping';
import { emptyRow, merged, MOST_ROWS, readForm, rowsOfLines, taxKey, textOfLines, type FormMetadata, type FormState } from './state';
import { drawForm, FORM_ACTION, FORM_FLOW } from './view';
import { said } from '../answer';

const stateOf = (payload: Payload): FormState => readForm(payload.view?.state?.values, metadataOf<FormMetadata>(payload) as FormMetadata);

/** What a click does to the form. */
type Change = (state: FormState, deed: Deed) => FormState | Promise<FormState>;

const clientOf = async ({ reading }: Parts, id: string): Promise<Client | undefined> => (id === '' ? undefined : (await reading.clients.find(id)) ?? undefined);

const taxFor = (client: Client | undefined): string => taxKey(client?.defaultVat ?? { category: 'S', rate: '19' });
const addLine: Change = async (state, { parts }) =>
  ({ ...state, rows: [...state.rows, emptyRow(state.next, taxFor(await clientOf(parts, state.clientId)))], next: state.next + 1 });
const removeLine: Change = (state, { payload }) => ({ ...state, rows: state.rows.filter(({ id }) => String(id) !== payload.actions?.[0]?.value) });
const unchanged: Change = (state) => state;

/** The client's currency and tax come with the client; what was typed into the lines stays. */
const takeClient: Change = async (state, { parts }) => {
  const client = await clientOf(parts, state.clientId);
  if (!client) return state;
  const tax = taxKey(client.defaultVat);
  return { ...state, currency: client.currency, design: client.design ?? '', rows: state.rows.map((row) => ({ ...row, tax })) };
};

const toText: Change = async (state, { parts, today }) => {
  const client = await clientOf(parts, state.clientId);
  const { content } = judge(state, client, { today, taxes: parts.book.current().office.taxes });
  return { ...state, mode: 'text', text: content ? textOfLines(content.lines, state.currency) : roughText(state), rows: [], reset: state.reset + 1 };
};

/** Lines that are not complete yet, as far as they go. */
const roughText = ({ rows, currency }: FormState): string => rows.filter(({ description, price }) => description || price)
  .map(({ description, quantity, price }) => `${quantity || '1'}x "${description.replaceAll('"', '""')}" @ ${price || '0'} ${price.includes(currency) ? '' : currency}`.trim()).join('\n');

const toRows: Change = async (state, { parts, today }) => {
  const client = await clientOf(parts, state.clientId);
  const tax = taxFor(client);
  const { lines } = state.text === '' ? { lines: [] } : readRows(plainText(state.text), { today, currency: state.currency || client?.currency });
  if (lines.length > MOST_ROWS) throw new DomainError('TooManyLines', { most: MOST_ROWS });
  const rows = lines.length > 0 ? rowsOfLines(lines, state.next, tax) : [emptyRow(state.next, tax)];
  return { ...state, mode: 'rows', rows, text: '', next: state.next + rows.length };
};

/** Clicks on one form wait for each other, so that each builds on what the one before kept. */
const turns = new Map<string, Promise<unknown>>();

function inTurn(viewId: string, act: () => Promise<void>): Promise<void> {
  const before = turns.get(viewId) ?? Promise.resolve();
  const done = before.then(act, act);
  const settled = done.catch(() => undefined).then(() => void (turns.get(viewId) === settled && turns.delete(viewId)));
  turns.set(viewId, settled);
  return done;
}

/** Changes the form, draws it again, keeps it. Somebody who clicks twice at once sees both: the later click builds on what the earlier kept. */
const change = (deed: Deed, by: Change): Promise<void> => inTurn(deed.payload.view?.id ?? '', async () => {
  const { payload, parts } = deed;
  const seen = stateOf(payload);
  let next = await by(seen, deed);
  await redraw(parts, payload.view?.id ?? '', payload.view?.hash, await drawForm(deed, next), async () => {
    next = await by(merged(await kept(deed, seen.formId), seen), deed);
    return drawForm(deed, next);
  });
  await keep(deed, next);
});

const click = (id: string, by: Change): Click => ({ id, needs: 'nothing', run: (deed) => change(deed, by) });

const clicks: readonly Click[] = [
  click(FORM_ACTION.add, addLine), click(FORM_ACTION.remove, removeLine), click(FORM_ACTION.client, takeClient), click(FORM_ACTION.tax, unchanged),
  click(FORM_ACTION.paste, toText), click(FORM_ACTION.rows, toRows), click(FORM_ACTION.totals, unchanged), click(FORM_ACTION.amount, unchanged),
  {
    id: FORM_ACTION.newClient, needs: 'edit_clients',
    async run(deed) {
      const state = stateOf(deed.payload);
      await keep(deed, state);
      await open(deed, clientFormFor(deed, { form: state.formId }));
    },
  },
];

async function judged(payload: Payload, parts: Parts, today: string): Promise<{ state: FormState; judgement: Judged }> {
  const state = stateOf(payload);
  return { state, judgement: judge(state, await clientOf(parts, state.clientId), { today, taxes: parts.book.current().office.taxes }) };
}

const form: Form = {
  flow: FORM_FLOW, needs: ['create', 'edit'],

  async check(payload, parts): Promise<Objection | undefined> {
    const { judgement } = await judged(payload, parts, todayOf(parts));
    return judgement.faults ? { errors: judgement.faults } : undefined;
  },

  async run(deed) {
    const { state, judgement: { content } } = await judged(deed.payload, deed.parts, deed.today);
    if (!content) throw new DomainError('NoLines'); // Judged before it was taken; only the midnight between the two gets here.
    const answer = await save(deed, state, content);
    await forget(deed, state.formId);
    return answer;
  },

  closed: (deed) => closed(deed, stateOf(deed.payload)),
};

async function save(deed: Deed, state: FormState, content: NonNullable<Judged['content']>) {
  const { door } = deed.parts;
  const validUntil = state.kind === 'estimate' && state.date ? { validUntil: state.date } : {};
  if (state.document && state.kind === 'invoice') return said(await door.actOnInvoice('edit', state.document, { ...actingOf(deed), content, version: state.revision ?? 0 }));
  if (state.document) return said(await door.actOnEstimate('edit', state.document, { ...actingOf(deed), content, ...validUntil, version: state.revision ?? 0 }));
  if (state.kind === 'estimate') return estimateCreated(deed, idOf('est', deed.key), content, state.date || undefined);
  return draftCreated(deed, idOf('inv', deed.key), content, state.source ? { invoiceId: state.source } : undefined);
}

const todayOf = ({ book }: Parts): string => dateOfInstant(new Date().toISOString(), book.current().office.zone);

export const forms: Registrations = { clicks, forms: [form] };
