/** Acting: which rule answers which act on an invoice, and who may ask for it. */
import type { Client } from './client';
import { disputed, disputeResolved, ladderResumed, ladderStopped, remindAsked, resent } from './collecting';
import type { Content } from './content';
import type { PlainDate } from './dates';
import { credited, creditDecided, refunded, type Crediting, type Deciding, type Refunding } from './crediting';
import { asked, decided, type Saying } from './deciding';
import { discarded, edited, movedToPolicy, submitted, voided, withdrawn, type Rules, type ToldInvoice } from './drafting';
import { exceptionAsked, exceptionDecided, type AskingException, type SayingOnException } from './exception';
import type { Act } from './history';
import type { Invoice } from './invoice';
import type { Money } from './money';
import { paid, reversed } from './payment';
import { actionOf, checkPermission, may, type Access } from './permission';
import { posted } from './posting';
import { DomainError } from './refusals';

/** The acts' own arguments; who and under which key come in the Act. */
export type ActArguments = {
  open: object;
  edit: { content: Content; version: number };
  submit: { version: number };
  withdraw: object;
  movePolicy: { hash: string };
  decide: Saying;
  except: AskingException;
  decideException: SayingOnException;
  ask: { text: string };
  discard: object;
  void: { reason: string; typed: string };
  send: { to?: string };
  post: object;
  remind: object;
  pay: { amount: Money; date: PlainDate; reference: string; evenIfRecorded?: 'yes' };
  reversePayment: { paymentId: string; reason: string };
  credit: Crediting;
  decideCredit: Deciding;
  refund: Refunding;
  dispute: { reason: string };
  resolveDispute: { outcome: string };
  pause: { reason: string };
  resume: object;
  acknowledge: object;
};
export type ActVerb = keyof ActArguments;
/** `access` is that of who acts; `client` the one an edit names, or that of what is submitted as it is now. */
export type ActingContext = { act: Act; rules: Rules; access: Access; client?: Client };

type Rule<V extends ActVerb> = (invoice: Invoice, args: ActArguments[V], context: ActingContext) => ToldInvoice | undefined;

const RULES: { [V in ActVerb]: Rule<V> } = {
  open: () => undefined,
  edit: (invoice, { content, version }, { act, rules, client }) => {
    if (!client) throw new DomainError('ClientUnknown');
    return edited(invoice, content, version, client, act, rules.today);
  },
  submit: (invoice, { version }, { act, rules, client }) => submitted(invoice, version, act, rules, client),
  withdraw: (invoice) => withdrawn(invoice),
  movePolicy: (invoice, { hash }, { act, rules }) => movedToPolicy(invoice, hash, act, rules),
  decide: (invoice, saying, { act, rules }) => {
    const told = decided(invoice, saying, act, rules);
    return told.changes.approval === invoice.approval ? undefined : told; // Said before: the same success, and the invoice may be further by now.
  },
  except: (invoice, asking, { act, rules }) => exceptionAsked(invoice, asking, act, rules.people),
  decideException: (invoice, saying, { act, rules }) => exceptionDecided(invoice, saying, act, rules.people),
  ask: (invoice, { text }, { act }) => asked(invoice, text, act),
  discard: (invoice, _, { act }) => discarded(invoice, act),
  void: (invoice, { reason, typed }, { act }) => voided(invoice, reason, typed, act),
  send: (invoice, { to }, { act }) => resent(invoice, to, act),
  post: (invoice, _, { act }) => posted(invoice, act),
  remind: (invoice, _, { act, rules }) => remindAsked(invoice, act, rules.today),
  pay: (invoice, paying, { act, rules }) => paid(invoice, paying, act, rules),
  reversePayment: (invoice, { paymentId, reason }, { act }) => reversed(invoice, paymentId, reason, act),
  credit: (invoice, crediting, { act, access }) => credited(invoice, crediting, act, may(access, 'confirm_credit', invoice) ? 'issued' : 'proposed'),
  decideCredit: (invoice, deciding, { act }) => creditDecided(invoice, deciding, act),
  refund: (invoice, refunding, { act, rules }) => refunded(invoice, refunding, act, rules.today),
  dispute: (invoice, { reason }, { act }) => disputed(invoice, reason, act),
  resolveDispute: (invoice, { outcome }, { act }) => disputeResolved(invoice, outcome, act),
  pause: (invoice, { reason }, { act }) => ladderStopped(invoice, 'paused', reason, act),
  resume: (invoice, _, { act }) => ladderResumed(invoice, act),
  acknowledge: (invoice, _, { act }) => ladderStopped(invoice, 'acknowledged', 'taken care of', act),
};

/** Acts for which the policy says who may, or which only look. */
const GUARDED_ELSEWHERE = ['open', 'decide', 'except', 'decideException'] as const;
const isGuardedElsewhere = (verb: ActVerb): verb is (typeof GUARDED_ELSEWHERE)[number] => (GUARDED_ELSEWHERE as readonly ActVerb[]).includes(verb);

/** The policy says who decides, and opening only looks; the portal's client disputes its own invoice. All else stands in the table of permissions. */
function checkAct(invoice: Invoice, verb: ActVerb, { act, access, client }: ActingContext): void {
  if (isGuardedElsewhere(verb)) return;
  if (verb === 'dispute' && act.by.via === 'portal' && act.by.email === invoice.client.email) return;
  checkPermission(access, actionOf(verb), invoice);
  if (client) checkPermission(access, actionOf(verb), { ...invoice, client });
}

/** The rule's answer; undefined when nothing is to be written. Refuses NotAllowed and what the rule refuses. */
export function acted(invoice: Invoice, verb: string, args: unknown, context: ActingContext): ToldInvoice | undefined {
  const rule = RULES[verb as ActVerb] as Rule<ActVerb> | undefined;
  if (!rule) throw new DomainError('NotFound', { what: 'act' });
  checkAct(invoice, verb as ActVerb, context);
  return rule(invoice, args as never, context);
}
