/** Forms at the desk: rows and totals, pasted lines, faults at their fields, drafts that survive, payments, estimates. */
import { textOf, until } from '../support/desk-door';
import { answerTo, draft, stands, submit, submitted, theSlackOffice, tokenIn } from './slack-office';

const office = theSlackOffice();

/** Presses in the modal and waits until it shows what is wanted. */
async function pressing(button: string, words: RegExp): Promise<string> {
  await office.carla.press('modal', button);
  return until(async () => {
    const text = textOf((await office.carla.modal()) ?? {});
    return words.test(text) && text;
  }, `the form to show ${String(words)}`);
}
/** The block of a row's tax; its id names the client too. */
const taxOf = async (row: number): Promise<string> => String((await office.carla.modal())?.blocks.find(({ block_id: id }) => String(id).startsWith(`tax_${row}_`))?.block_id);
const newest = async () => (await office.store.invoices.model.find({}, { _id: 0 }).sort({ createdAt: -1 }).limit(1).lean())[0];

describe('the document form', () => {
  it('adds and removes lines, keeps what was typed, and shows the office’s own totals', async () => {
    await office.carla.shortcut('New invoice');
    await office.carla.opens('New invoice');
    await office.carla.fill({ Client: 'Acme GmbH', Description: 'Design day', Quantity: '3', Price: '800 disc 5%' });
    await pressing('+ Add line', /Description 2/);
    await office.carla.fill({ 'Description 2': 'Travel', 'Price 2': '119.00' });
    await office.carla.choose('modal', await taxOf(2), 'S:7');
    await pressing('+ Add line', /Description 3/);
    await pressing('Remove', /Description 2/);
    await until(async () => !textOf((await office.carla.modal()) ?? {}).includes('Description 3'), 'the line to go');
    await office.carla.fill({ 'Description 2': 'Hosting', 'Price 2': '100' });
    expect(await pressing('Update totals', /Net 219/)).toContain('Net 219.00\u00a0EUR · 7 % VAT 8.33\u00a0EUR · 19 % VAT 19.00\u00a0EUR · *Total 246.33\u00a0EUR*');
    expect(await submitted(office.carla)).toContain('Draft created.');
    expect(await newest()).toMatchObject({ state: 'draft', content: { lines: [{ description: 'Travel' }, { description: 'Hosting', unitPrice: '100' }] } });
  });

  it('takes a design, marks behind a line’s words, a delivery address and instalments', async () => {
    await office.carla.command('/invoice create');
    await office.carla.opens('New invoice');
    await office.carla.fill({ Client: 'Acme GmbH', Description: 'Design day [2026-10-05] [by Ada] [for Concept]', Quantity: '1', Price: '1000', 'Delivery address': 'Yard 4', Instalments: '30% 2099-01-01 Deposit\n50% 2099-02-01' });
    await until(async () => JSON.stringify(await office.carla.modal()).includes('design_0_cli_acme'), 'the client’s design');
    await office.carla.fill({ Design: 'Consulting' });
    expect(Object.values((await office.carla.submit()).errors ?? {}).join()).toMatch(/The instalments come to .* and the document to .*; give the last one as “rest”/);
    await office.carla.fill({ Instalments: '30% 2099-01-01 Deposit\nrest 2099-02-01' });
    expect(await submitted(office.carla)).toContain('Draft created.');
    expect((await newest())?.content).toMatchObject({
      design: 'consulting', deliveryAddress: 'Yard 4', lines: [{ description: 'Design day', date: '2026-10-05', person: 'Ada', section: 'Concept' }],
      instalments: [{ due: '2099-01-01', share: { percent: '30' }, name: 'Deposit' }, { due: '2099-02-01', share: 'rest' }],
    });
  });

  it('has at most ten rows; more are pasted, one line a row', async () => {
    await office.carla.command('/invoice create');
    await office.carla.opens('New invoice');
    await office.carla.fill({ Client: 'Acme GmbH' });
    for (let row = 2; row <= 10; row += 1) await pressing('+ Add line', new RegExp(`Description ${row}`));
    expect(textOf((await office.carla.modal()) ?? {})).not.toContain('+ Add line');
    await pressing('Paste lines', /One line a row/);
    await office.carla.fill({ Lines: Array.from({ length: 12 }, (_, row) => `${row + 1}x "Piece, no ${row}" @ 10`).join('\n') });
    expect(await pressing('Update totals', /Total 928\.20/)).toContain('Net 780.00');
    await office.carla.fill({ Lines: '100 consulting\n1.000 hosting' });
    expect(await office.carla.submit()).toMatchObject({ ok: false, errors: { lines_0_1: "Line 2: '1.000' could be 1 or 1000; write 1.00 or 1000.00." } });
    await office.carla.fill({ Lines: '100 consulting\n3x "Day" @ 800 vat 7% disc 10%' });
    await pressing('Back to rows', /Description 2/);
    expect(await submitted(office.carla)).toContain('Draft created.');
    expect((await newest())?.content.lines).toMatchObject([{ description: 'consulting' }, { quantity: '3', discountPercent: '10', vat: { rate: '7' } }]);
  });

  it('shows every fault at its field and takes the form once they are mended', async () => {
    await office.carla.command('/invoice create');
    await office.carla.opens('New invoice');
    await office.carla.fill({ Client: 'Sakura KK', Description: 'Design', Quantity: '1.500', Price: '10.5', Due: '2020-01-01', Discount: 'half' });
    await until(async () => JSON.stringify(await office.carla.modal()).includes('"initial_value":"JPY"'), 'the client’s currency');
    await office.carla.fill({ Currency: 'EUR' });
    const outcome = await office.carla.submit();
    expect(Object.values(outcome.errors ?? {}).join('\n')).toMatch(/'1\.500' could be 1\.5 or 1500[\s\S]*'half' is not an amount/);
    await office.carla.fill({ Quantity: '1', Discount: '' });
    expect(Object.values((await office.carla.submit()).errors ?? {})).toEqual(['2020-01-01 is in the past; choose today or later.']);
    await office.carla.fill({ Due: null, Discount: '100%' });
    expect(Object.values((await office.carla.submit()).errors ?? {})).toEqual(['The total must be above 0.']);
    await office.carla.fill({ Discount: '10%' });
    expect(await submitted(office.carla)).toContain('Draft created.');
  });

  it('takes the client’s currency and tax, and a client made on the way', async () => {
    await office.carla.command('/invoice create');
    await office.carla.opens('New invoice');
    await office.carla.fill({ Description: 'Drill', Price: '12.5' });
    await office.carla.fill({ Client: 'Kuwait Oil Tools' });
    await until(async () => JSON.stringify(await office.carla.modal()).includes('KWD'), 'the client’s currency');
    expect(await pressing('Update totals', /Total 12\.500/)).toContain('Total 12.500\u00a0KWD');
    await office.carla.press('modal', 'New client');
    await office.carla.opens('New client');
    await office.carla.fill({ Name: 'Fabrikam AG', 'Mail address for invoices': 'ap@fabrikam.example', 'Language and region': 'de-AT', 'Second language on documents': 'German' });
    expect(Object.values((await office.carla.submit()).errors ?? {})).toEqual(['Another language than the first.']);
    await office.carla.fill({ 'Second language on documents': 'English' });
    await office.carla.submit();
    await office.carla.opens('Client saved');
    expect(await office.store.clients.model.findOne({ name: 'Fabrikam AG' }).lean()).toMatchObject({ locale: 'de-AT', secondLanguage: 'en' });
    await office.carla.close();
    await office.carla.opens('New invoice');
    expect(await submitted(office.carla)).toContain('for Fabrikam AG: 14.88\u00a0EUR');
  });

  it('is kept when it is closed, and goes on where it was', async () => {
    await office.carla.command('/invoice create');
    await office.carla.opens('New invoice');
    await office.carla.fill({ Client: 'Acme GmbH', Description: 'Half a thought', Price: '77' });
    await office.carla.close();
    const kept = await office.carla.sees('Draft kept');
    await office.carla.press(kept, 'Continue');
    await office.carla.opens('New invoice');
    expect(JSON.stringify(await office.carla.modal())).toContain('Half a thought');
    expect(await submitted(office.carla)).toContain('Draft created.');
    await office.carla.press(kept, 'Discard');
    await office.carla.sees('That form is no longer kept', { in: 'private' });
  });

  it('untouched is nothing to keep', async () => {
    const before = (await office.carla.messages('dm')).length;
    await office.carla.command('/invoice create');
    await office.carla.opens('New invoice');
    await office.carla.close();
    await answerTo(office.carla, '/invoice help');
    expect((await office.carla.messages('dm')).length).toBe(before);
  });

  it('survives two clicks at once', async () => {
    await office.carla.command('/invoice create');
    const view = await office.carla.opens('New invoice');
    await office.carla.fill({ Client: 'Acme GmbH' });
    await Promise.all([office.carla.press('modal', '+ Add line'), office.carla.press('modal', '+ Add line')]);
    await until(async () => textOf((await office.carla.modal()) ?? {}).includes('Description 3'), 'both lines');
    expect((await office.carla.modal())?.id).toBe(view.id);
    await office.carla.close('all');
  });

  it('begins with a message’s words', async () => {
    await office.milo.say('Please bill the <b>new logo</b>', { channel: '#invoices' });
    const message = await office.carla.sees('Please bill', { in: '#invoices' });
    await office.carla.shortcut('Invoice from this message', message);
    expect(JSON.stringify(await office.carla.opens('New invoice'))).toContain('Please bill the');
    await office.carla.close('all');
  });
});

