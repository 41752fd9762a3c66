/** Judging: every check of a document, each on its own, so that one unreadable field does not hide another's fault. */
import { checkApprovals } from './checks/approvals';
import { checkTotals } from './checks/content';
import { checkCredits, checkNote } from './checks/credits';
import { checkChain, checkEntries, checkReplay } from './checks/entries';
import { checkFiles, checkFrozen, checkPages } from './checks/issue';
import { checkMails, checkOutbox } from './checks/mails';
import { checkBalance, checkPayments, checkReceipts } from './checks/money';
import { checkNumbers } from './checks/numbers';
import { checkAnswers, checkClients } from './checks/references';
import { checkReminders } from './checks/reminders';
import { checkAcknowledged, checkWorkflows } from './checks/workflows';
import { leakOf } from './canary';
import type { CreditNoteDossier, Dossier, EstimateDossier, InvoiceDossier } from './dossier';
import type { Check, Finding } from './finding';
import { nameOf, type Client } from './stored';

type Judge<T> = readonly [check: Check, judge: (of: T) => Finding[]];

const EVERY: readonly Judge<Dossier>[] = [
  ['entries', ({ kind, document }) => checkEntries({ document, name: nameOf(document) }, kind)],
  ['replay', ({ document }) => checkReplay({ document, name: nameOf(document) })],
  ['chain', ({ document }) => checkChain({ document, name: nameOf(document) })],
  ['numbers', checkNumbers], ['frozen', checkFrozen], ['files', checkFiles], ['pages', checkPages],
  ['mails', checkMails], ['outbox', checkOutbox], ['workflows', checkWorkflows], ['acknowledged', checkAcknowledged], ['clients', checkClients],
];
const INVOICE: readonly Judge<InvoiceDossier>[] = [
  ['totals', checkTotals], ['balance', checkBalance], ['credits', checkCredits], ['payments', checkPayments], ['receipts', checkReceipts], ['approvals', checkApprovals], ['reminders', checkReminders],
];
const ESTIMATE: readonly Judge<EstimateDossier>[] = [['totals', checkTotals], ['answers', checkAnswers]];
const CREDIT_NOTE: readonly Judge<CreditNoteDossier>[] = [['credits', checkNote]];
const CLIENT: readonly Judge<Client>[] = [
  ['entries', (document) => checkEntries({ document, name: document.id }, 'client')],
  ['replay', (document) => checkReplay({ document, name: document.id })],
  ['chain', (document) => checkChain({ document, name: document.id })],
];

export function judgeDocument(dossier: Dossier, canaries: readonly string[]): Finding[] {
  return [...judged(EVERY, dossier, nameOf(dossier.document)), ...ownOf(dossier), ...leaksIn(dossier, canaries)];
}

function ownOf(dossier: Dossier): Finding[] {
  const name = nameOf(dossier.document);
  if (dossier.kind === 'invoice') return judged(INVOICE, dossier, name);
  return dossier.kind === 'estimate' ? judged(ESTIMATE, dossier, name) : judged(CREDIT_NOTE, dossier, name);
}

export const judgeClient = (client: Client): Finding[] => judged(CLIENT, client, client.id);

/** A check that cannot read what it judges has found something. */
const judged = <T>(judges: readonly Judge<T>[], of: T, name: string): Finding[] => judges.flatMap(([check, judge]) => {
  try {
    return judge(of);
  } catch (error) {
    return [{ check, document: name, sentence: `it cannot be judged: ${(error as Error).message}.` }];
  }
});

/** Secrets in what the document's pages say and in its workflow's history; the stores are searched as a whole. */
function leaksIn({ kind, document, pages, workflow }: Dossier, canaries: readonly string[]): Finding[] {
  const printed = canaries.filter((canary) => [...(pages?.values() ?? [])].some((text) => text.includes(canary)));
  return [
    ...printed.map((canary) => leakOf(`pages of ${nameOf(document)}`, canary)),
    ...(workflow?.secrets ?? []).map((canary) => leakOf(`history of ${kind}/${document.id}`, canary)),
  ];
}
