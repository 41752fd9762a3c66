/** No click is ever silent: every row of the table of clicks, at the desk. */
import { textOf, until, type DeskMessage } from '../support/desk-door';
import { answerTo, cardOf, draft, modalText, signed, stands, submit, submitted, theSlackOffice, type SlackOffice } from './slack-office';

const office = theSlackOffice();

async function waiting(line = 'Acme 1000 EUR design'): Promise<string> {
  const id = await draft(office, line);
  await submit(office, id, 'submitted');
  return id;
}
const decisions = async (id: string) => (await office.store.invoices.find(id))?.approval?.steps.flatMap((step) => step.decisions) ?? [];
/** Presses, and waits for what is said in private. */
async function told(person: SlackOffice['milo'], message: DeskMessage, button: string): Promise<DeskMessage> {
  const before = (await person.ephemerals()).at(-1)?.ts ?? '';
  await person.press(message, button);
  return until(async () => (await person.ephemerals()).find((each) => each.ts > before && !textOf(each).includes('Recording…')), `an answer to ${button}`);
}
const redrawn = (person: SlackOffice['milo'], message: DeskMessage, words: RegExp): Promise<unknown> =>
  until(async () => words.test(textOf((await person.fresh(message)) ?? {})), `the card to say ${String(words)}`);

it('the same person twice: the same success, no second effect', async () => {
  const id = await waiting('Acme 12000 EUR design');
  const card = await cardOf(office.milo, id);
  const [one, other] = [await told(office.milo, card, 'Approve'), await repeatOf(card)];
  expect(textOf(one)).toContain('You approved');
  expect(textOf(other)).toContain('You approved');
  expect(await decisions(id)).toHaveLength(1);

  /** The click of somebody whose screen still shows the old card: pressed again with its own action_ts. */
  async function repeatOf(message: DeskMessage): Promise<DeskMessage> {
    const before = (await office.milo.ephemerals()).at(-1)?.ts ?? '';
    const click = (await office.desk.deliveries()).findLast(({ body }) => body.includes('inv.approval.approve') && body.includes(encodeURIComponent(message.ts)));
    const payload = JSON.parse(new URLSearchParams(click?.body).get('payload') ?? '{}') as { actions: { action_ts: string }[] };
    payload.actions[0]!.action_ts = '99.1';
    await signed(office, `payload=${encodeURIComponent(JSON.stringify(payload))}`);
    return until(async () => (await office.milo.ephemerals()).find((each) => each.ts > before), 'the second answer');
  }
});

it('somebody else decided: the card is redrawn and says who', async () => {
  const id = await waiting();
  const [milos, anas] = [await cardOf(office.milo, id), await cardOf(office.ana, id)];
  await office.ana.press(anas, 'Approve');
  await stands(office, id, 'sent');
  await redrawn(office.milo, milos, /Approved by @Ana/);
  expect(JSON.stringify(await office.milo.fresh(milos))).not.toContain('inv.approval.approve');
  const number = (await office.store.invoices.find(id))?.number;
  expect(textOf(await answerTo(office.milo, `/invoice approve ${number}`))).toMatch(/Already approved by @Ana on .*Nothing changed\./);
});

it('the document was edited: the difference is shown and the new version can be reviewed', async () => {
  const id = await waiting();
  const old = await cardOf(office.milo, id);
  await office.carla.command(`/invoice edit draft ${id.slice(-6)}`);
  await office.carla.opens('Edit invoice');
  await office.carla.fill({ Description: 'Design and travel', Price: '1200' });
  expect(await submitted(office.carla)).toContain('The approvals given are void');
  await redrawn(office.milo, old, /Changed by @Carla/);
  await submit(office, id, 'submitted');
  const fresh = await cardOf(office.milo, id);
  expect(fresh.ts).not.toBe(old.ts);
  expect(textOf(fresh).replaceAll('\u00a0', ' ')).toMatch(/Changed since it was asked about last:[\s\S]*• Total 1,190\.00 EUR → 1,428\.00 EUR[\s\S]*• Line 1: design · 1 × .* → Design and travel · 1 × 1200 EUR = \*1,200\.00 EUR\*/);
});

it('not allowed: who may, under which policy, and an explanation', async () => {
  const id = await waiting();
  await office.fatima.command(`/invoice approve draft ${id.slice(-6)}`);
  const refused = await office.fatima.sees('You are not an approver for this amount.', { in: 'private' });
  expect(textOf(refused)).toMatch(/Who may: Milo, Ana .* policy 1/);
  expect((await office.store.invoices.find(id))?.history.at(-1)?.kind).toBe('approval.denied');
  const explained = await answerTo(office.fatima, `/invoice status draft ${id.slice(-6)}`);
  await office.fatima.press(explained, 'Explain');
  expect(await modalText(office.fatima, 'Who approves, and why')).toMatch(/any one of Milo, Ana[\s\S]*Carla made or last changed it and cannot approve it/);
  await office.fatima.close('all');
});

