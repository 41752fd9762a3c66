/** Mails: each for a reason, none twice, every row true to what the provider accepted and to what the document tells. */
import { same } from '../canonical';
import { type Dossier, isBusy, outcomesOf } from '../dossier';
import { Findings, type Finding } from '../finding';
import type { Message } from '../outbox';
import { told } from '../replay';
import { nameOf, type Entry, type Mail } from '../stored';

/** States that say something about the mail for good. */
const SETTLED = ['accepted', 'delivered', 'bounced', 'unknown', 'refused'];

/** `invoice/inv_1/send` of `invoice/inv_1/send/again-2`: the step that a mail is for, however often a person had it repeated. */
const stepOf = (key: string): string => key.replace(/\/again-\d+$/, '');

export function checkMails(dossier: Dossier): Finding[] {
  const { document, workflow } = dossier;
  const mails = dossier.mails.filter(({ documentKind }) => documentKind !== 'approver');
  const findings = new Findings('mails', nameOf(document));
  for (const mail of dossier.mails) findings.expect(mail.documentKind !== 'approver' || isAsked(document.history, mail), `${mail.key} went to ${mail.to}, whom nothing in its history asks.`);
  for (const mail of mails) {
    const { key, state, log } = mail;
    findings.expect(mail.documentKind === dossier.kind, `${key} says that it is about a ${mail.documentKind}.`);
    findings.expect(isCaused(dossier, mail), `nothing in its history asks for ${key}.`);
    findings.expect(log.at(-1)?.state === state, `${key} is ${state}, its log ends in ${log.at(-1)?.state ?? 'nothing'}.`);
    findings.expect(same(mail.files, filesFor(dossier, mail)) || isBusy(dossier), `${key} carries other files than its document names.`);
    const left = workflow !== undefined && !isBusy(dossier) && !SETTLED.includes(state);
    findings.expect(!left, `${key} was left in ${state}: nobody is told and nothing sends it.`);
    const toldOf = outcomesOf(document.history, key);
    const givenUp = state === 'refused' && !log.slice(-2).some((step) => step.state === 'sending'); // It never left: the step was passed over.
    const untold = SETTLED.includes(state) && !givenUp && toldOf.length === 0 && !isBusy(dossier);
    findings.expect(!untold, `${key} is ${state}, of which its document knows nothing.`);
    const asked = document.history.some((entry) => isAnswerTo(entry, key)) || mails.some((other) => other.key !== key && stepOf(other.key) === stepOf(key));
    const forgotten = state === 'unknown' && !asked && !document.held.some(({ mailKey }) => mailKey === key) && !isBusy(dossier);
    findings.expect(!forgotten, `${key} is of unknown outcome and waits for nobody.`);
  }
  for (const step of new Set(mails.map(({ key }) => stepOf(key)))) {
    const sent = mails.filter(({ key, state }) => stepOf(key) === step && ['accepted', 'delivered', 'bounced'].includes(state)).length;
    const repeats = document.history.filter((entry) => entry.kind === 'mail.settled' && stepOf(told(entry, 'again') ?? '') === step).length;
    findings.expect(sent <= 1 + repeats, `${sent} mails went for ${step}, a person asked for ${repeats} of them again.`);
  }
  return findings.found;
}

/** The document asked for the mail: by its issue, by a debt, by a rung of the ladder, by an outgoing estimate, or a person did. */
function isCaused(dossier: Dossier, { key, kind, state }: Mail): boolean {
  const { document } = dossier;
  const { history, id } = document;
  if (history.some((entry) => entry.kind === 'mail.settled' && told(entry, 'again') === key)) return true;
  if (dossier.kind !== 'invoice') return history.some(({ changes }) => (changes?.outgoing as { key?: string } | null | undefined)?.key === key);
  if (kind === 'invoice' && key === `invoice/${id}/send`) return history.some((entry) => entry.kind === 'issued');
  const owed = history.flatMap(({ changes }) => (changes?.owed as { key: string }[] | undefined) ?? []);
  if (owed.some((debt) => debt.key === key || `invoice/${id}/${debt.key}` === key)) return true;
  const rung = /\/reminder\/([^/]+)$/.exec(key)?.[1];
  return kind === 'reminder' && (dossier.document.dunning.done.some((done) => done.id === rung && (done.outcome === 'sent' || state === 'refused')) || isBusy(dossier));
}

