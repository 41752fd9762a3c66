/** No word of Slack's is written in the code alone: in a language that says every sentence in brackets, nothing stands outside them but what people typed. */
import { acted, type ActArguments, type ActVerb } from '../../../domain/acting';
import { mailed, mailSettled, stepDone } from '../../../domain/collecting';
import { absent, returned } from '../../../domain/absence';
import type { Approval, ApprovalStep } from '../../../domain/approval';
import type { Credit, Settlement } from '../../../domain/credit';
import { edited, submitted, withdrawn, type Rules } from '../../../domain/drafting';
import { seatsMoved } from '../../../domain/deciding';
import type { Seller } from '../../../domain/client';
import type { Estimate } from '../../../domain/estimate';
import type { Entry } from '../../../domain/history';
import type { Invoice } from '../../../domain/invoice';
import { money } from '../../../domain/money';
import type { Actor } from '../../../domain/people';
import type { Phrase } from '../../../domain/phrase';
import { DomainError, OFFICE_REFUSALS, WORDED, type RefusalCode } from '../../../domain/refusals';
import { digestMessage } from '../../../templates/slack/digest';
import { changesBetween } from '../../../templates/slack/changes';
import { differenceLines } from '../../../templates/policy/difference';
import { explanationLines } from '../../../templates/policy/explanation';
import { flowLines, flowOf } from '../../../templates/policy/flow';
import { confirmed, turnedDown } from '../../../domain/policy/adopting';
import { estimateDiscarded, convertAsked } from '../../../domain/offering';
import { approvalMailModel } from '../../../templates/model';
import { approvalPage } from '../../../templates/pages/approval';
import { archiveDone, archiveProgress } from '../../../templates/slack/archive';
import { messagesOfCreditNote } from '../../../templates/slack/credit-note';
import { creditBlocks, creditTotalsText, moneyWords } from '../../../templates/slack/credit';
import { messagesOfEstimate } from '../../../templates/slack/estimate';
import { differences, exchangeText, lineText, taxWords, termWords } from '../../../templates/slack/facts';
import { homeView } from '../../../templates/slack/home';
import { agoWords, deadlineWords } from '../../../templates/slack/inbox';
import { messagesOfInvoice } from '../../../templates/slack/invoice';
import { messagesOfPolicy } from '../../../templates/slack/policy';
import { creditNoteRow } from '../../../templates/slack/rows';
import { refusalText, spoken } from '../../../templates/slack/spoken';
import { told } from '../../../templates/slack/story';
import { speaking } from '../../../templates/slack/words';
import { nextEntry, type Act, type Change } from '../../../domain/history';
import { accessOf, ACME, act, ANA, CARLA, content, drafted, FATIMA, line, MILO, PEOPLE, RULES, TODAY } from '../../support/samples';

/** Every sentence of the code in brackets, with its places in it; by number in both English forms. */
function mockBracketed(): Record<string, unknown> {
  const { said, counted } = (jest.requireActual('../../support/slack-keys') as typeof import('../../support/slack-keys')).slackKeys();
  const one = (key: string): [string, string] => [key, `‹${key.replace(/\s/g, ' ')}›`];
  return Object.fromEntries([...[...said].map(one), ...[...counted].map((key) => [key, { other: one(key)[1] }])]);
}
jest.mock('../../../templates/slack/locales/de.json', () => mockBracketed());

const AT = `${TODAY}T09:00:00.000Z`;
const slack = { zone: 'Europe/Berlin', people: PEOPLE, mention: (email: string) => `<@${email}>` };

/** What is left outside of brackets, which may stand in each other. */
function outside(text: string): string {
  const less = text.replace(/‹[^‹›]*›/g, ' ');
  return less === text ? text : outside(less);
}

