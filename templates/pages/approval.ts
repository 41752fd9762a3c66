/** An approval as an approver without Slack sees it: what a card and its review show, how it stands, and the forms to decide. */
import { namesOf, waitingFor, type Approval, type ApprovalStep, type Decision } from '../../domain/approval';
import type { Seller } from '../../domain/client';
import { dateOfInstant, formatDate, type Instant } from '../../domain/dates';
import { ranOutOf, REJECTION_CATEGORIES } from '../../domain/deciding';
import type { Entry } from '../../domain/history';
import type { Invoice } from '../../domain/invoice';
import type { Person } from '../../domain/people';
import { BY_SILENCE, GIVE_BACK } from '../../domain/policy/policy';
import { roundsOf } from '../../domain/rounds';
import { versionAt } from '../../domain/versions';
import { amountText, block, clockText, oneLine } from '../formats';
import { invoiceModel, type InvoiceModel } from '../model';
import { dueText, facts, nameText, type Fact } from '../parts';
import { changesSinceAsked, ruleWords, whyWords } from '../slack/approval';
import { unmarked } from '../slack/text';
import { speaking } from '../slack/words';
import { fill, listed } from '../words';
import { noticeIn, type Notice } from './code';
import { inOneLanguage, publicFrame, type Badge, type Frame } from './frame';
import { pageSpeech, type PageSpeech, type PageWords } from './words';

type Text = { text: string };
type StepModel = { text: string; now: string; told: Text[] };
/** Where decisions are posted and what they are bound to; the addresses are empty when there is nothing to post. */
type Forms = { approve: string; reject: string; ask: string; step: string; version: string; approveLead: string; rejectLead: string; askLead: string };
export type ApprovalPage = Frame & {
  heading: string; badge: Badge; notice: { text: string; next: string }; outcome: Text[]; amount: string; when: string; asks: string; changes: Text[];
  about: Fact[]; document: InvoiceModel; why: string; steps: StepModel[]; policy: string; questions: { by: string; text: string }[];
  forms: Forms; csrf: string; categories: { value: string; label: string; chosen: boolean }[];
  typed: { note: string; reason: string; question: string; isRejecting: boolean; isAsking: boolean };
};

/** The office as far as a page needs it. */
type Office = { seller: Seller; locale: string; zone: string; people: readonly Person[] };
/**
 * `path` and `until` are the link's. `barred` says why this person cannot decide, '' when that needs no words; without it they can.
 * `typed` is what they had typed when they were turned back.
 */
export type Shown = {
  office: Office; person: Person; path: string; until: Instant; csrf: string; barred?: string; notice?: Notice;
  typed: { verb?: string; note?: string; category?: string; reason?: string; question?: string };
};
type Teller = { words: PageWords['approval']; speech: PageSpeech; office: Office };

/** The invoice must have been submitted. What the rules said of it is in the office's language, as in Slack. */
export const approvalPage = (invoice: Invoice, shown: Shown): ApprovalPage => speaking(shown.office.locale, () => pageOf(invoice, shown));

