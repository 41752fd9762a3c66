/** An estimate as the client sees it: what is offered, on which terms, and the answer. */
import { formatDate, type PlainDate } from '../../domain/dates';
import type { Estimate } from '../../domain/estimate';
import { amountText, block, oneLine } from '../formats';
import { estimateModel, type EstimateModel } from '../model';
import { facts, termText, type Fact } from '../parts';
import { fill } from '../words';
import { dayText, inOneLanguage, spokenTo, type Badge, type Frame, type Visit } from './frame';
import type { PageSpeech } from './words';

/** Where the answer is posted and what it is bound to; both addresses are empty when there is nothing to answer. */
type AnswerForms = { accept: string; decline: string; lead: string; version: string; contentHash: string; csrf: string };
export type EstimatePage = Frame & {
  number: string; badge: Badge; amount: string; when: string; pdfHref: string; about: Fact[]; document: EstimateModel; terms: Fact[];
  /** What became of it, sentence by sentence; empty while it waits for an answer. */
  outcome: { text: string }[]; invoiceHref: string; notice: string; answer: AnswerForms;
};
export type RevisedPage = Frame & { number: string; badge: Badge; sentence: string };

/** What a page knows beside the estimate. `seen` is the version that the link's mail brought; `invoice` the one it became, once the client has it. */
export type Asked = { csrf: string; seen?: number; invoiceId?: string };

type Dated = Pick<Estimate, 'state' | 'validUntil'>;

const isOpen = ({ state, validUntil }: Dated, today: PlainDate): boolean => (state === 'sent' || state === 'issued') && (validUntil ?? today) >= today;

export function estimateBadge(estimate: Dated, today: PlainDate, { page: { estimate: words } }: PageSpeech): Badge {
  const { state } = estimate;
  if (state === 'accepted' || state === 'converted') return { tone: 'good', text: words.accepted };
  if (state === 'declined') return { tone: 'off', text: words.declined };
  if (state === 'draft') return { tone: 'off', text: words.revised };
  if (state === 'discarded') return { tone: 'off', text: words.withdrawn };
  return isOpen(estimate, today) ? { tone: 'open', text: words.open } : { tone: 'off', text: words.expired };
}

export function estimatePage(visit: Visit, estimate: Estimate, { csrf, seen, invoiceId }: Asked): EstimatePage {
  const number = estimate.number ?? '';
  const { frame, speech, today } = spokenTo(visit, () => number);
  const { page: { estimate: words }, locale } = speech;
  const path = `${visit.base}/estimates/${estimate.id}`;
  const amount = amountText(estimate.totals.due, locale);
  const open = isOpen(estimate, today);
  const document = estimateModel(inOneLanguage(estimate), { seller: visit.seller });
  const validUntil = estimate.validUntil ? formatDate(estimate.validUntil, locale) : '';
  return {
    ...frame, number, amount, badge: estimateBadge(estimate, today, speech), when: open && validUntil ? fill(words.validUntil, { date: validUntil }) : '',
    pdfHref: estimate.pdf ? `${path}/pdf` : '', document,
    about: document.facts.filter(({ value }) => value !== number && value !== validUntil),
    terms: facts([words.paymentTerms, termText(estimate.content.terms, speech)], [words.validity, validUntil], [words.version, String(estimate.version)]),
    outcome: open ? [] : outcomeOf(estimate, visit, speech), invoiceHref: invoiceId ? `${visit.base}/invoices/${invoiceId}` : '',
    notice: seen !== undefined && seen < estimate.version ? fill(words.newer, { version: String(estimate.version) }) : '',
    answer: {
      accept: open ? `${path}/accept` : '', decline: open ? `${path}/decline` : '', lead: fill(words.acceptLead, { amount }),
      version: String(estimate.version), contentHash: estimate.contentHash, csrf,
    },
  };
}

/** The office has changed the estimate and not sent it yet, or has withdrawn it: the client sees that, and nothing more. */
export function revisedPage(visit: Visit, { number = '', state, validUntil }: Estimate): RevisedPage {
  const { frame, speech, today } = spokenTo(visit, () => number);
  const { page: { estimate: words } } = speech;
  const sentence = state === 'draft' ? words.revisedLead : fill(words.withdrawnLead, { email: oneLine(visit.seller.email) });
  return { ...frame, number, sentence, badge: estimateBadge({ state, validUntil }, today, speech) };
}

function outcomeOf({ state, answer, validUntil, seller }: Estimate, visit: Visit, speech: PageSpeech): { text: string }[] {
  const { page: { estimate: words } } = speech;
  const email = oneLine((seller ?? visit.seller).email);
  const given = answer && { name: oneLine(answer.name), date: dayText(answer.at, visit, speech), reason: block(answer.reason ?? '') };
  if (state === 'accepted' || state === 'converted') {
    return [{ text: given && answer.says === 'accept' ? fill(words.acceptedBy, given) : words.acceptedByOffice }, { text: words.acceptedNext }];
  }
  if (state === 'declined' && given) return [{ text: fill(words.declinedBy, given) }, { text: fill(words.declinedNext, { email }) }];
  return [
    ...(validUntil ? [{ text: fill(words.expiredOn, { date: formatDate(validUntil, speech.locale) }) }] : []),
    { text: fill(words.expiredNext, { email }) },
  ];
}
