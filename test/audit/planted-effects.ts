/** Corruptions of effects: numbers, money, mails, files, workflows, and secrets in the wrong place. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Forger, Row } from './forger';
import type { Planted } from './planted';
import { CANARY, IDS } from './world';

const { accepted, small, large, inclusive, held, draft, waiting, reversed, estimate } = IDS;

const of = (history: Row[], kind: string): Row[] => history.filter((entry) => entry.kind === kind);
/** Puts an entry at the end, where it changes nothing any more. */
function later(history: Row[], which: (entry: Row) => boolean): void {
  const [entry] = history.splice(history.findIndex(which), 1);
  history.push({ ...entry, changes: {} });
}
const year = new Date().getFullYear();
/** The mail with another outbox id in it. */
const renamed = (mail: Row, from: string, to: string): Row => JSON.parse(JSON.stringify(mail).replaceAll(from, to));
const mailOf = (forger: Forger, key: string): Promise<Row> => forger.row('mails', { key });

export const NUMBERS: readonly Planted[] = [
  {
    name: 'a gap in the numbers', expects: [`numbers INV-${year}`, `numbers ${small}`],
    plant: async (forger) => void (await forger.rows('numbers').deleteOne({ documentId: small })),
  },
  {
    name: 'two numbers claimed for one document', expects: [`numbers ${small}`],
    plant: async (forger) => {
      const numbers = forger.rows('numbers');
      await numbers.dropIndex('documentId_1'); // It would refuse the second.
      await numbers.insertOne({ series: `INV-${year - 1}`, n: 1, documentId: small, at: new Date().toISOString() });
    },
  },
  {
    name: 'a number claimed for nobody', expects: [`numbers INV-${year}`],
    plant: async (forger) => void (await forger.rows('numbers').insertOne({ series: `INV-${year}`, n: 8, documentId: 'inv_nobody', at: new Date().toISOString() })),
  },
  {
    name: 'a receipt with the number of another', expects: [`numbers ${reversed}`, 'numbers pay', `pages ${reversed}`, `heads ${reversed}`],
    plant: async (forger) => {
      const { number } = (await forger.row('invoices', { id: accepted })).payments[0].receipt;
      await forger.forge('invoices', reversed, (history) => {
        for (const { changes } of history) for (const payment of changes.payments ?? []) if (payment.receipt) payment.receipt.number = number;
      });
    },
  },
];

export const MONEY: readonly Planted[] = [
  {
    name: 'a paid invoice with an open balance', expects: [`balance ${large}`, `replay ${large}`, `workflows ${large}`],
    plant: (forger) => forger.touch('invoices', { id: large }, (invoice) => { invoice.state = 'paid'; }),
  },
  {
    name: 'a balance below zero', expects: [`balance ${small}`, `replay ${small}`],
    plant: (forger) => forger.touch('invoices', { id: small }, ({ balance }) => { balance.minor = -1; }),
  },
  {
    name: 'a payment that stands twice', expects: [`payments ${accepted}`, `replay ${accepted}`, `receipts ${accepted}`, 'credit cli_acme'],
    plant: (forger) => forger.touch('invoices', { id: accepted }, ({ payments }) => void payments.push(payments[1])),
  },
  {
    name: 'a payment that was recorded twice', expects: [`payments ${accepted}`],
    plant: (forger) => forger.forge('invoices', accepted, (history) => void history.push({ ...of(history, 'paid')[1], key: 'again', changes: {} })),
  },
  {
    name: 'one payment on two invoices', expects: [`payments ${reversed}`, `numbers ${reversed}`, `receipts ${reversed}`, `replay ${reversed}`],
    plant: async (forger) => {
      const [payment] = (await forger.row('invoices', { id: accepted })).payments;
      await forger.touch('invoices', { id: reversed }, ({ payments }) => void payments.push({ ...payment, receipt: undefined }));
    },
  },
  {
    name: 'a reversal that no act made', expects: [`payments ${accepted}`, `replay ${accepted}`],
    plant: (forger) => forger.touch('invoices', { id: accepted }, ({ payments }) => { payments[0].reversed = { at: new Date().toISOString() }; }),
  },
  {
    name: 'a receipt with the wrong remainder', expects: [`receipts ${accepted}`, `pages ${accepted}`, `heads ${accepted}`],
    plant: (forger) => forger.forge('invoices', accepted, (history) => {
      for (const { changes } of history) if (changes.payments?.[0]?.receipt) changes.payments[0].receipt.remaining.minor -= 100;
    }),
  },
  {
    name: 'a payment without its receipt', expects: [`receipts ${reversed}`, `numbers ${reversed}`, `mails ${reversed}`, `replay ${reversed}`],
    plant: (forger) => forger.touch('invoices', { id: reversed }, ({ payments }) => { delete payments[0].receipt; }),
  },
  {
    name: 'a credit that lost a cent', expects: ['credit cli_acme', 'replay cli_acme'],
    plant: (forger) => forger.touch('clients', { id: 'cli_acme' }, ({ credit }) => { credit[0].minor -= 1; }),
  },
];