/** Names, what was typed, codes, commands, Slack's own marks. */
const DATA = /^(Carla|Milo|Ana|Fatima|Hans|Acme|GmbH|Design|day|Travel|Relaunch|EUR|USD|INV|EST|CN|IRPF|PO|typed|fault|ap|acme|example|northlight|carla|milo|ana|fatima|Nov|Dez|November|Dezember)$/;
const strangers = (text: string): string[] => outside(text.replace(/<!date\^\d+\^([^|]*)\|[^>]*>/g, '$1').replace(/`[^`]*`|:[a-z_0-9]+:|<@[^>]*>|\{(?:date_short_pretty|time)\}/g, ' '))
  .match(/\p{L}{2,}/gu)?.filter((word) => !DATA.test(word)) ?? [];

/** Every text that Slack would show. */
const textsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => (name === 'text' && typeof part === 'string' ? [part] : textsIn(part)));
};
const inBrackets = (make: () => unknown): void => {
  const texts = speaking('de-DE', () => textsIn({ all: make() }));
  expect(texts.flatMap((text) => strangers(text).map((word) => `${word}: ${text}`))).toEqual([]);
};
const saying = (make: () => readonly string[]): void => inBrackets(() => make().map((text) => ({ text })));

function written<T extends { revision: number; history: Entry[] }>(document: T, by: Act, change: Change<T>): T {
  const { text: said, pattern, values } = change as Partial<Phrase>;
  const detail = { ...change.detail, ...(said !== undefined && { told: said, phrase: { pattern, values } }) };
  const entry = nextEntry(document.history.at(-1), by, { kind: change.kind, detail, changes: change.changes } as Change<Record<string, unknown>>);
  const next: Record<string, unknown> = { ...document, revision: document.revision + 1, history: [...document.history, entry] };
  for (const [field, value] of Object.entries(entry.changes)) {
    if (value === null) delete next[field];
    else next[field] = value;
  }
  return next as T;
}
const does = <V extends ActVerb>(invoice: Invoice, by: Actor, verb: V, args: ActArguments[V], rules: Rules = RULES): Invoice => {
  const deed = act(by);
  return written(invoice, deed, acted(invoice, verb, args, { act: deed, rules, access: accessOf(by) })!);
};

const plain = drafted();
const rich = drafted({
  prices: 'inclusive', discount: { percent: '5' }, purchaseOrder: 'PO', project: 'Relaunch', note: 'typed', terms: { days: 30, months: 1, endOfMonth: true },
  lines: Array.from({ length: 12 }, (_, index) => line({ id: `l${index}`, unitPrice: '1200', discountPercent: '5', vat: { category: 'S', rate: '19', beside: [{ kind: 'withheld', name: 'IRPF', rate: '15' }] } })),
});
const handIn = (invoice: Invoice, rules: Rules = RULES): Invoice => {
  const by = act();
  return written(invoice, by, submitted(invoice, invoice.version, by, rules));
};
const limited: Rules = { ...RULES, policy: { ...RULES.policy, exceptions: { by: ['coordinator', 'manager'], confirmedBy: ['finance'] }, policies: RULES.policy.policies.map((policy) => ({
  ...policy, steps: policy.steps.map((step) => ({ ...step, limit: { within: { count: 8, unit: 'hours' as const }, remindAfter: [], then: 'give back' as never } })) })) } };
const asked = handIn(rich);
const approved = does(handIn(plain), MILO, 'decide', { step: 0, version: 1, says: 'approve', note: 'typed' });
const issued = written(approved, act(), { kind: 'issued', detail: { number: 'INV-2026-0001', dueDate: '2026-12-07' }, changes: { state: 'issued', number: 'INV-2026-0001', dueDate: '2026-12-07', issueDate: TODAY, pdf: { hash: 'h', name: 'n', bytes: 1 } } });
const mail = (invoice: Invoice, status: 'accepted' | 'bounced' | 'unknown' | 'delivered' | 'failed', kind: 'invoice' | 'receipt' | 'reminder' = 'invoice'): Invoice =>
  written(invoice, act(), mailed(invoice, { mailKey: `k-${kind}-${status}`, kind, to: ACME.email, status, at: AT, ...(status === 'bounced' && { reason: 'typed' }) }));
const sent = mail(issued, 'accepted');
const changed = written(asked, act(), edited(asked, content({ note: 'typed', discount: { amount: '5' }, lines: [line({ id: 'l0' }), line({ id: 'n', description: 'Travel' })] }), 1, ACME, act(), TODAY));
const reminded = written(asked, act(), { kind: 'approval.reminded', detail: { who: [MILO.email] }, changes: { approval: asked.approval } });
const escalated = (days: number, to: string[]): Invoice => written(sent, act(), stepDone(sent, { id: 'typed', days, act: 'escalate', to }, 'told', AT));
const excepted = does(handIn(rich, limited), CARLA, 'withdraw', {}, limited);
const wantsException = does(handIn(drafted({}, ANA), limited), MILO, 'except', { reason: 'typed', version: 1 }, limited);
const credit = (change: Partial<Credit>): Credit => ({
  creditNoteId: 'crn_1', state: 'proposed', lines: [], totals: plain.totals, reason: 'typed', settlement: 'refund', by: CARLA, at: AT, ...change,
});
const proposing = written(sent, act(), { kind: 'credit.proposed', detail: { creditNoteId: 'crn_1', amount: sent.totals.due, reason: 'typed' }, changes: { credits: [credit({})] } });
const withCredit = (change: Partial<Credit>): Invoice => ({ ...proposing, credits: [credit(change)] });
const decided = { by: FATIMA, at: AT, reason: 'typed' };
const due = money(11900, 'EUR');

/** The open step as time, or somebody's absence, left it. */
const step = (invoice: Invoice, change: Partial<ApprovalStep>, approval: Partial<Approval> = {}): Invoice =>
  ({ ...invoice, approval: { ...invoice.approval!, steps: invoice.approval!.steps.map((one, index) => (index === 0 ? { ...one, ...change } : one)), ...approval } });
const recorded = (invoice: Invoice, kind: string, by: Actor = CARLA, detail: Record<string, unknown> = {}): Invoice => written(invoice, act(by), { kind, detail, changes: { approval: invoice.approval } });
const ended = (how: 'escalated' | 'silence') => ({ ended: { how, at: AT } });
const dueSoon = (then: unknown): Partial<ApprovalStep> => ({ clocks: [MILO, ANA].map(({ email }) => ({ email, dueAt: AT, remindAt: [], reminded: 0 })), limit: { within: { count: 8, unit: 'hours' }, remindAfter: [], then: then as never } });
const crediting = (settlement: Settlement) => ({ lines: 'all' as const, settlement, reason: 'typed', seen: sent.totals.due });
const paidInPart = does(sent, FATIMA, 'pay', { amount: money(100_00, 'EUR'), date: TODAY, reference: 'typed' });

const INVOICES: Record<string, Invoice> = {
  'credited at once': does(sent, FATIMA, 'credit', crediting('offset')), 'credited and kept': does(paidInPart, FATIMA, 'credit', crediting('credit')), 'credited and to be paid back': does(paidInPart, FATIMA, 'credit', crediting('refund')),
  'proposed by a coordinator': does(sent, CARLA, 'credit', crediting('offset')), 'taken back': does(paidInPart, FATIMA, 'reversePayment', { paymentId: paidInPart.payments[0]!.id, reason: 'typed' }),
  'reminded by hand': does(sent, CARLA, 'remind', {}), 'sent again': does(sent, CARLA, 'send', {}), 'by post': does(issued, CARLA, 'post', {}), resumed: does(does(sent, FATIMA, 'pause', { reason: 'typed' }), FATIMA, 'resume', {}),
  'asked a question': does(asked, MILO, 'ask', { text: 'typed' }), 'kept in time': recorded(step(asked, dueSoon('give back')), 'printed'), 'silent in time': recorded(step(asked, dueSoon('approve by silence')), 'printed'),
  'passed on in time': recorded(step(asked, dueSoon({ approvers: ['finance'], quorum: 1 })), 'printed'), 'passed on to nobody': recorded(step(asked, dueSoon({ approvers: ['viewer'], quorum: 1 })), 'printed'),
  'approved by silence': recorded(step(asked, ended('silence'), { current: 1 }), 'approval.silent'), escalated: recorded(step(asked, ended('escalated'), { current: 1 }), 'approval.escalated', CARLA, { who: [FATIMA.email] }),
  deputy: recorded(step(asked, { deputies: [{ from: ANA.email, to: MILO.email }] }), 'printed'), 'passed on': recorded(step(recorded(asked, 'printed'), { asked: [ANA.email] }), 'approval.moved', CARLA, { moves: [] }),
  'decided for somebody': does(step(asked, { deputies: [{ from: ANA.email, to: MILO.email }] }), MILO, 'decide', { step: 0, version: 1, says: 'approve' }), 'rejected for somebody': does(step(asked, { deputies: [{ from: ANA.email, to: MILO.email }] }), MILO, 'decide', { step: 0, version: 1, says: 'reject', reason: 'typed' }),
  'out of time': written(asked, act(), { kind: 'approval.lapsed', detail: {}, changes: { approval: { ...asked.approval!, verdict: 'lapsed' }, state: 'draft', returned: { by: CARLA, at: AT, category: 'time', reason: 'typed' } } }),
  'asked under another policy': recorded(recorded(asked, 'policy.moved', FATIMA, { policy: { version: 2 } }), 'printed'), 'no longer waited for': written(reminded, act(), withdrawn(reminded)),
  void: { ...sent, state: 'void' }, 'issued and void': { ...sent, state: 'void', closed: { by: CARLA, at: AT, reason: 'typed' } }, 'escalated and void': { ...escalated(21, ['creator']), state: 'void' },
  'paid and credited': { ...sent, state: 'paid', credited: due, paid: due }, 'credited in part': { ...sent, credited: due, paid: due }, 'without an approval': { ...asked, approval: undefined }, 'waiting for nobody': step(asked, { asked: [] }),
  'taken care of': { ...sent, dunning: { status: 'acknowledged', done: [] } }, 'submitted as it was made': { ...plain, returned: { by: CARLA, at: AT, category: 'other', reason: 'no', refusal: { code: 'AmountNegative', details: {} } } },
  'a lost reminder': mail(sent, 'unknown', 'reminder'), 'a reminder that bounced': mail(sent, 'bounced', 'reminder'), 'a receipt refused': mail(sent, 'failed', 'receipt'),

  drafted: plain, 'a rich draft': rich, asked, 'asked again': handIn(changed), changed, withdrawn: written(asked, act(), withdrawn(asked)), reminded, 'asked in time': handIn(plain, limited), excepted,
  approved, rejected: does(asked, MILO, 'decide', { step: 0, version: 1, says: 'reject', category: 'price', reason: 'typed typed' }), 'one of two': does(asked, MILO, 'decide', { step: 0, version: 1, says: 'approve' }),
  lapsed: written(asked, act(), seatsMoved(asked, act(), RULES, { away: new Map(), gone: new Set(PEOPLE.map(({ email }) => email)) })!),
  voided: does(asked, FATIMA, 'void', { reason: 'typed', typed: 'draft 456789' }), discarded: does(plain, CARLA, 'discard', {}),
  'wants an exception': wantsException, 'has an exception': does(wantsException, FATIMA, 'decideException', { says: 'confirm', version: 1 }, limited), 'has none': does(wantsException, FATIMA, 'decideException', { says: 'turn down', version: 1 }, limited),
  issued, sent, delivered: mail(sent, 'delivered'), bounced: mail(sent, 'bounced'), 'refused by the provider': mail(issued, 'failed'), 'a receipt back': mail(sent, 'bounced', 'receipt'), 'a reminder back': mail(sent, 'failed', 'reminder'),
  unknown: mail(issued, 'unknown'), 'a lost receipt': mail(sent, 'unknown', 'receipt'), settled: written(mail(issued, 'unknown'), act(FATIMA), mailSettled(mail(issued, 'unknown'), 'k-invoice-unknown', undefined, act(FATIMA))),
  'mailed again': written(mail(issued, 'unknown'), act(FATIMA), mailSettled(mail(issued, 'unknown'), 'k-invoice-unknown', 'k2', act(FATIMA))),
  posted: { ...sent, delivery: { status: 'posted', to: 'by post', mailKey: 'p', at: AT } }, 'late and escalated': escalated(21, ['creator', 'manager', '#finance']), 'one day late': escalated(1, ['#legal']),
  acknowledged: does(escalated(21, ['creator']), FATIMA, 'acknowledge', {}), paused: does(escalated(21, ['creator']), FATIMA, 'pause', { reason: 'typed' }), disputed: does(escalated(21, ['creator']), CARLA, 'dispute', { reason: 'typed' }),
  resolved: does(does(sent, CARLA, 'dispute', { reason: 'typed' }), CARLA, 'resolveDispute', { outcome: 'typed' }),
  paid: does(escalated(21, ['creator']), FATIMA, 'pay', { amount: sent.balance, date: TODAY, reference: 'typed' }), 'paid too much': does(sent, FATIMA, 'pay', { amount: money(500_000, 'EUR'), date: TODAY, reference: 'typed' }),
  'paid in part': does(sent, FATIMA, 'pay', { amount: money(100, 'EUR'), date: TODAY, reference: 'typed' }),
  'proposes a credit': proposing, credited: withCredit({ state: 'issued', decided, number: 'CN-2026-0001', refund: { due } }), 'turned down': withCredit({ state: 'discarded', decided }),
  'paid back': withCredit({ state: 'issued', decided, number: 'CN-2026-0001', refund: { due: money(0, 'EUR'), paid: { amount: due, date: TODAY, reference: '', by: FATIMA, at: AT } } }),
  gained: { ...sent, exchange: { amount: due, rate: '0.9', date: TODAY } as never, payments: [{ exchange: { rate: '1', released: due, received: due, gain: due } }, { exchange: { released: due } }] as never },
  'set off': withCredit({ state: 'issued', decided, number: 'CN-2026-0001', refund: { due: money(0, 'EUR') } }), 'credited in full': { ...sent, state: 'paid', balance: money(0, 'EUR'), credited: due },
  booked: { ...sent, exchange: { amount: due, rate: '0.9', date: TODAY } as never },
};

const estimateOf = (change: Partial<Estimate>, kind = 'drafted', detail: Record<string, unknown> = {}, by: Actor = CARLA): Estimate => {
  const { id: _, state: __, approval: ___, ...rest } = plain;
  const base = { ...rest, id: 'est_0123456789', state: 'sent', number: 'EST-2026-0001', validUntil: '2026-12-07', ...change } as never as Estimate;
  return { ...base, history: [nextEntry(undefined, act(by), { kind, detail, changes: {} })] };
};
const answer = { says: 'accept', name: 'Hans', reason: 'typed', at: AT, ip: '', version: 1, contentHash: '' } as const;
const ESTIMATES: Record<string, Estimate> = {
  draft: estimateOf({ state: 'draft', number: undefined }), discarded: estimateOf({ state: 'discarded' }), issued: estimateOf({ state: 'issued' }), sent: estimateOf({}, 'mail.accepted', { to: ACME.email }),
  delivered: estimateOf({ delivery: { status: 'delivered', to: ACME.email, mailKey: 'k', at: AT } }), accepted: estimateOf({ state: 'accepted', answer }, 'accepted', { name: 'Hans', version: 1 }),
  declined: estimateOf({ state: 'declined', answer: { ...answer, says: 'decline' } }, 'declined', { name: 'Hans', reason: 'typed', version: 1 }), expired: estimateOf({ state: 'expired' }, 'expired', { validUntil: '2026-12-07' }),
  'expired some day': estimateOf({ state: 'expired', validUntil: undefined }, 'expired'), converted: estimateOf({ state: 'converted' }, 'converted'), bounced: estimateOf({}, 'mail.bounced', { to: ACME.email, mailKey: 'k', reason: 'typed' }),
  lost: estimateOf({ held: [{ mailKey: 'k', kind: 'estimate', to: ACME.email, number: 'EST-2026-0001', at: AT }] }, 'mail.unknown', { to: ACME.email, mailKey: 'k' }),
};

const seller = { name: 'Acme', email: 'ap@acme.example', address: ACME.address } as never as Seller;

/** Kinds of entries with all that their sentences hang on. */
const m = { amount: due, balance: due, surplus: due, remaining: due, setOff: due };
const common = { ...m, to: ACME.email, reason: 'typed', note: 'typed', date: TODAY, number: 'INV-2026-0001', dueDate: TODAY, validUntil: TODAY, step: 0, version: 2, name: 'Hans', by: 'Milo', for: 'Ana', category: 'terms', text: 'typed', outcome: 'typed', stepId: 'typed', policy: { version: 2 }, why: 'typed' };
const KINDS: readonly [string, Record<string, unknown>?][] = [
  ['drafted'], ['edited'], ['edited', { voidedApprovals: true }], ['edited', { keptApprovals: true }], ['submitted'], ['approved'], ['approved', { for: undefined, note: undefined }], ['rejected'], ['rejected', { for: undefined }], ['asked'],
  ['approval.reminded', { who: [MILO.email] }], ['approval.reminded', { who: [MILO.email, ANA.email] }], ['approval.escalated', { who: [MILO.email] }], ['approval.escalated', { who: [MILO.email, ANA.email] }],
  ['exception.asked'], ['exception.confirmed'], ['exception.turned-down'], ['policy.moved'], ['approval.moved', { moves: [{ from: MILO.email }, { from: MILO.email, to: ANA.email }, { from: MILO.email, to: `${ANA.email},${FATIMA.email}` }] }],
  ['approval.silent'], ['approval.lapsed'], ['approval.denied'], ['withdrawn'], ['discarded'], ['voided'], ['returned'], ['issued'], ['issued', { dueDate: undefined }], ['send.asked'], ['posted'], ['posted', { counts: 'sent' }],
  ['mail.settled', { says: 'arrived' }], ['mail.settled', { says: 'again' }], ['paid'], ['paid', { surplus: undefined }], ['payment.reversed'], ['payment.reversed', { setOff: undefined }], ['credit.proposed'], ['credit.issued'], ['credit.confirmed'],
  ['credit.declined'], ['credit.numbered'], ['credit.refunded'], ['receipt.issued'], ...['friendly', 'plain', 'firm', 'final'].flatMap((tone): [string, Record<string, unknown>][] => [['reminder.asked', { tone }], ['reminded', { tone, days: undefined }]]),
  ['reminded', { tone: 'firm', days: -2 }], ['reminded', { tone: 'firm', days: 0 }], ['reminded', { tone: 'firm', days: 3 }], ['reminder.passed'], ['step.passed'], ['escalated', { to: ['creator', 'finance'], days: 3 }], ['acknowledged'], ['disputed'],
  ['dispute.resolved'], ['reminders.paused'], ['reminders.resumed'], ['accepted'], ['declined'], ['expired'], ['expired', { validUntil: undefined }], ['convert.asked'], ['converted'],
  ...['accepted', 'delivered', 'bounced', 'unknown', 'failed'].flatMap((status) => ['invoice', 'estimate', 'receipt', 'credit note', 'letter'].map((kind): [string, Record<string, unknown>] => [`mail.${status}`, { kind }])),
];

const row = ({ ...invoice }: Invoice, change: Partial<Invoice> = {}): never => ({ ...invoice, ...change, isOpened: true }) as never;
const rows = Array.from({ length: 12 }, (_, index) => row(asked, { id: `inv_${index}` }));
const seen = { at: AT, zone: 'Europe/Berlin' };
const person = { name: 'Carla', email: CARLA.email, roles: ['coordinator', 'manager', 'finance'] as const };
const model = { person, people: PEOPLE, today: TODAY, at: AT, drawnAt: AT, zone: 'Europe/Berlin', policyVersion: 1 };
const aging = ['not due', '1–30 days', '31–60 days', '61–90 days', 'over 90 days'].map((bucket) => ({ bucket, open: due, count: 2 }));
const none = { coordinator: { drafts: [], returned: [], waiting: [], ready: [], overdue: [], estimates: [] }, approver: { inbox: [], decided: [] }, finance: { failed: [], disputed: [], overdue: [], stuck: [], aging: [], dueThisWeek: [] } };
const full = {
  coordinator: { drafts: rows, returned: [row(INVOICES['rejected']!)], waiting: [row(asked)], ready: [row(issued)], overdue: [row(sent, { dueDate: '2026-11-01' })], estimates: Object.values(ESTIMATES) as never[] },
  approver: { inbox: rows, decided: [row(approved)] }, finance: { failed: [row(INVOICES['bounced']!)], disputed: [row(INVOICES['disputed']!)], overdue: [row(sent)], stuck: [row(issued)], aging, dueThisWeek: [{ open: due, count: 1 }] },
};

const book = (...kinds: [string, Record<string, unknown>?, Record<string, unknown>?][]) => kinds.reduce<Entry[]>((history, [kind, detail = {}, changes = {}]) =>
  [...history, nextEntry(history.at(-1), act(FATIMA), { kind, detail, changes } as never)], []);
const effect = { difference: ['typed'], changed: Array.from({ length: 14 }, () => 'typed'), of: 20 };
const proposal = { hash: 'h', version: 2, effect };
const active = { version: 1, hash: 'a', since: TODAY, by: [FATIMA, MILO] };

describe('nothing is written in the code alone', () => {
  it.each(Object.entries(INVOICES))('of an invoice: %s', (_, invoice) => inBrackets(() => messagesOfInvoice(invoice, slack)));
  it.each(Object.entries(ESTIMATES))('of an estimate: %s', (_, estimate) => inBrackets(() => messagesOfEstimate(estimate, slack)));
  it.each(KINDS.map(([kind, detail]) => [`${kind} ${JSON.stringify(detail ?? '')}`, kind, detail] as const))('in a thread: %s', (_, kind, detail) => {
    for (const noun of ['invoice', 'estimate'] as const) {
      for (const by of [MILO, { ...MILO, via: 'portal' } as const]) {
        saying(() => [told(nextEntry(undefined, act(by), { kind, detail: { ...common, ...detail }, changes: { returned: { reason: 'typed' } } }), { ...slack, creator: CARLA.email, clientName: 'Acme', noun }) ?? '']);
      }
    }
  });
  it('of a credit note', () => {
    const note = (kind: string, detail: Record<string, unknown>) => ({ ...sent, id: 'crn_1', number: 'CN-2026-0001', invoice: { id: 'i', number: 'INV-2026-0001' }, reason: 'typed', held: [], history: book([kind, { to: ACME.email, ...detail }]) }) as never;
    inBrackets(() => [note('mail.accepted', {}), note('mail.bounced', { reason: 'typed' }), note('mail.failed', {})].flatMap((one) => messagesOfCreditNote(one, slack)));
    inBrackets(() => [creditNoteRow({ ...(note('x', {}) as object), state: 'sent' } as never, { ...model, place: 'x' }), creditNoteRow({ ...(note('x', {}) as object), state: 'issued' } as never, { ...model, place: 'x', today: '2026-12-01' })]);
  });
  it('of the approval rules', () => inBrackets(() => [
    { id: 'pol', active, proposal: { hash: 'h', version: 2, at: AT, confirmations: [FATIMA] }, history: book(['proposed', proposal]) },
    { id: 'pol', active, proposal: { hash: 'h', version: 2, at: AT, confirmations: [] }, history: book(['proposed', { ...proposal, effect: { difference: [], changed: [], of: 0 } }]) },
    { id: 'pol', active, history: book(['proposed', { ...proposal, effect: { difference: [], changed: [], of: 5 } }]) },
    ...(['adopted', 'turned down', 'taken back', 'proposed'].map((kind) => ({ id: 'pol', active, history: book(['proposed', proposal], [kind, proposal, { active }]) }))),
    { id: 'pol', active, history: book(['faulty', { lines: ['fault'] }], ['faulty', { lines: Array.from({ length: 14 }, () => 'fault') }]) },
  ].flatMap((one) => messagesOfPolicy(one, slack))));

  it.each([['nothing waits', none], ['everything waits', full], ['nobody of the office', {}]])('on a Home where %s', (_, queues) => inBrackets(() => homeView({ ...model, queues })));
  it('in the digest', () => inBrackets(() => [digestMessage(rows.slice(0, 1), seen), digestMessage([...rows, ...rows], seen)]));
  it('in deadlines and ages', () => saying(() => [...['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-30'].map((day) => deadlineWords(`${day}T12:00:00Z`, seen)), ...['2026-11-23', '2026-11-22', '2026-11-10'].map((day) => agoWords(`${day}T08:00:00Z`, seen))]));
  it('in an archive', () => inBrackets(() => [archiveProgress('2026', 0, 1), archiveProgress('2026', 1, 2), archiveDone('2026', { documents: 1, files: 2, problems: [] }), archiveDone('2026', { documents: 1, files: 2, problems: Array.from({ length: 12 }, () => 'typed') })]));
  it('in terms, taxes, credits and exchange', () => saying(() => [
    ...[{ days: 1 }, { months: 2, endOfMonth: true }, { endOfMonth: true }, { dayOfNextMonth: 5 }, { days: 3, dayOfNextMonth: 5 }, {}].map((terms) => termWords(terms as never)),
    ...(['S', 'Z', 'E', 'AE', 'K', 'G', 'O'] as const).map((category) => taxWords({ category, rate: '0' })), lineText(line({ discountPercent: '5' }), 0, due, content()),
    exchangeText(INVOICES['booked']!) ?? '', creditTotalsText(rich.totals), ...(['refund', 'offset'] as const).map((settlement) => moneyWords({ applied: due, surplus: due }, settlement)), ...Object.values(INVOICES).flatMap(creditBlocks),
  ]));

  it('of the rules on the page and in the mail of an approver without Slack', () => {
    const invoice = handIn(changed);
    const said = (locale: string): string => {
      const page = approvalPage(invoice, { office: { seller, locale, zone: 'Europe/Berlin', people: PEOPLE }, person: PEOPLE[1]!, path: '/p', until: '2026-12-01T00:00:00Z', csrf: 'x', typed: {} });
      return JSON.stringify([page.why, page.steps, page.changes, approvalMailModel(invoice, 'Milo', { seller, locale, url: 'https://acme.example', until: '2026-12-01' })]);
    };
    const ours = /above|it needs|any one of|Discount|Line gone|The note is another/g;
    expect(new Set(said('en').match(ours)).size).toBeGreaterThan(4);
    expect(said('de-DE').replace(/‹[^‹›]*›/g, ' ').replace(/‹[^‹›]*›/g, ' ').replace(/‹[^‹›]*›/g, ' ').match(ours)).toBeNull();
  });
  it('in what changed', () => saying(() => [[plain, changed], [changed, plain], [rich, changed], [changed, rich]].flatMap(([before, now]) => [...differences(before!, now!), ...changesBetween(before!, now!)])));
  it('in the approval rules and their explanation', () => saying(() => {
    const policies = [limited.policy, RULES.policy, { ...RULES.policy, policies: [] }].map((policy) => flowOf(policy, PEOPLE));
    return [...policies.flatMap(flowLines), ...policies.flatMap((one) => policies.flatMap((other) => differenceLines(one, other))),
      ...(['yes', 'no', 'not known'] as const).flatMap((answered) => explanationLines({ rules: [{ title: 'typed', answer: answered, looked: [] }], therefore: 'typed' }))];
  }));
  it('in what is answered about absences, rules and estimates', () => saying(() => {
    const days = { since: TODAY, until: '2026-11-25' };
    const away = absent({ id: 'a', absences: [] }, { ...days, to: MILO.email }, act(), PEOPLE, TODAY);
    const rules = { id: 'pol', active, proposal: { hash: 'h', version: 2, at: AT, confirmations: [] } };
    return [away, absent({ id: 'a', absences: [] }, { since: TODAY, until: TODAY }, act(), PEOPLE, TODAY), returned({ id: 'a', absences: [{ ...days, from: CARLA.email, by: CARLA }] }, act(), TODAY),
      confirmed(rules, 'h', act(FATIMA), PEOPLE), confirmed({ ...rules, proposal: { ...rules.proposal, confirmations: [FATIMA] } }, 'h', act(MILO), PEOPLE), turnedDown(rules, 'h', act(FATIMA), PEOPLE),
      estimateDiscarded(ESTIMATES['sent']!), estimateDiscarded(ESTIMATES['draft']!), convertAsked(ESTIMATES['sent']!)].map((one) => spoken(one, one.text));
  }));
  it('in what the workflows answer', () => saying(() => Object.values(INVOICES).flatMap(({ history }) => history).concat(book(['x', {}])).flatMap(({ detail }) => (detail['told'] ? [spoken(detail['phrase'] as never, String(detail['told']))] : []))));
  it.each(Object.keys(OFFICE_REFUSALS))('in the refusal %s', (code) => {
    const words = WORDED[code];
    const values = Object.fromEntries([...OFFICE_REFUSALS[code]!.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, 'typed']));
    for (const word of words?.words ?? ['typed']) saying(() => [refusalText(new DomainError(code as RefusalCode, { ...values, ...(words && { [words.detail]: word }) }))]);
  });

  it('is not a test that sees nothing', () => {
    expect(strangers('‹Hello ‹30 days›,› overdue :x: `code`')).toEqual(['overdue']);
    expect(textsIn(speaking('de', () => messagesOfInvoice(sent, slack))).length).toBeGreaterThan(20);
    expect(speaking('de', () => messagesOfInvoice(sent, slack)).some(({ text }) => text.startsWith('‹'))).toBe(true);
  });
});