/** A question names the submission and the step that ask its reader; a code goes to somebody who was asked at some time. */
function isAsked(history: readonly Entry[], { key, kind, to }: Mail): boolean {
  const [, seq, step] = /\/approval\/(\d+)\.(\d+)\//.exec(key) ?? [];
  const asks = (entry: Entry, at?: number): boolean => {
    const { steps } = (entry.changes?.approval as { steps: { asked: string[] }[] } | undefined) ?? { steps: [] };
    return steps.some(({ asked }, index) => (at === undefined || at === index) && asked.includes(to));
  };
  return kind === 'code' ? history.some((entry) => asks(entry)) : history.some((entry) => entry.seq === Number(seq) && asks(entry, Number(step)));
}

const isAnswerTo = (entry: Entry, key: string): boolean => entry.kind === 'mail.settled' && told(entry, 'mailKey') === key;

/** The files that belong to a mail by the document: its own page, the receipt's, or a reminder's letter before the page. */
function filesFor(dossier: Dossier, { key, kind, files }: Mail): string[] {
  const { document } = dossier;
  if (dossier.kind === 'estimate') {
    const printed = document.history.flatMap((entry) => (entry.kind === 'printed' ? [told(entry, 'hash') ?? ''] : []));
    return printed.filter((hash) => files.includes(hash)).slice(0, 1); // One of its versions.
  }
  if (kind === 'reminder') {
    const letter = document.history.flatMap((entry) => (told(entry, 'mailKey') === key ? [told(entry, 'letter') ?? ''] : [])).filter(Boolean).slice(0, 1);
    return [...letter, ...(document.pdf ? [document.pdf.hash] : [])];
  }
  if (dossier.kind === 'credit-note' || kind !== 'receipt') return [document.pdf, document.xml].flatMap((file) => (file ? [file.hash] : []));
  const payment = dossier.document.payments.find(({ id, receipt }) => stepOf(key).endsWith(`/${id}`) || receipt?.mailKey === key);
  return payment?.receipt?.pdf ? [payment.receipt.pdf.hash] : [];
}

/** What the provider accepted, beside the rows. Nothing is expected where the provider shows nothing. */
export function checkOutbox({ document, mails, messages }: Dossier): Finding[] {
  return messages ? mails.flatMap((mail) => againstOutbox(mail, messages.get(mail.outboxId) ?? [], nameOf(document))) : [];
}

/** One row and the mails accepted under its outbox id. */
export function againstOutbox(mail: Mail, accepted: readonly Message[], name: string): Finding[] {
  const findings = new Findings('outbox', name);
  const { key, state, messageId } = mail;
  findings.expect(accepted.length <= 1, `${key} was accepted ${accepted.length} times.`);
  const confirmed = ['delivered', 'bounced'].includes(state) || (state === 'accepted' && messageId !== undefined);
  findings.expect(!confirmed || accepted.length > 0, `${key} is ${state}, and the provider never accepted it.`);
  findings.expect(!['claimed', 'refused'].includes(state) || accepted.length === 0, `${key} is ${state}, and the provider accepted it.`);
  for (const { to, subject, files } of accepted) {
    findings.expect(same(to, [mail.to]), `${key} went to ${to.join(', ')}, its row says ${mail.to}.`);
    findings.expect(subject === mail.subject, `${key} went with another subject than its row has.`);
    findings.expect(same(files, mail.files), `${key} went with other files than its row names.`);
  }
  return findings.found;
}