describe('a payment', () => {
  async function sent(): Promise<{ id: string; number: string }> {
    const id = await draft(office, 'Acme GmbH 100 EUR hosting');
    await submit(office, id, 'sent');
    return { id, number: (await office.store.invoices.find(id))?.number ?? '' };
  }

  it('is filled with the open balance and valid as it stands; a part leaves the rest open', async () => {
    const { id, number } = await sent();
    await office.fatima.command(`/invoice paid ${number} 50 EUR ref bank 7`);
    expect(JSON.stringify(await office.fatima.opens('Record payment'))).toContain('bank 7');
    expect(await submitted(office.fatima)).toContain('69.00\u00a0EUR open');
    await office.fatima.command(`/invoice paid ${number}`);
    expect(JSON.stringify(await office.fatima.opens('Record payment'))).toContain('"initial_value":"69.00"');
    expect(await submitted(office.fatima)).toContain('paid in full');
    await stands(office, id, 'paid');
    await until(async () => (await office.store.invoices.find(id))?.payments.every(({ receipt }) => receipt?.number), 'both receipts');
  });

  it('recorded twice is asked about; too much is the client’s credit; it can be taken back', async () => {
    const { id, number } = await sent();
    await office.fatima.command(`/invoice paid ${number} 60 EUR ref A`);
    await office.fatima.opens('Record payment');
    await submitted(office.fatima);
    await office.fatima.command(`/invoice paid ${number} 60 EUR ref A`);
    expect(textOf(await office.fatima.opens('Record payment'))).toContain('Already recorded: 60.00');
    expect((await office.fatima.submit()).ok).toBe(true);
    expect(textOf(await office.fatima.opens('Record payment'))).toContain('Already recorded');
    await office.fatima.fill({ 'Record it all the same?': ['It is another payment'] });
    expect(await submitted(office.fatima)).toContain("1.00\u00a0EUR kept as Acme GmbH's credit");
    expect((await office.store.invoices.find(id))?.payments).toHaveLength(2);

    await office.fatima.command(`/invoice reverse ${number}`);
    await office.fatima.opens('Take a payment back');
    await office.fatima.fill({ 'Why?': 'The bank sent it back' });
    expect(await submitted(office.fatima)).toContain('Took back 60.00');
    await stands(office, id, 'sent');
  });

  it.each([
    ['50 USD', /is in EUR, not in USD/], ['50 EUR 2099-01-01', /2099-01-01 is in the future/], ['1.000 EUR', /could be 1 or 1000/], ['soon', /is not a payment/],
  ])('of %s is refused at once', async (typed, words) => {
    const { number } = await sent();
    expect(textOf(await answerTo(office.fatima, `/invoice paid ${number} ${typed}`))).toMatch(words);
  });

  it('is finance’s to record', async () => {
    const { number } = await sent();
    expect(textOf(await answerTo(office.carla, `/invoice paid ${number}`))).toContain('Only finance may do that.');
  });
});

