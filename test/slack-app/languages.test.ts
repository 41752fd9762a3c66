/**
 * Slack in the office's language along a whole road at the desk. The office speaks German, and every German text is marked, without the
 * values in it: what else is left in letters is data, a command, or a sentence that nobody translated.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedConfig } from '../../config/env';
import { LANGUAGE_CODES } from '../../domain/language';
import { ACTION } from '../../templates/slack/token';
import { until, type DeskMessage, type DeskView } from '../support/desk-door';
import { marked, unmarked, wordsOf } from '../support/marked';
import type { DeskPerson } from '../support/person';
import { cardOf, stands, theSlackOffice } from './slack-office';

jest.mock('../../templates/slack/locales/de.json', () => jest.requireActual<typeof import('../support/marked')>('../support/marked').markedWords('de'));

const shipped = (file: string): string => readFileSync(join(shippedConfig(), file), 'utf8');
const office = theSlackOffice(async () => ({
  files: { 'office.yaml': shipped('office.yaml').replace(/^locale: .*$/m, 'locale: de-DE'), 'approvals.yaml': `${shipped('approvals.yaml')}\nexceptions:\n  by: finance\n  confirmed_by: managers\n` },
}));
const de = wordsOf('de');

/** Names that the shipped office gives, of people, clients, taxes and designs, and those of languages. */
const LANGUAGE_NAMES = new Intl.DisplayNames('de-DE', { type: 'language' });
const NAMES = new Set([...LANGUAGE_CODES.map((code) => LANGUAGE_NAMES.of(code)), ...['office.yaml', 'designs.yaml'].flatMap((file) => [...shipped(file).matchAll(/\bname: "?([^"\n{},]+)/g)].map(([, name = '']) => name.trim()))]);
/** Their words, what this test types, and what stands in every language; lists are joined by the platform. */
const DATA = new Set(`
  Carla Milo Ana Fatima Acme GmbH Bundesamt für Musterwesen Globex Inc Sakura KK Kuwait Oil Tools Northlight Studio VAT
  Invoice Office EUR USD JPY KWD INV EST CN RCT PDF und oder zz Zz creat create delete total Design day Travel Fabrikam AG DE Hamburg SEPA XRechnung Peppol BIS Billing
`.split(/\s+/));
const MONTHS = /^(Jan|Feb|März|Apr|Mai|Juni|Juli|Aug|Sept|Okt|Nov|Dez|Januar|Februar|April|August|September|Oktober|November|Dezember)$/;

/** Every text of a message or view, whatever it stands on. */
const textsIn = (value: unknown): string[] => (typeof value !== 'object' || value === null ? [] : Array.isArray(value) ? value.flatMap(textsIn)
  : Object.entries(value).flatMap(([name, each]) => ((name === 'text' || name === 'alt_text') && typeof each === 'string' ? [each] : textsIn(each))));

