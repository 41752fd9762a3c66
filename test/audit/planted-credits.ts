/** Corruptions of credits: more than there was, notes that say otherwise, sums that do not hold. Ids of notes are of chance: they are named `crn`. */
import type { Forger, Row } from './forger';
import type { Planted } from './planted';
import { IDS } from './world';

const { credited } = IDS;
const year = new Date().getFullYear();
const note = (forger: Forger): Promise<Row> => forger.row('creditNotes', { number: `CN-${year}-0001` });
/** Every telling of the credits in the invoice's history. */
const inCredits = (history: Row[], change: (credits: Row[]) => void): void => {
  for (const { changes } of history) if (changes.credits) change(changes.credits);
};

export const CREDITS: readonly Planted[] = [
  {
    name: 'more pieces of a line credited than there were', expects: [`credits ${credited}`, `heads ${credited}`],
    plant: (forger) => forger.forge('invoices', credited, (history) => inCredits(history, ([first]) => { first.lines[0].quantity = '9'; })),
  },
  {
    name: 'a credit beyond its line, its tax and the invoice', expects: [`credits ${credited}`, `heads ${credited}`, 'credits crn', `balance ${credited}`, `payments ${credited}`, 'credit cli_acme'],
    plant: (forger) => forger.forge('invoices', credited, (history) => inCredits(history, ([first]) => {
      for (const money of [first.lines[0].net, first.totals.lineNets[0], first.totals.sumOfLines, first.totals.net, first.totals.vat[0].base, first.totals.gross, first.totals.due]) money.minor += 100_000;
    })),
  },
  {
    name: 'a credit that took more off than it came to', expects: [`balance ${credited}`, `replay ${credited}`],
    plant: (forger) => forger.touch('invoices', { id: credited }, (invoice) => { invoice.credited.minor += 1; }),
  },
  {
    name: 'a refund that nobody owes', expects: [`balance ${credited}`, `replay ${credited}`],
    plant: (forger) => forger.touch('invoices', { id: credited }, ({ credits }) => { credits[1].refund.due.minor = 1; }),
  },
  {
    name: 'a credit that no act made', expects: [`credits ${credited}`, `replay ${credited}`],
    plant: (forger) => forger.touch('invoices', { id: credited }, ({ credits }) => { credits[2].state = 'proposed'; }),
  },
  {
    name: 'a note that says another amount than its invoice', expects: ['credits crn', 'pages crn', 'heads crn'],
    plant: async (forger) => forger.forge('creditNotes', (await note(forger)).id, ([{ changes }]) => { changes.totals.due.minor += 1; changes.totals.rounding.minor += 1; changes.applied.minor += 1; }),
  },
  {
    name: 'a note that was changed after its issue', expects: ['frozen crn', 'credits crn'],
    plant: async (forger) => forger.forge('creditNotes', (await note(forger)).id, (history) => void history.push({ ...history[0], key: 'late', kind: 'amended', changes: { reason: 'Another.' } })),
  },
  {
    name: 'a credit without its note', expects: [`credits ${credited}`, `numbers CN-${year}`, 'mails crn', 'heads crn', 'clients message'],
    plant: async (forger) => void (await forger.rows('creditNotes').deleteOne({ id: (await note(forger)).id })),
  },
  {
    name: 'a gap in the numbers of credit notes', expects: [`numbers CN-${year}`, 'numbers crn'],
    plant: async (forger) => void (await forger.rows('numbers').deleteOne({ documentId: (await note(forger)).id })),
  },
  {
    name: 'a credit note that was mailed twice', expects: ['mails crn', 'outbox crn'],
    plant: async (forger) => {
      const { _id: _, ...mail } = await forger.row('mails', { documentId: (await note(forger)).id });
      await forger.rows('mails').insertOne({ ...mail, key: `${mail.key}/again-1`, outboxId: 'ob_twice' });
    },
  },
];