describe('an invoice', () => {
  it('is voided by typing its name, and keeps its number', async () => {
    await office.fatima.command(`/invoice void draft ${(await draft(office, 'Acme GmbH 100 EUR a mistake')).slice(-6)}`);
    const view = await office.fatima.opens('Void invoice');
    const name = /Type (draft \w+) to confirm/.exec(textOf(view))?.[1] ?? '';
    await office.fatima.fill({ [`Type ${name} to confirm`]: 'INV-1', 'Why?': 'bad' });
    expect(await office.fatima.submit()).toMatchObject({ ok: false, errors: { typed_0_0: `Type ${name} to confirm.`, reason_0_0: 'Say why in at least 5 characters.' } });
    await office.fatima.fill({ [`Type ${name} to confirm`]: name.toUpperCase(), 'Why?': 'Billed to the wrong client' });
    expect(await submitted(office.fatima)).toContain('is void');
  });

  it('is disputed and resolved, paused and resumed, reminded', async () => {
    const id = await draft(office, 'Acme GmbH 100 EUR hosting');
    await submit(office, id, 'sent');
    const number = (await office.store.invoices.find(id))?.number ?? '';
    expect(textOf(await answerTo(office.carla, `/invoice dispute ${number} the travel was not agreed`))).toContain('is disputed; reminders stop');
    expect(textOf(await answerTo(office.carla, `/invoice dispute ${number} again and again`))).toContain('is disputed already by Carla: the travel was not agreed');
    expect(textOf(await answerTo(office.carla, `/invoice remind ${number}`))).toContain('is disputed; resolve the dispute first');
    const duty = await office.carla.sees('It is yours to resolve');
    await office.carla.press(duty, 'Resolve…');
    await office.carla.opens('Resolve dispute');
    await office.carla.fill({ 'What was agreed?': 'It is paid by Friday' });
    expect(await submitted(office.carla)).toContain('is resolved; reminders go on');
    expect(textOf(await answerTo(office.carla, `/invoice pause ${number}`.concat(' pays in instalments')))).toContain('are paused');
    expect(textOf(await answerTo(office.carla, `/invoice resume ${number}`))).toContain('go on');
    await office.carla.command(`/invoice remind ${number}`);
    expect(textOf(await office.carla.opens('Remind the client'))).toContain('friendly reminder');
    expect(await submitted(office.carla)).toContain('goes to ap@acme.example now');
    await until(async () => (await office.store.invoices.find(id))?.history.some(({ kind }) => kind === 'reminded'), 'the reminder');
    expect(textOf(await answerTo(office.carla, `/invoice remind ${number}`))).toContain('wait 72 hours');
  });
});