it('the step moved on: the card names who decided, the next is asked', async () => {
  const id = await waiting('Acme 12000 EUR design');
  const [milos, anas] = [await cardOf(office.milo, id), await cardOf(office.ana, id)];
  await office.milo.press(milos, 'Approve');
  await redrawn(office.ana, anas, /Approved by @Milo/);
  const fatimas = await cardOf(office.fatima, id);
  expect(textOf(fatimas)).toContain('Step 2 of 2: Fatima');
  expect(textOf(await answerTo(office.ana, `/invoice approve draft ${id.slice(-6)}`))).toMatch(/You are not an approver|waits for Fatima/);
  await office.fatima.press(fatimas, 'Approve');
  await stands(office, id, 'sent');
});

it('a modal submitted late shows the result in its place', async () => {
  const id = await waiting();
  await office.milo.press(await cardOf(office.milo, id), 'Reject…');
  await office.milo.opens('Reject invoice');
  await office.ana.press(await cardOf(office.ana, id), 'Approve');
  await stands(office, id, 'sent');
  await office.milo.fill({ 'Why?': 'Too expensive' });
  expect(await submitted(office.milo)).toMatch(/Already approved by @Ana on .*Nothing changed\./);
  expect(await decisions(id)).toHaveLength(1);
});

it('an unknown reference: the card is out of date, and there is a way to App Home', async () => {
  const id = await waiting();
  const card = await cardOf(office.milo, id);
  await office.store.invoices.model.deleteOne({ id });
  const answer = await told(office.milo, card, 'Approve');
  expect(textOf(answer)).toContain('This card is out of date');
  expect(JSON.stringify(answer)).toContain('https://slack.com/app_redirect?app=');
});

describe('a rejection', () => {
  it('says why, returns the draft, and can be mended and handed in again', async () => {
    const id = await waiting();
    await office.milo.press(await cardOf(office.milo, id), 'Reject…');
    await office.milo.opens('Reject invoice');
    await office.milo.fill({ 'Why?': 'no' });
    expect(await office.milo.submit()).toMatchObject({ ok: false });
    await office.milo.fill({ 'What is it about?': 'Price or quantity', 'Why?': 'Two days were agreed' });
    expect(await submitted(office.milo)).toContain('it goes back to Carla');
    const outcome = await office.carla.sees('Milo rejected draft');
    expect(textOf(outcome)).toContain('Two days were agreed');
    await office.carla.press(outcome, 'Edit');
    await office.carla.opens('Edit invoice');
    await office.carla.fill({ Price: '900' });
    expect(await submitted(office.carla)).toContain('Saved version 2');
    await submit(office, id, 'submitted');
    await office.milo.press(await cardOf(office.milo, id), 'Approve');
    await stands(office, id, 'sent');
  });
});

it('a question reaches the author in the thread', async () => {
  const id = await waiting();
  await office.milo.press(await cardOf(office.milo, id), 'Ask…');
  await office.milo.opens('Ask');
  await office.milo.fill({ Question: 'Is the travel agreed?' });
  expect(await submitted(office.milo)).toContain('went to Carla');
  const status = await office.carla.sees(`draft ${id.slice(-6)}`, { in: '#invoices' });
  await until(async () => (await office.carla.thread(status)).some((reply) => textOf(reply).includes(`Milo asks <@${office.carla.id}>: Is the travel agreed?`)), 'the question in the thread');
});

it('a withdrawn invoice leaves no buttons behind', async () => {
  const id = await waiting();
  const card = await cardOf(office.milo, id);
  expect(textOf(await answerTo(office.carla, `/invoice withdraw draft ${id.slice(-6)}`))).toContain('is withdrawn and a draft again');
  await redrawn(office.milo, card, /Withdrawn by @Carla/);
});

it('a PDF comes in private, of a draft and of the issued invoice', async () => {
  const id = await draft(office, 'Acme 100 EUR leaflet');
  const preview = await until(async () => (await office.carla.messages('dm')).findLast((message) => JSON.stringify(message).includes(id)), 'the preview');
  expect(textOf(await told(office.carla, preview, 'PDF'))).toContain('The PDF is in your messages with me.');
  await until(async () => (await office.carla.messages('dm')).some(({ files }) => files?.some(({ name }) => String(name) === `draft-${id.slice(-6)}.pdf`)), 'the draft as a PDF');
});

it('when nothing could be recorded, says so', async () => {
  const id = await waiting();
  const card = await cardOf(office.milo, id);
  office.worker.stop();
  await office.worker.stopped;
  await office.desk.fault({ call: 'users.info', kind: 'status', status: 500, times: 4 });
  const answer = await told(office.milo, card, 'Approve');
  expect(textOf(answer)).toContain('Not recorded; please try again.');
  await office.desk.clearFaults();
  const before = (await office.milo.ephemerals()).at(-1)?.ts ?? '';
  await office.milo.press(card, 'Approve');
  await until(async () => (await office.milo.ephemerals()).some((each) => each.ts > before && textOf(each).includes('Recording…')), 'a word that it takes longer');
  office.worker = await office.startWorker();
  await stands(office, id, 'sent');
});
