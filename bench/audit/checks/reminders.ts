/**
 * Reminders: none after the money came, after a void, a dispute or a stop; judged by the order of the history. A reminder stands
 * where its sending began, which is written before it leaves; one that was tried again stands where it ended, as it was to be
 * judged again each time.
 */
import { type InvoiceDossier, outcomesOf } from '../dossier';
import { Findings, type Finding } from '../finding';
import { replayed } from '../replay';
import { nameOf, type Invoice } from '../stored';

/** Why nothing may be chased as the invoice stood, or undefined. */
function hindrance({ state, dunning, balance, sentAt }: Partial<Invoice> & { sentAt?: string }): string | undefined {
  if (state === 'paid' || balance?.minor === 0) return 'after it was paid';
  if (state === 'void') return 'after it was void';
  if (state !== 'sent' || !sentAt) return 'before it was sent';
  return dunning?.status === 'running' ? undefined : `while its reminders were ${dunning?.status ?? 'unknown'}`;
}

export function checkReminders({ document, mails }: InvoiceDossier): Finding[] {
  const findings = new Findings('reminders', nameOf(document));
  const turns = replayed<Invoice>(document.history);
  for (const { key, state, log } of mails.filter(({ kind }) => kind === 'reminder')) {
    const begun = document.history.find(({ kind, detail }) => kind === 'mail.sending' && detail?.mailKey === key);
    const tries = log.filter((step) => step.state === 'sending').length;
    const first = tries > 1 || !begun ? outcomesOf(document.history, key)[0] : begun;
    const turn = turns.find(({ entry }) => entry === first);
    if (!turn || state === 'refused') continue; // It has not left, or the mails' check tells that nobody knows of it.
    const why = hindrance(turn.before);
    findings.expect(why === undefined, `${key} left ${why}.`);
  }
  const rungs = document.dunning.done.map(({ id }) => id);
  findings.expect(new Set(rungs).size === rungs.length, 'a step of its ladder was taken twice.');
  return findings.found;
}