describe('an estimate', () => {
  it('is drafted in a line, sent after a look, converted once', async () => {
    const answer = await answerTo(office.carla, '/invoice estimate Acme GmbH 3x "Design day" @ 800 EUR due 30d');
    expect(textOf(answer)).toContain('Draft created. Estimate draft');
    const { document: id } = tokenIn(answer);
    const preview = await office.carla.sees(/Estimate draft \w+ for Acme GmbH: 2,856\.00/);
    await office.carla.press(preview, 'Send');
    expect(textOf(await office.carla.opens('Send estimate'))).toContain('a link to accept or decline');
    expect(await submitted(office.carla)).toContain('goes to ap@acme.example now');
    await until(async () => (await office.store.estimates.find(id))?.state === 'sent', 'the estimate to be sent');
    const number = (await office.store.estimates.find(id))?.number ?? '';
    await office.outbox.gets({ to: 'ap@acme.example', subject: new RegExp(number) });
    const outcome = await office.carla.sees(/EST-.* is sent to ap@acme.example/);
    await office.carla.press(outcome, 'Convert…');
    await office.carla.opens('Make the invoice');
    expect(await submitted(office.carla)).toContain('becomes an invoice now');
    await until(async () => (await office.store.estimates.find(id))?.state === 'converted', 'the conversion');
    const again = await answerTo(office.carla, `/invoice status ${number}`);
    expect(textOf(again)).toContain('accepted and invoiced');
    await office.carla.press(again, 'Convert…');
    await office.carla.sees('is an invoice already', { in: 'private' });
  });
});