function pageOf(invoice: Invoice, { office, person, path, until, csrf, barred, notice, typed }: Shown): ApprovalPage {
  const { approval } = invoice;
  if (!approval) throw new TypeError('An invoice that was never submitted has no approval to show.');
  const speech = pageSpeech(office.locale);
  const { page: { approval: words, turnedBack }, locale } = speech;
  const seen = { ...invoice, ...versionAt(invoice.history, approval.version) };
  const [name, amount, due] = [nameText(invoice, speech), amountText(seen.totals.due, locale), dueText(seen.content, speech)];
  const frame = publicFrame(office.seller, office.locale, () => fill(words.title, { name }));
  const open = approval.verdict === 'open';
  const [post, creator] = [(verb: string, isOffered: boolean): string => (isOffered ? `${path}/${verb}` : ''), oneLine(invoice.createdBy.name)];
  const teller = { words, speech, office };
  return {
    ...frame, privacy: fill(words.privacy, { date: formatDate(dateOfInstant(until, office.zone), locale) }),
    heading: fill(words.heading, { name }), badge: badgeOf(invoice, approval, barred, teller), csrf,
    notice: notice?.code === 'Typed' ? { text: turnedBack.Typed, next: '' } : noticeIn(turnedBack.next, notice),
    outcome: outcomeOf(invoice, approval, person, teller).concat(barred && open ? [{ text: barred }] : []),
    amount, when: fill(words.due, { due }), asks: open && barred === undefined ? fill(words.asks, { requester: oneLine(approval.requestedBy.name), client: oneLine(seen.client.name) }) : '',
    changes: open ? changesSinceAsked(invoice).map((text) => ({ text: unmarked(text) })) : [],
    about: facts(
      [words.client, seen.client.name], [words.mailedTo, seen.client.email], [words.dueLabel, due],
      [words.purchaseOrder, seen.content.purchaseOrder], [words.project, seen.content.project], [words.vatId, seen.client.vatId],
      [words.createdBy, invoice.createdBy.name], [words.version, String(approval.version)],
    ),
    document: invoiceModel(inOneLanguage({ ...seen, client: { ...seen.client, locale: office.locale } }), { seller: office.seller }),
    why: fill(words.why, { why: oneLine(whyWords(approval)) }), policy: fill(words.policy, { version: String(approval.policy.version) }),
    steps: approval.steps.map((step, at) => stepModel(step, at, approval, teller)),
    questions: invoice.questions.map(({ by, at, text }) => ({ by: fill(words.questionBy, { by: oneLine(by.name), when: whenIn(teller, at) }), text: block(text) })),
    forms: {
      approve: post('approve', open && barred === undefined), reject: post('reject', open && barred === undefined), ask: post('ask', open),
      step: String(approval.current), version: String(approval.version),
      approveLead: fill(words.approveLead, { name, amount }), rejectLead: fill(words.rejectLead, { creator }), askLead: fill(words.askLead, { creator }),
    },
    categories: REJECTION_CATEGORIES.map((value) => ({ value, label: words.categories[value], chosen: value === (typed.category ?? 'other') })),
    typed: { note: typed.note ?? '', reason: typed.reason ?? '', question: typed.question ?? '', isRejecting: typed.verb === 'reject', isAsking: typed.verb === 'ask' },
  };
}

/** A moment in the office's zone, as its locale writes it. */
const whenIn = ({ office, speech }: Teller, at: Instant): string => clockText(at, office.zone, speech.locale);

function badgeOf({ state }: Invoice, { verdict }: Approval, barred: string | undefined, { words: { badge: words } }: Teller): Badge {
  if (state === 'void') return { tone: 'off', text: words.void };
  if (verdict === 'open') return { tone: 'open', text: barred === undefined ? words.open : words.others };
  if (verdict === 'granted') return { tone: 'good', text: words.granted };
  return { tone: verdict === 'rejected' ? 'late' : 'off', text: words[verdict] };
}

function stepModel(step: ApprovalStep, at: number, { current, verdict, steps, requestedBy }: Approval, teller: Teller): StepModel {
  const { decisions, ended } = step;
  const { words } = teller;
  const text = fill(words.step, { step: String(at + 1), steps: String(steps.length), rule: oneLine(ruleWords(step)) });
  const given = decisions.map((decision) => ({ text: decisionText(decision, teller) }));
  const end = ended ? [{ text: fill(ended.how === 'silence' ? words.bySilence : words.passedOn, { when: whenIn(teller, ended.at) }) }] : [];
  const due = verdict === 'open' && at === current ? limitText(step, requestedBy.name, teller) : [];
  const told = [...given, ...end, ...due];
  return { text, now: verdict === 'open' && at === current ? words.openNow : '', told: verdict === 'open' && at > current ? [{ text: words.later }] : told };
}

