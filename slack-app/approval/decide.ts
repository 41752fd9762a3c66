/** Deciding: one click approves; a rejection says why; a question goes to the requester. Every decision is judged by the workflow. */
import { decideApproval, waitingFor } from '../../domain/approval';
import { REJECTION_CATEGORIES } from '../../domain/deciding';
import type { Invoice } from '../../domain/invoice';
import { DomainError } from '../../domain/refusals';
import { section, option, plain } from '../../templates/slack/blocks';
import { invoiceName } from '../../templates/slack/name';
import { refusalText } from '../../templates/slack/spoken';
import { amount, clipped } from '../../templates/slack/text';
import { ACTION, type Token } from '../../templates/slack/token';
import { key, sentence, t } from '../../templates/slack/words';
import { said, type Answer } from '../answer';
import { actingOf, type Deed } from '../deed';
import { invoiceById, invoiceMeant, invoiceOfCard } from '../find';
import { sharePdf } from '../invoice/draft';
import { input, metadataOf, modal, open, textElement, valueOf } from '../modal';
import { admit } from '../needs';
import type { Click, Command, Form, Registrations } from '../registration';
import { explain } from './explain';
import { review } from './review';

/** Why an invoice comes back. */
const CATEGORIES: Readonly<Record<(typeof REJECTION_CATEGORIES)[number], string>> = {
  price: key`Price or quantity`, client: key`Wrong client or address`, terms: key`Terms or dates`, missing: key`Something is missing`, other: key`Something else`,
};
const REASON = 'reason_0_0';
const CATEGORY = 'category_0_0';
const QUESTION = 'question_0_0';

/** Refuses CardOutOfDate for a token that no card of ours carries. */
function seen(token: Token | undefined): { document: string; step: number; revision: number } {
  if (!token || token.step === undefined || token.revision === undefined) throw new DomainError('CardOutOfDate');
  return { document: token.document, step: token.step, revision: token.revision };
}

/** One yes, judged by the workflow. Refuses CardOutOfDate for what is no document, and what the rules of deciding refuse. */
export async function approve(deed: Deed, token: Token | undefined, note?: string): Promise<Answer> {
  const { document, step, revision } = seen(token);
  await invoiceOfCard(deed, document);
  return said(await deed.parts.door.actOnInvoice('decide', document, { ...actingOf(deed), step, version: revision, says: 'approve', ...(note && { note }) }));
}

/** Asks for the reason, unless the person may not decide at all. */
async function askReason(deed: Deed, invoice: Invoice, { step, revision }: { step: number; revision: number }, begun = ''): Promise<void> {
  rehearse(deed, invoice, step, revision);
  const options = REJECTION_CATEGORIES.map((value) => option(sentence(CATEGORIES[value]), value));
  await open(deed, modal({
    flow: 'reject', title: t`Reject invoice`, submit: t`Reject`, close: t`Cancel`, metadata: { document: invoice.id, step, revision },
    blocks: [
      section(`${t`*${invoiceName(invoice)}* for ${clipped(invoice.client.name)}: ${amount(invoice.totals.due)}`}\n${t`It goes back to ${clipped(invoice.createdBy.name)} as a draft.`}`),
      input({ id: CATEGORY, label: t`What is it about?`, element: { type: 'static_select', placeholder: plain(t`Choose`), options, initial_option: options.at(-1)! } }),
      input({ id: REASON, label: t`Why?`, hint: t`5 to 500 characters`, element: { ...textElement({ value: begun, most: 500, multiline: true }), min_length: 5 } as never }),
    ],
  }));
}

/** Throws what the decision would be refused with; changes nothing. */
function rehearse({ actor, at, parts }: Deed, invoice: Invoice, step: number, version: number): void {
  const name = invoiceName(invoice);
  if (!invoice.approval) throw new DomainError('NotWaiting', { name, state: invoice.state });
  const { createdBy, lastEditedBy } = invoice;
  decideApproval(invoice.approval, { by: actor, says: 'reject', at, step, version }, { people: parts.book.current().office.people, createdBy, lastEditedBy, name, version: invoice.version });
}

async function askQuestion(deed: Deed, invoice: Invoice): Promise<void> {
  await open(deed, modal({
    flow: 'ask', title: t`Ask`, submit: t`Ask`, close: t`Cancel`, metadata: { document: invoice.id },
    blocks: [
      section(t`Your question about *${invoiceName(invoice)}* goes to ${clipped(invoice.createdBy.name)}, in the thread of its card.`),
      input({ id: QUESTION, label: t`Question`, element: textElement({ most: 500, multiline: true }) }),
    ],
  }));
}

/** What is open at this moment, as a typed command means it. */
const openStep = (invoice: Invoice): { step: number; revision: number } => ({ step: invoice.approval?.current ?? 0, revision: invoice.approval?.version ?? invoice.version });

