/** Modals on the desk page in a real Chromium: inputs kept, faults shown, stacks, and every element that asks. */
import { clearDesk, command, inChannel, openStudio, type Studio } from './desk-studio';
import { until } from '../support/desk-door';

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());
afterEach(() => clearDesk(studio));

describe('modals', () => {
  it('keep typed text, choices and the caret over an update', async () => {
    const page = await inChannel(studio, 'carla', 'invoices');
    await command(page, '/invoice form');
    const modal = page.getByRole('dialog', { name: 'New invoice' });
    await modal.getByLabel('Client').selectOption({ label: 'Globex Inc.' });
    await modal.getByLabel('Line 1').fill('3x design @ 800');
    await modal.getByLabel('Note').fill('a note');
    await modal.getByLabel('Note').press('Home');
    await modal.getByRole('button', { name: '+ Add line' }).dispatchEvent('click'); // As a click by voice or script: the focus stays.
    await modal.getByLabel('Line 2').waitFor();
    expect(await modal.getByLabel('Note').inputValue()).toBe('a note');
    expect(await modal.getByLabel('Line 1').inputValue()).toBe('3x design @ 800');
    expect(await modal.getByLabel('Client').inputValue()).toBe('globex');
    await page.keyboard.type('First ');
    expect(await modal.getByLabel('Note').inputValue()).toBe('First a note');
    await modal.getByLabel('Line 2').fill('100');
    await modal.getByRole('button', { name: 'Draft' }).click();
    await modal.waitFor({ state: 'detached' });
    await (await studio.desk.as('carla@northlight.example')).sees('Draft kept for globex.');
  });

  it('say what is missing beside the field, and what the app refuses likewise', async () => {
    const page = await inChannel(studio, 'carla', 'invoices');
    await command(page, '/invoice form');
    const modal = page.getByRole('dialog', { name: 'New invoice' });
    await modal.getByRole('button', { name: 'Draft' }).click();
    const client = modal.getByLabel('Client');
    await modal.getByText('Please complete this required field.').first().waitFor();
    expect(await client.getAttribute('aria-invalid')).toBe('true');
    expect(await client.evaluate((node) => node.matches(':focus'))).toBe(true);
    await client.selectOption('acme');
    await modal.getByLabel('Line 1').fill('1');
    await modal.getByLabel('Note').fill('wrong');
    await modal.getByRole('button', { name: 'Draft' }).click();
    await modal.getByText('Say something else.').waitFor();
    expect(await modal.getByLabel('Note').inputValue()).toBe('wrong');
  });

  it('stack, and come back one by one', async () => {
    const page = await inChannel(studio, 'carla', 'invoices');
    await command(page, '/invoice form');
    const modal = page.getByRole('dialog', { name: 'New invoice' });
    await modal.getByLabel('Client').selectOption('acme');
    await modal.getByLabel('Line 1').fill('1');
    await modal.getByLabel('Note').fill('more');
    await modal.getByRole('button', { name: 'Draft' }).click();
    await page.getByRole('dialog', { name: 'One more' }).waitFor();
    await page.keyboard.press('Escape');
    await modal.waitFor();
    expect(await modal.getByLabel('Note').inputValue()).toBe('more');
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'detached' });
  });

  it('ask with every element Slack has, and send what was put in', async () => {
    const page = await inChannel(studio, 'carla', 'invoices');
    await command(page, '/invoice everything');
    const modal = page.getByRole('dialog', { name: 'Everything' });
    await modal.getByLabel('Client').pressSequentially('glo');
    await modal.getByRole('option', { name: 'Globex Inc.' }).waitFor();
    await page.keyboard.press('Enter');
    await modal.getByLabel(/^Person/).selectOption({ label: 'Milo' });
    const several = modal.getByRole('group', { name: 'Several' }).last();
    for (const word of ['One', 'Two', 'Three']) await several.getByLabel(word).click();
    expect(await several.getByLabel('Three').isChecked()).toBe(false); // Two at most.
    await modal.getByRole('radiogroup').getByLabel('Three').check();
    await modal.getByLabel(/^Day/).fill('2026-12-31');
    await modal.getByLabel('File').setInputFiles({ name: 'offer.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
    await modal.getByText('offer.pdf').waitFor();
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.waitFor({ state: 'detached' });
    const sent = studio.counterpart.told.findLast((each) => each.kind === 'view_submission')?.body as { view: { state: { values: object } } };
    expect(sent.view.state.values).toMatchObject({
      client: { in: { selected_option: { value: 'Globex Inc.' } } }, several: { in: { selected_options: [{ value: 'one' }, { value: 'two' }] } }, radio: { in: { selected_option: { value: 'three' } } },
      day: { in: { selected_date: '2026-12-31' } }, person: { in: { selected_user: (await studio.desk.as('milo@northlight.example')).id } }, file: { in: { files: [{ name: 'offer.pdf' }] } },
    });
  });

  it('are still there, with what was typed, after a reload', async () => {
    const page = await inChannel(studio, 'carla', 'invoices');
    await command(page, '/invoice form');
    await page.getByRole('dialog').getByLabel('Note').fill('half a thought');
    await until(async () => (await (await studio.desk.as('carla@northlight.example')).modal())?.state.values.note?.text?.value === 'half a thought', 'the text to be kept');
    await page.reload();
    expect(await page.getByRole('dialog').getByLabel('Note').inputValue()).toBe('half a thought');
  });
});

it('nothing was stopped by the page’s own policy, and no script failed', () => {
  expect(studio.complaints).toEqual([]);
});