/** Until when it has to be decided, and what happens else; nothing without a time limit. */
function limitText({ dueAt, limit }: ApprovalStep, creator: string, teller: Teller): Text[] {
  if (!dueAt || !limit) return [];
  const { words } = teller;
  const sentence = limit.then === GIVE_BACK ? words.dueGiveBack : limit.then === BY_SILENCE ? words.dueSilence : words.dueEscalate;
  return [{ text: fill(sentence, { when: whenIn(teller, dueAt), creator: oneLine(creator) }) }];
}

function decisionText({ by, at, says, reason, note }: Decision, teller: Teller): string {
  const { words } = teller;
  const values = { by: oneLine(by.name), when: whenIn(teller, at), reason: oneLine(reason ?? '') };
  return [fill(says === 'approve' ? words.approvedBy : words.rejectedBy, values), note ? fill(words.withNote, { note: oneLine(note) }) : ''].filter(Boolean).join(' ');
}

/** What became of the question, sentence by sentence; empty while it waits for this person. */
function outcomeOf(invoice: Invoice, approval: Approval, person: Person, teller: Teller): Text[] {
  const { words: { outcome: words, ...all }, office } = teller;
  const decisions = approval.steps.flatMap((step) => step.decisions);
  const values = ({ by, at, reason }: Pick<Decision, 'by' | 'at' | 'reason'>) => ({ by: oneLine(by.name), when: whenIn(teller, at), reason: oneLine(reason ?? '') });
  const last = decisions.at(-1);
  const { ending } = roundsOf(invoice).at(-1) ?? {};
  if (ending) return [{ text: fill(endingWords(ending, approval.verdict, words), values(ending)) }];
  if (approval.verdict === 'rejected' && last) return [{ text: fill(words.rejected, values(last)) }, { text: fill(words.rejectedNext, { creator: oneLine(invoice.createdBy.name) }) }];
  const exception = exceptionTexts(approval, teller);
  if (approval.verdict === 'granted') return [...exception, ...(last && exception.length === 0 ? [{ text: fill(words.granted, values(last)) }] : []), ...afterwards(invoice, words)];
  const own = decisions.find(({ by }) => by.email === person.email);
  const who = listed(namesOf(waitingFor(approval), office.people).map(oneLine), teller.speech);
  return [...(own ? [{ text: fill(teller.speech.words.joins.sentence, { text: fill(all.approvedBy, values(own)) }) }, { text: fill(words.waits, { who }) }] : []), ...exception];
}

/** Who wants it approved without the people asked, and who confirmed that; nothing without an exception. */
function exceptionTexts({ exception }: Approval, teller: Teller): Text[] {
  if (!exception) return [];
  const { words: { outcome: words } } = teller;
  const { by, at, reason, confirmedBy, confirmedAt = '' } = exception;
  const asked = { text: fill(words.exceptionAsked, { by: oneLine(by.name), when: whenIn(teller, at), reason: oneLine(reason) }) };
  return [asked, ...(confirmedBy ? [{ text: fill(words.exceptionConfirmed, { by: oneLine(confirmedBy.name), when: whenIn(teller, confirmedAt) }) }] : [])];
}

function endingWords(ending: Entry, verdict: Approval['verdict'], words: PageWords['approval']['outcome']): string {
  if (ending.kind === 'policy.moved') return words.moved;
  if (verdict === 'lapsed') return ranOutOf(ending) === 'time' ? words.lapsed : words.outOfApprovers;
  if (verdict === 'withdrawn') return words.withdrawn;
  return ending.kind === 'voided' ? words.void : words.voided;
}

function afterwards({ state, number = '' }: Invoice, words: PageWords['approval']['outcome']): Text[] {
  if (state === 'approved') return [{ text: words.issuing }];
  return state === 'void' || state === 'discarded' || state === 'draft' ? [] : [{ text: fill(words.sent, { number }) }];
}