export const MAILS: readonly Planted[] = [
  {
    name: 'a mail that the provider accepted twice', expects: [`outbox ${small}`],
    plant: async (forger) => {
      const { outboxId } = await mailOf(forger, `invoice/${small}/send`);
      forger.message(outboxId, (mail) => ({ ...mail, id: 'twice' }));
    },
  },
  {
    name: 'a second mail for the same step', expects: [`mails ${small}`],
    plant: async (forger) => {
      const { _id: _, ...row } = await mailOf(forger, `invoice/${small}/send`);
      await forger.rows('mails').insertOne({ ...row, key: `${row.key}/again-1`, outboxId: 'ob_again' });
      forger.message(row.outboxId, (mail) => renamed({ ...mail, id: 'again' }, row.outboxId, 'ob_again'));
    },
  },
  {
    name: 'a mail that no row knows', expects: ['outbox stray'],
    plant: async (forger) => {
      const { outboxId } = await mailOf(forger, `invoice/${small}/send`);
      forger.message(outboxId, (mail) => renamed({ ...mail, id: 'stray' }, outboxId, 'ob_stray'));
    },
  },
  {
    name: 'an accepted mail that the provider never had', expects: [`outbox ${large}`],
    plant: async (forger) => {
      const { outboxId } = await mailOf(forger, `invoice/${large}/send`);
      forger.message(outboxId, () => undefined);
    },
  },
  {
    name: 'a mail that went to somebody else', expects: [`outbox ${large}`],
    plant: async (forger) => {
      const { outboxId } = await mailOf(forger, `invoice/${large}/send`);
      forger.message(outboxId, (mail) => {
        mail.payload.personalizations[0].to[0].email = 'somebody@else.example';
        return mail;
      });
    },
  },
  {
    name: 'a mail with another file', expects: [`outbox ${inclusive}`],
    plant: async (forger) => {
      const { outboxId } = await mailOf(forger, `invoice/${inclusive}/send`);
      forger.message(outboxId, (mail) => {
        mail.payload.attachments[0].content = Buffer.from('%PDF-another').toString('base64');
        return mail;
      });
    },
  },
  {
    name: 'a mail that was left while it was sending', expects: [`mails ${small}`],
    plant: (forger) => forger.touch('mails', { key: `invoice/${small}/send` }, (mail) => {
      mail.state = 'sending';
      mail.log = mail.log.slice(0, 2);
    }),
  },
  {
    name: 'an unknown mail of which nobody is told', expects: [`mails ${small}`],
    plant: (forger) => forger.touch('mails', { key: `invoice/${small}/send` }, (mail) => {
      mail.state = 'unknown';
      mail.log.push({ state: 'unknown', at: mail.at });
    }),
  },
  {
    name: 'a mail of which its document knows nothing', expects: [`mails ${waiting}`],
    plant: async (forger) => {
      const { _id: _, ...row } = await mailOf(forger, `invoice/${held}/send`);
      await forger.rows('mails').insertOne({ ...row, key: `invoice/${waiting}/send`, documentId: waiting, outboxId: 'ob_waiting', files: [] });
    },
  },
  {
    name: 'a reminder after payment', expects: [`reminders ${accepted}`, `heads ${accepted}`],
    plant: (forger) => forger.forge('invoices', accepted, (history) => {
      for (const end of ['/begin', '/mail']) later(history, ({ key }) => key.includes('/reminder/') && key.endsWith(end));
    }),
  },
  {
    name: 'a reminder that was tried again after payment', expects: [`reminders ${accepted}`, `heads ${accepted}`],
    plant: async (forger) => {
      await forger.touch('mails', { documentId: accepted, kind: 'reminder' }, ({ log }) => void log.splice(1, 0, { ...log[1] }, { ...log[0] }));
      await forger.forge('invoices', accepted, (history) => later(history, ({ key }) => key.includes('/reminder/') && key.endsWith('/mail')));
    },
  },
  {
    name: 'a step of the ladder that was taken twice', expects: [`reminders ${small}`],
    plant: (forger) => forger.forge('invoices', small, (history) => {
      const done = { id: 'd21', at: new Date().toISOString(), outcome: 'told' };
      history.push({ ...history[0], key: 'ladder', kind: 'escalated', changes: { dunning: { status: 'running', done: [done, done] } } });
    }),
  },
];