/** A mail that is shown before it leaves is in its client's language: its subject, its text, its files. */
const CLIENTS_WORDS = /⟦(?:\*Betreff:\* |Angehängt: )⟧[^\n]*|^>[^\n]*/gm;
/** Words that are neither German, nor data, nor Slack's own marks, nor a command. */
const foreignIn = (text: string): string[] => (NAMES.has(text) ? [] : unmarked(text.replace(CLIENTS_WORDS, ' ').replace(/`[^`\n]*`/g, ' '))
  .replace(/\/invoice [^\n]*|<!date\^\d+\^|<[^>]*>|&\w+;|:[a-z_0-9]+:|\S+@\S+|\{\w+\}|\b[0-9a-f]{6}\b|#\w+|\.pdf\b/g, ' ').match(/\p{L}{2,}/gu)?.filter((word) => !DATA.has(word) && !MONTHS.test(word)) ?? []);

const seen = new Set<string>();
const noted = <T>(surface: T): T => {
  for (const text of textsIn(surface)) seen.add(text);
  return surface;
};
const waits = (text: string): boolean => text.includes(':hourglass_flowing_sand:');

/** The person's answer in private. */
async function told(person: DeskPerson, command: string): Promise<DeskMessage> {
  const before = (await person.ephemerals()).at(-1)?.ts ?? '';
  await person.command(command);
  return noted(await until(async () => (await person.ephemerals()).find(({ ts, text }) => ts > before && !waits(text)), `an answer to ${command}`));
}

/** The modal of that flow, once it is there. */
const opens = async (person: DeskPerson, flow: string, has = /^/): Promise<DeskView> => noted(await until(async () => {
  const view = await person.modal();
  return view?.callback_id === `inv.${flow}` && has.test(JSON.stringify(view)) && view;
}, `the modal ${flow} ${String(has)}`));

/** Submits the top modal; its faults, or nothing once what came of it is read. */
async function done(person: DeskPerson): Promise<string[]> {
  const { ok, errors = {} } = await person.submit();
  const faults = Object.values(errors);
  if (!ok) return faults.map((text) => noted({ text }).text);
  noted(await until(async () => {
    const view = await person.modal();
    return view?.callback_id === 'inv.result' && !waits(JSON.stringify(view)) && view;
  }, 'the result'));
  await person.close('all');
  return [];
}

async function asked(person: DeskPerson, command: string, flow: string, values: Record<string, unknown> = {}): Promise<void> {
  await person.command(command);
  await opens(person, flow);
  await person.fill(values);
  expect(await done(person)).toEqual([]);
}

/** The modal that a command opens, closed again. */
async function looked(person: DeskPerson, command: string, flow: string): Promise<void> {
  await person.command(command);
  await opens(person, flow);
  await person.close('all');
}

const german = (key: string): string => marked(de[key] as string);
const newest = async (): Promise<string> => (await office.store.invoices.model.find({}, { _id: 0 }).sort({ createdAt: -1 }).limit(1).lean())[0]!.id;

it('helps, and refuses what cannot be', async () => {
  const { carla, fatima } = office;
  for (const command of ['', 'help', 'help create', 'help approve', 'creat', 'delete', 'time', 'list', 'list inbox', 'list estimates', 'search zz', 'clients', 'client Zz', 'away', 'status INV-99', 'create Acme 100', 'policy', 'policy exceptions', 'policy move']) {
    await told(fatima, `/invoice ${command}`);
  }
  expect(textsIn(await told(carla, '/invoice list overdue'))).toContainEqual(expect.stringContaining(german('Overdue')));
});

it('drafts in a form, asks and decides', async () => {
  const { carla, milo } = office;
  expect(textsIn(await told(carla, '/invoice create'))).toContainEqual(expect.stringContaining('/invoice create'));
  const form = await opens(carla, 'form');
  expect(textsIn(form.title)).toEqual([german('New invoice')]);
  await carla.fill({ client_0_0: 'Acme GmbH' });
  await opens(carla, 'form', /currency_0_cli_acme/);
  await carla.press('modal', 'inv.form.add-line');
  await opens(carla, 'form', /form\.remove-line/);
  await carla.press('modal', 'inv.form.remove-line');
  await opens(carla, 'form', /^(?!.*description_1_0)/);
  await carla.fill({ description_2_0: 'Design day', quantity_2_0: '3', price_2_0: '1.000' });
  expect(await done(carla)).toEqual([expect.stringContaining('1.00')]);
  await carla.fill({ price_2_0: '800' });
  await carla.press('modal', 'inv.form.totals');
  await opens(carla, 'form', /2\.856,00/);
  expect(await done(carla)).toEqual([]);
  const draft = (await newest()).slice(-6);
  await asked(carla, `/invoice submit draft ${draft}`, 'submit');
  await told(carla, `/invoice approve draft ${draft}`);
  await asked(milo, `/invoice ask draft ${draft}`, 'ask', { question_0_0: 'Travel?' });
  await looked(milo, `/invoice approve draft ${draft}`, 'approve');
  await looked(milo, `/invoice policy explain draft ${draft}`, 'explain');
  await looked(milo, `/invoice reject draft ${draft}`, 'reject');
  await milo.press(await cardOf(milo, await newest()), ACTION.approve);
  await stands(office, await newest(), 'sent');

  await told(carla, '/invoice create Acme 100 EUR Travel');
  await looked(carla, '/invoice edit last', 'form');
  await looked(office.fatima, `/invoice void draft ${(await newest()).slice(-6)}`, 'void');
  await asked(carla, '/invoice discard last', 'discard');
  await carla.command('/invoice create');
  await opens(carla, 'form', /client_0_0/);
  await carla.fill({ description_1_0: 'Travel' });
  await carla.press('modal', 'inv.form.paste');
  await opens(carla, 'form', /lines_0_1/);
  await carla.close();
});

it('follows an issued invoice to its end', async () => {
  const { carla, fatima } = office;
  expect(textsIn(await told(carla, '/invoice status INV-1')).join('\n')).toContain(german('Live from the office, rev {0}.').split('{')[0]);
  await asked(fatima, '/invoice send INV-1', 'send');
  await asked(fatima, '/invoice remind INV-1', 'remind');
  await asked(fatima, '/invoice dispute INV-1', 'dispute', { words_0_0: 'Travel' });
  await asked(fatima, '/invoice resolve INV-1', 'resolve', { words_0_0: 'Travel' });
  await asked(fatima, '/invoice pause INV-1', 'pause', { words_0_0: 'Travel' });
  await told(fatima, '/invoice status INV-1');
  await told(fatima, '/invoice resume INV-1');
  await fatima.command('/invoice paid INV-1');
  await opens(fatima, 'payment');
  await fatima.fill({ amount_0_0: '100' });
  expect(await done(fatima)).toEqual([]);
  await asked(fatima, '/invoice reverse INV-1', 'reverse', { reason_0_0: 'Travel' });
  await fatima.command('/invoice credit INV-1');
  await opens(fatima, 'credit');
  await fatima.fill({ line_l2_0: '1', reason_0_0: 'Design' });
  await fatima.submit();
  await opens(fatima, 'credit', /:receipt:/);
  expect(await done(fatima)).toEqual([]);
  await told(fatima, '/invoice status CN-1');
  await asked(fatima, '/invoice print INV-1', 'print');
  for (const command of ['status INV-1', 'list', 'list credits', 'search Acme', 'refund INV-1', 'void INV-1', 'credit INV-1 from 9', `archive ${new Date().getFullYear()}`]) await told(fatima, `/invoice ${command}`);
});

it('approves several, excepts one, and pays back', async () => {
  const { carla, milo, ana, fatima } = office;
  const ids: string[] = [];
  for (const line of ['600 EUR Travel', '700 EUR Travel', '800 EUR Travel']) {
    await told(carla, `/invoice create Acme ${line}`);
    await asked(carla, '/invoice submit last', 'submit');
    ids.push(await newest());
  }
  const [first = '', second = '', third = ''] = ids;
  await cardOf(milo, third);
  for (const id of [first, second]) await looked(milo, `/invoice approve draft ${id.slice(-6)}`, 'approve');
  await until(async () => JSON.stringify(await milo.home()).includes(ACTION.approveOpened), 'several that were opened');
  await milo.press('home', ACTION.approveOpened);
  await opens(milo, 'approve-opened');
  expect(await done(milo)).toEqual([]);
  await told(carla, '/invoice edit INV-1');
  await asked(fatima, `/invoice except draft ${third.slice(-6)}`, 'except', { words_0_0: 'Travel' });
  const exception = await until(async () => (await ana.messages('dm')).find((message) => JSON.stringify(message).includes(ACTION.confirmException)), 'the exception');
  await ana.press(exception, ACTION.confirmException);
  for (const id of ids) await stands(office, id, 'sent');
  await told(fatima, '/invoice policy exceptions');
  const { number } = (await office.store.invoices.find(first))!;
  await asked(fatima, `/invoice paid ${number}`, 'payment');
  await fatima.command(`/invoice credit ${number}`);
  await opens(fatima, 'credit');
  await fatima.fill({ line_l1_0: '100 EUR', reason_0_0: 'Design', settlement_0_0: 'refund' });
  await fatima.submit();
  await opens(fatima, 'credit', /:receipt:/);
  expect(await done(fatima)).toEqual([]);
  await stands(office, first, 'paid');
  await until(async () => (await office.store.creditNotes.model.countDocuments({ 'invoice.id': first })) > 0, 'the credit note');
  await asked(fatima, `/invoice refund ${number}`, 'refund', { reference_0_0: 'SEPA' });
});

it('offers, and keeps clients and days away', async () => {
  const { carla, fatima, milo } = office;
  const offer = await told(carla, '/invoice estimate Acme 3x "Design day" @ 800 EUR');
  await carla.press(offer, ACTION.offer);
  await opens(carla, 'offer');
  expect(await done(carla)).toEqual([]);
  await told(carla, '/invoice status EST-1');
  await carla.press(await told(carla, '/invoice status EST-1'), ACTION.convert);
  await opens(carla, 'convert');
  expect(await done(carla)).toEqual([]);
  await asked(carla, '/invoice client new', 'client', { name_0_0: 'Fabrikam AG', email_0_0: 'ap@fabrikam.example' });
  await fatima.command('/invoice client edit Fabrikam');
  await opens(fatima, 'client');
  await fatima.fill({ country_0_0: 'XX', 'vat-id_0_0': 'DE1', zone_0_0: 'Mars' });
  expect(await done(fatima)).toContain(german('A time zone such as Europe/Berlin.'));
  await fatima.close();
  await told(milo, '/invoice away until 2099-01-01');
  await told(milo, '/invoice away 2026-12-24 to Ana');
  await told(milo, '/invoice away');
  await told(milo, '/invoice away end');
});

it('says no word of another language', async () => {
  const { carla, milo, ana, fatima } = office;
  for (const person of [carla, milo, ana, fatima]) {
    noted(await person.home());
    for (const place of ['dm', 'private', '#invoices', '#finance']) {
      for (const message of await person.messages(place)) noted(message.reply_count ? await person.thread(message) : message);
    }
  }
  const foreign = [...seen].filter((text) => foreignIn(text).length > 0).map((text) => ({ words: foreignIn(text).join(' '), text }));
  expect(foreign).toEqual([]);
});
