/** Taxes at the desk: the office's own by their ids, VAT ids at the client, and what is told at submission. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedConfig } from '../../config/env';
import { fromDecimal } from '../../domain/money';
import { textOf, until } from '../support/desk-door';
import { answerTo, draft, stands, submit, submitted, theSlackOffice } from './slack-office';

const TAXES = `taxes:
  - {id: nyc, name: New York City, category: O, added: [{name: New York State, rate: 4}, {name: New York City, rate: 4.5}]}
  - {id: vat, name: "VAT {rate} %", category: S, rates: [{rate: 16}, {from: 2021-01-01, rate: 19}]}
`;
const office = theSlackOffice(async () => ({ files: { 'office.yaml': readFileSync(join(shippedConfig(), 'office.yaml'), 'utf8').replace(/^taxes:\n/m, TAXES) } }));
const stored = (id: string) => office.store.invoices.find(id);

/** Asks for the submission; what the modal's answer says. */
async function submission(id: string): Promise<string> {
  const told = await answerOrModal(`/invoice submit draft ${id.slice(-6)}`);
  return told ?? submitted(office.carla);
}

/** A refusal is told in private at once; otherwise the modal is open. */
async function answerOrModal(command: string): Promise<string | undefined> {
  const before = (await office.carla.ephemerals()).at(-1)?.ts ?? '';
  await office.carla.command(command);
  return until(async () => {
    const told = (await office.carla.ephemerals()).find(({ ts }) => ts > before);
    if (told) return { text: textOf(told) };
    const view = await office.carla.modal();
    return view && textOf(view).includes('Submit invoice') ? { text: undefined } : undefined;
  }, 'an answer or the modal').then(({ text }) => text);
}

it('a line takes a tax by its id, and all that comes with it', async () => {
  const id = await draft(office, 'Globex 1000 USD "Chair" vat @nyc');
  const invoice = await stored(id);
  expect(invoice?.content.lines[0]?.vat).toMatchObject({ taxId: 'nyc', beside: [{ rate: '4' }, { rate: '4.5' }] });
  expect(invoice?.totals.due).toEqual(fromDecimal('1085', 'USD'));
  expect(textOf(await answerTo(office.carla, '/invoice create Globex 1 USD "Chair" vat @nowhere'))).toMatch(/There is no tax 'nowhere' any more; choose another one \(nyc, vat, standard/);
});

it('the form offers a dated tax as it is, and the day of the supply decides', async () => {
  await office.carla.shortcut('New invoice');
  await office.carla.opens('New invoice');
  await office.carla.fill({ Client: 'Acme GmbH', Description: 'Work of 2020', Price: '100', 'Supplied on': '2020-12-01' });
  const block = await until(async () => (await office.carla.modal())?.blocks.find(({ block_id: name }) => String(name).startsWith('tax_1_cli')), 'the client’s tax');
  await office.carla.choose('modal', String(block.block_id), '@vat');
  await office.carla.press('modal', 'Update totals');
  await until(async () => textOf((await office.carla.modal()) ?? {}).includes('16 % VAT 16.00'), 'the rate of that day');
  expect(await submitted(office.carla)).toContain('Draft created.');
});

it('a reverse charge to a client without VAT id is refused in words, and goes once the id is there and right', async () => {
  const id = await draft(office, 'Acme 100 EUR "Advice" vat AE');
  expect(await submission(id)).toContain("Acme GmbH's VAT number is missing: with a reverse charge the client owes the VAT.");
  expect((await stored(id))?.state).toBe('draft');
  await office.carla.command('/invoice client edit Acme GmbH');
  await office.carla.opens('Edit client');
  await office.carla.fill({ 'VAT id': 'ATU12345678' });
  expect(Object.values((await office.carla.submit()).errors ?? {})).toEqual([expect.stringContaining('Its format or its check digits do not fit')]);
  await office.carla.fill({ 'VAT id': 'ATU 1234 5675' });
  expect(await submitted(office.carla)).toContain('saved');
  await submit(office, id, 'sent');
  await stands(office, id, 'sent');
  expect((await stored(id))?.client.vatId).toBe('ATU12345675');
});
