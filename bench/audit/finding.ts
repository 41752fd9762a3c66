/** What the auditor says: a finding is a broken promise, named by its check and its document, in one sentence. */

/** Every check by its code, with the promise it keeps. The codes are the first word of an output line. */
export const CHECKS = {
  numbers: 'Numbers are unique and gapless in their series; claims and documents go one to one.',
  totals: 'Amounts follow from the lines, and the content hash from the content.',
  pages: 'What a printed page says agrees with the document.',
  balance: 'Paid, credited and open make the total, none is negative, and the state follows.',
  credit: "A client's credit is the surplus of its payments that were not reversed, and of credits that are kept.",
  credits: 'Credits never come to more than their invoice, by line and tax, and their notes say what stands in it.',
  payments: 'Each payment stands once, with one entry that recorded it.',
  receipts: 'Each payment has one receipt, with the balance that remained.',
  mails: 'No mail went twice, each went for a reason, and its row says what became of it.',
  outbox: 'What the mail provider accepted is what the office sent.',
  entries: 'Every change has its act, actor and time, in an unbroken count; states follow one another as they may.',
  replay: 'The changes, applied in order, yield the document.',
  chain: 'Every entry carries its own hash and the one before.',
  heads: 'What an earlier audit saw still stands.',
  approvals: 'Distinct people who had no hand in it approved this very content before it got its number.',
  answers: 'An estimate was answered as it was sent, and an accepted one made one invoice.',
  frozen: 'After issue nothing that was printed changes.',
  files: 'The bytes kept, sent and named by the document are the same.',
  reminders: 'No reminder left after payment, void, dispute or a stop.',
  acknowledged: 'What was answered with yes is recorded; what was refused is not.',
  workflows: 'An open document has an open workflow, and an open workflow a document.',
  clients: 'The client is the same along all references.',
  canary: 'No secret lies in a store, a history, a mail or a log.',
} as const;

export type Check = keyof typeof CHECKS;

/** `document` names what it is about: a document by its id (with its number where there is one), a series, a mail, a client. */
export type Finding = { check: Check; document: string; sentence: string };

export const lineOf = ({ check, document, sentence }: Finding): string => `${check} ${document}: ${sentence}`;

/** Gathers the findings of one check about one document. */
export class Findings {
  readonly found: Finding[] = [];
  constructor(private readonly check: Check, private readonly document: string) {}

  /** Notes the sentence unless the promise is kept. Answers whether it is. */
  expect(kept: boolean, sentence: string): boolean {
    if (!kept) this.found.push({ check: this.check, document: this.document, sentence });
    return kept;
  }
}