const commands: readonly Command[] = [
  {
    verb: 'approve', needs: 'decide', usage: 'approve <invoice> [note]', about: key`look at all lines and approve`, examples: ['approve INV-7', 'approve draft a1b2c3 well done'],
    async run(deed, rest) {
      const { document: invoice, rest: note } = await invoiceMeant(deed, rest, 'approve <invoice> [note]');
      const asked = invoice.approval?.verdict === 'open' && waitingFor(invoice.approval).includes(deed.actor.email);
      if (asked) return review(deed, invoice, note);
      return approve(deed, { document: invoice.id, ...openStep(invoice) }, note); // Refused, and noted as such, by the workflow.
    },
  },
  {
    verb: 'reject', needs: 'decide', usage: 'reject <invoice> [reason]', about: key`send it back with a reason`, examples: ['reject INV-7'],
    async run(deed, rest) {
      const { document: invoice, rest: reason } = await invoiceMeant(deed, rest, 'reject <invoice> [reason]');
      await askReason(deed, invoice, openStep(invoice), reason);
    },
  },
  {
    verb: 'ask', needs: 'ask', usage: 'ask <invoice> [question]', about: key`ask its author something`, examples: ['ask INV-7 is the travel agreed?'],
    async run(deed, rest) {
      const { document: invoice, rest: text } = await invoiceMeant(deed, rest, 'ask <invoice> [question]');
      if (text === '') return askQuestion(deed, invoice);
      return said(await deed.parts.door.actOnInvoice('ask', invoice.id, { ...actingOf(deed), text }));
    },
  },
];

/** The overflow menu of a card. */
const MORE: Readonly<Record<string, (deed: Deed, invoice: Invoice, token: Token) => ReturnType<Click['run']>>> = {
  ask: async (deed, invoice) => {
    admit(deed.access, 'ask', invoice);
    await askQuestion(deed, invoice);
  },
  review: (deed, invoice) => review(deed, invoice),
  pdf: (deed, { id }) => sharePdf(deed, id),
  explain: (deed, invoice) => explain(deed, invoice),
};

const clicks: readonly Click[] = [
  { id: ACTION.approve, needs: 'decide', freshness: 'fresh', run: (deed, token) => approve(deed, token) },
  {
    id: ACTION.reject, needs: 'decide', freshness: 'fresh',
    async run(deed, token) {
      const about = seen(token);
      await askReason(deed, await invoiceOfCard(deed, about.document), about);
    },
  },
  { id: ACTION.review, needs: 'see', run: async (deed, token) => review(deed, await invoiceById(deed, token?.document)) },
  { id: ACTION.ask, needs: 'ask', run: async (deed, token) => askQuestion(deed, await invoiceById(deed, token?.document)) },
  { id: ACTION.explain, needs: 'see', run: async (deed, token) => explain(deed, await invoiceById(deed, token?.document)) },
  {
    id: ACTION.more, needs: 'see',
    async run(deed, token) {
      const act = MORE[token?.extra ?? ''];
      if (!token || !act) throw new DomainError('CardOutOfDate');
      return act(deed, await invoiceById(deed, token.document), token);
    },
  },
];

const forms: readonly Form[] = [
  {
    flow: 'reject', needs: 'decide', freshness: 'fresh',
    check: async ({ view }) => (valueOf(view?.state?.values, REASON).length < 5 ? { errors: { [REASON]: refusalText(new DomainError('ReasonMissing')) } } : undefined),
    async run(deed) {
      const { document = '', step = 0, revision = 0 } = metadataOf(deed.payload);
      const values = deed.payload.view?.state?.values;
      const decision = { ...actingOf(deed), step, version: revision, says: 'reject' as const, category: valueOf(values, CATEGORY) || 'other', reason: valueOf(values, REASON) };
      return said(await deed.parts.door.actOnInvoice('decide', document, decision));
    },
  },
  {
    flow: 'approve', needs: 'decide', freshness: 'fresh',
    async run(deed) {
      const { document = '', step = 0, revision = 0 } = metadataOf(deed.payload);
      return approve(deed, { document, step, revision }, valueOf(deed.payload.view?.state?.values, 'note_0_0'));
    },
  },
  {
    flow: 'ask', needs: 'ask',
    check: async ({ view }) => (valueOf(view?.state?.values, QUESTION).length < 3 ? { errors: { [QUESTION]: refusalText(new DomainError('QuestionMissing')) } } : undefined),
    async run(deed) {
      const { document = '' } = metadataOf(deed.payload);
      return said(await deed.parts.door.actOnInvoice('ask', document, { ...actingOf(deed), text: valueOf(deed.payload.view?.state?.values, QUESTION) }));
    },
  },
];

export const decisions: Registrations = { commands, clicks, forms };
