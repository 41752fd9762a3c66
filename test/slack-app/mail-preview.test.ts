/** What is shown before a mail leaves is what leaves: subject, words and the names of its files. */
import type { OpenMail } from '../support/outbox-reader';
import { answerTo, draft, modalText, submit, submitted, theSlackOffice } from './slack-office';

const WORDS = 'mails:\n  - mail: invoice\n    language: en\n    subject: "{seller} asks for {amount}: {number}"\n    text: |\n      Dear {client}, <here> is {number}.\n\n      It is due on {date}.\n';
const office = theSlackOffice(async () => ({ files: { 'mails.yaml': WORDS } }));
let id = '';
let number = '';
beforeAll(async () => {
  id = await draft(office, 'Acme 100 EUR words');
  await submit(office, id, 'sent');
  number = (await office.store.invoices.find(id))?.number ?? '';
});

const shown = async (command: string, title: string): Promise<string> => {
  expect(await office.carla.command(command)).toMatchObject({ ok: true });
  return (await modalText(office.carla, title)).replaceAll('\u00a0', ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
};
/** The words of the mail between its heading and its facts. */
const said = (mail: OpenMail): string[] => mail.text.replaceAll('\u00a0', ' ').split('\n\n').slice(1, 4);

function expectShown(preview: string, mail: OpenMail): void {
  expect(preview).toContain(`*Subject:* ${mail.subject.replaceAll('\u00a0', ' ')}\n`);
  for (const paragraph of said(mail)) expect(preview).toContain(`>${paragraph}`);
  expect(preview).toContain(`Attached: ${mail.attachments.map(({ filename }) => filename).join(', ')}`);
}

it('shows an invoice’s mail in the office’s own words', async () => {
  const preview = await shown(`/invoice send ${number} to cfo@acme.example`, 'Send invoice');
  expect(preview).toContain('Dear Acme GmbH, <here> is');
  await submitted(office.carla);
  const mail = await office.outbox.gets({ to: 'cfo@acme.example' });
  expect(mail.attachments.map(({ filename }) => filename)).toEqual([`Invoice ${number} Northlight Studio.pdf`]);
  expectShown(preview, mail);
});

it('shows a reminder’s mail with its letter', async () => {
  const preview = await shown(`/invoice remind ${number}`, 'Remind the client');
  await submitted(office.carla);
  const mail = await office.outbox.gets({ to: 'ap@acme.example', subject: /is due on/ });
  expect(mail.attachments.map(({ filename }) => filename)).toEqual([`Payment reminder ${number} Northlight Studio.pdf`, `Invoice ${number} Northlight Studio.pdf`]);
  expectShown(preview, mail);
});

it('shows an estimate’s mail, whose number comes when it leaves', async () => {
  await answerTo(office.carla, '/invoice estimate Acme GmbH 3x "Design day" @ 800 EUR due 30d');
  await office.carla.press(await office.carla.sees(/Estimate draft \w+ for Acme GmbH/), 'Send');
  const preview = (await modalText(office.carla, 'Send estimate')).replaceAll('\u00a0', ' ');
  expect(preview).toContain('*Subject:* Estimate … from Northlight Studio');
  expect(preview).toContain('Attached: Estimate … Northlight Studio.pdf');
  await submitted(office.carla);
  const mail = await office.outbox.gets({ to: 'ap@acme.example', subject: /^Estimate/ });
  expect(mail.attachments[0]?.filename).toMatch(/^Estimate EST-\d{4}-\d+ Northlight Studio\.pdf$/);
});

it('shows who submits the mail that will leave, with the file of an e-invoice beside it', async () => {
  const drafted = await draft(office, 'Bundesamt 100 EUR words');
  const preview = await shown(`/invoice submit draft ${drafted.slice(-6)}`, 'Submit invoice');
  expect(preview).toContain('Attached: Rechnung … Northlight Studio.pdf, Rechnung … Northlight Studio.xml');
  await submitted(office.carla);
  const mail = await office.outbox.gets({ to: 'rechnung@musteramt.example' });
  expect(mail.attachments.map(({ filename }) => filename.replace(/INV-\d{4}-\d+/, '…'))).toEqual(['Rechnung … Northlight Studio.pdf', 'Rechnung … Northlight Studio.xml']);
  for (const words of ['*Subject:* Rechnung … von Northlight Studio', 'Guten Tag Bundesamt für Musterwesen,']) expect(preview).toContain(words);
  expect(mail.text).toContain('Guten Tag Bundesamt für Musterwesen,');
});