export const FILES: readonly Planted[] = [
  {
    name: 'a byte of a page that was replaced', expects: [`files ${large}`],
    plant: (forger) => forger.touch('files', { key: `invoice/${large}` }, ({ bytes }) => { bytes.buffer[bytes.buffer.length - 3] ^= 1; }),
  },
  {
    name: 'a page that was replaced by that of another', expects: [`files ${large}`],
    plant: async (forger) => {
      const { bytes, hash } = await forger.row('files', { key: `invoice/${small}` });
      await forger.touch('files', { key: `invoice/${large}` }, (file) => Object.assign(file, { bytes, hash }));
    },
  },
  {
    name: 'a page that says another number', expects: [`pages ${large}`, `mails ${large}`, `heads ${large}`],
    plant: async (forger) => {
      const { bytes, hash } = await forger.row('files', { key: `invoice/${small}` });
      await forger.touch('files', { key: `invoice/${large}` }, (file) => Object.assign(file, { bytes, hash }));
      await forger.forge('invoices', large, (history) => { of(history, 'printed')[0].changes.pdf = { hash, name: 'x.pdf', bytes: bytes.length() }; });
    },
  },
  {
    name: 'a page that was printed again', expects: [`frozen ${large}`, `files ${large}`, `mails ${large}`],
    plant: (forger) => forger.forge('invoices', large, (history) => {
      const printed = of(history, 'printed')[0];
      history.push({ ...printed, key: 'again', changes: { pdf: { ...printed.changes.pdf, hash: '0'.repeat(64) } } });
    }),
  },
  {
    name: 'a page that is gone', expects: [`files ${large}`],
    plant: async (forger) => void (await forger.rows('files').deleteOne({ key: `invoice/${large}` })),
  },
];

export const OTHERS: readonly Planted[] = [
  {
    name: 'a client of another name in the content', expects: [`clients ${waiting}`, `totals ${waiting}`, `replay ${waiting}`],
    plant: (forger) => forger.touch('invoices', { id: waiting }, ({ content }) => { content.clientId = 'cli_globex'; }),
  },
  {
    name: 'a link that opens the portal of another client', expects: [`clients ${small}`],
    plant: (forger) => forger.touch('links', { documentId: small }, (link) => { link.clientId = 'cli_globex'; }),
  },
  {
    name: 'an invoice that went to another client than its estimate', expects: [`clients ${accepted}`, `clients ${estimate}`, `heads ${estimate}`, `totals ${estimate}`],
    plant: (forger) => forger.forge('estimates', estimate, ([{ changes }]) => { changes.client.id = changes.content.clientId = 'cli_globex'; }),
  },
  {
    name: 'an acknowledged request that is lost', expects: [`acknowledged ${small}`],
    plant: async (forger) => forger.log({ key: 'never-recorded', documentId: small, outcome: 'done' }),
  },
  {
    name: 'an acknowledged document that is lost', expects: ['acknowledged inv_nobody'],
    plant: async (forger) => forger.log({ key: 'never-recorded', documentId: 'inv_nobody', outcome: 'done' }),
  },
  {
    name: 'a refused request that was recorded', expects: [`acknowledged ${draft}`],
    plant: async (forger) => forger.log({ key: (await forger.row('invoices', { id: draft })).history[0].key, documentId: draft, outcome: 'refused' }),
  },
  {
    name: 'a secret in the store', expects: ['canary forms/form_1'],
    plant: async (forger) => void (await forger.rows('forms').insertOne({ id: 'form_1', values: { note: `my key is ${CANARY}` } })),
  },
  {
    name: 'a secret in a log', expects: ['canary log'],
    plant: async (forger) => writeFileSync(join(forger.logs, 'office.log'), `${'.'.repeat(70_000)}${CANARY}`),
  },
  {
    name: 'a secret in a mail', expects: ['canary outbox/secret', `outbox ${small}`],
    plant: async (forger) => {
      const { outboxId } = await mailOf(forger, `invoice/${small}/send`);
      forger.message(outboxId, (mail) => ({ ...mail, id: 'secret', payload: { ...mail.payload, content: [{ type: 'text/plain', value: CANARY }] } }));
    },
  },
];
