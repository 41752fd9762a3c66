/** What a person does at the desk reaches a real Bolt app, and what the app answers reaches the person. */
import { type Counterpart, startCounterpart } from './counterpart';
import { BOT_TOKEN, startTestSlack, temporaryFolder } from '../support/embedded-servers';
import { textOf, until } from '../support/desk-door';
import { type Desk, type DeskPerson, openDesk } from '../support/person';
import type { LocalSlack } from '../../embedded/slack/server';

const folder = temporaryFolder('slack-acts-');
/** The app's time to answer, in ms: Slack's three seconds would only make a waiting test longer. */
const PATIENCE_MS = 1_000;
let slack: LocalSlack;
let counterpart: Counterpart;
let desk: Desk;
let carla: DeskPerson;
beforeAll(async () => {
  slack = await startTestSlack(folder.path, { patienceMs: PATIENCE_MS });
  counterpart = await startCounterpart(slack.apiUrl);
  desk = openDesk(slack.origin);
  await desk.aimAt(counterpart.url);
  carla = await desk.as('carla@northlight.example');
});
afterAll(async () => {
  await counterpart.stop();
  await slack.close();
  folder.remove();
});
afterEach(async () => {
  while (await carla.modal()) await carla.close('all');
});

const last = (kind: string) => counterpart.told.filter((each) => each.kind === kind).at(-1)?.body as Record<string, unknown>;

describe('slash commands', () => {
  it('arrive signed, with who and where, and their private answer reaches only that person', async () => {
    expect(await carla.command('/invoice echo  Hello <world> & all', { channel: '#finance' })).toEqual({ ok: true });
    expect(last('/invoice')).toMatchObject({ text: 'echo  Hello <world> & all', channel_name: 'finance', user_id: carla.id, user_name: 'carla' });
    expect(textOf(await carla.sees('Hello', { in: 'private' }))).toBe(' Hello <world> & all');
    const milo = await desk.as('milo@northlight.example');
    expect((await milo.messages('#finance')).map(textOf).join()).not.toContain('Hello');
  });

  it('may be answered in the acknowledgement', async () => {
    await carla.command('/invoice inline');
    await carla.sees('Answered in the acknowledgement.', { in: 'private' });
  });

  it('may be answered to everyone', async () => {
    await carla.command('/invoice public', { channel: '#legal' });
    const milo = await desk.as('milo@northlight.example');
    await milo.sees('All of you see this.', { in: '#legal' });
  });

  it('that nobody acknowledges end in Slack’s timeout, told to the person', async () => {
    expect(await carla.command('/invoice sleep')).toEqual({ ok: false, error: 'operation_timeout' });
    await carla.sees('/invoice failed with the error "operation_timeout"', { in: 'private' });
  });

  it('that do not exist, or stand in a thread, never reach the app', async () => {
    const before = counterpart.told.length;
    expect(await carla.command('/nonsense')).toMatchObject({ ok: false, error: 'unknown_command' });
    await carla.say('A thread begins.', { channel: '#legal' });
    const parent = await carla.sees('A thread begins.', { in: '#legal' });
    expect(await carla.say('/invoice card', { channel: '#legal', threadTs: parent.ts })).toMatchObject({ ok: false, error: 'not_in_threads' });
    expect(counterpart.told).toHaveLength(before);
  });

  it('to an app that is away fail at once and say so', async () => {
    await desk.aimAt('http://127.0.0.1:1/slack/events');
    expect(await carla.command('/invoice card')).toEqual({ ok: false, error: 'dispatch_failed' });
    await desk.aimAt(counterpart.url);
  });
});

describe('what people type', () => {
  it('is escaped, so that it pings nobody, while known names become mentions', async () => {
    await carla.say('<!channel> @milo see #finance & smile', { channel: '#legal' });
    const milo = await desk.as('milo@northlight.example');
    const message = await milo.sees('smile', { in: '#legal' });
    expect(message.text).toMatch(new RegExp(`^&lt;!channel&gt; <@${milo.id}> see <#C\\w+\\|finance> &amp; smile$`));
  });
});

describe('buttons', () => {
  it('carry the message, a state and a response URL; the app redraws the card for everyone', async () => {
    await carla.command('/invoice card');
    const card = await carla.sees('INV-1 waits', { in: '#invoices' });
    expect(await carla.press(card, 'Approve')).toEqual({ ok: true });
    expect(last('block_actions')).toMatchObject({ container: { type: 'message', message_ts: card.ts }, message: { ts: card.ts }, actions: [{ action_id: 'test.approve', value: 'yes', block_id: 'decide' }] });
    const milo = await desk.as('milo@northlight.example');
    expect(textOf(await milo.sees('is approved', { in: '#invoices' }))).toContain('*INV-1* is approved.');
  });

  it('of an ephemeral answer in place through their response URL', async () => {
    await carla.command('/invoice private');
    const message = await carla.sees('Only *you*', { in: 'private' });
    await carla.press(message, 'Approve');
    await until(async () => textOf((await carla.fresh(message)) ?? {}).includes('Approved.'), 'the ephemeral to be replaced');
    expect(last('block_actions')).toMatchObject({ container: { is_ephemeral: true } });
  });

  it('of an overflow menu send the chosen option', async () => {
    await carla.command('/invoice card');
    await carla.press(await carla.sees('INV-1 waits', { in: '#invoices' }), 'Explain');
    expect(last('block_actions')).toMatchObject({ actions: [{ type: 'overflow', selected_option: { value: 'explain' } }] });
  });

  it('that are no longer there are refused as gone', async () => {
    await carla.command('/invoice card');
    const card = await carla.sees('INV-1 waits', { in: '#invoices' });
    await carla.press(card, 'Approve');
    await until(async () => textOf((await carla.fresh(card)) ?? {}).includes('approved'), 'the card to be redrawn');
    await expect(carla.press(card, 'Approve')).rejects.toMatchObject({ status: 409, answer: { error: 'element_gone' } });
  });

  it('can be delivered again byte by byte', async () => {
    await carla.command('/invoice card');
    await carla.press(await carla.sees('INV-1 waits', { in: '#invoices' }), 'Reject…');
    const delivery = (await desk.deliveries()).filter((each) => each.kind === 'block_actions').at(-1);
    const before = counterpart.told.length;
    expect(await desk.repeat(delivery?.id as number)).toMatchObject({ outcome: 'ok', status: 200 });
    expect(counterpart.told.slice(before)).toMatchObject([{ kind: 'block_actions', body: JSON.parse(new URLSearchParams(delivery?.body).get('payload') as string) as object }]);
  });
});

describe('modals', () => {
  it('keep what was put in over an update, also of a select, and pass it on at submission', async () => {
    await carla.command('/invoice form');
    const opened = await carla.opens('New invoice');
    await carla.fill({ Client: 'Globex Inc.', Note: 'kept', 'Line 1': '3x design @ 800' });
    await carla.press('modal', '+ Add line');
    const grown = await until(async () => ((await carla.modal())?.blocks.length === opened.blocks.length + 1 ? carla.modal() : undefined), 'a second line');
    expect(grown?.hash).not.toBe(opened.hash);
    expect(grown?.state.values).toMatchObject({ client: { pick: { selected_option: { value: 'globex' } } }, note: { text: { value: 'kept' } }, row_0: { price: { value: '3x design @ 800' } }, row_1: { price: { value: null } }, due: { date: { selected_date: '2026-12-01' } } });
    await carla.fill({ 'Line 2': '100' });
    expect(await carla.submit()).toEqual({ ok: true });
    await carla.closes();
    await carla.sees('Draft kept for globex.');
  });

  it('refuse by themselves what is missing or of the wrong form, and the app does not hear of it', async () => {
    await carla.command('/invoice form');
    await carla.opens();
    const before = counterpart.told.length;
    await carla.fill({ Note: 'x'.repeat(41) });
    expect(await carla.submit()).toEqual({
      ok: false,
      errors: { client: 'Please complete this required field.', row_0: 'Please complete this required field.', note: 'Please enter no more than 40 characters.' },
    });
    expect(counterpart.told).toHaveLength(before);
    await expect(carla.fill({ Client: 'Nobody Ltd.' })).rejects.toMatchObject({ status: 400 });
  });

  it.each([
    ['wrong', { ok: false, errors: { note: 'Say something else.' } }, ['New invoice']],
    ['result', { ok: true }, ['Too late']],
    ['more', { ok: true }, ['One more', 'New invoice']],
    ['clear', { ok: true }, []],
    ['sleep', { ok: false, error: 'operation_timeout' }, ['New invoice']],
  ])('obey the answer “%s”', async (note, outcome, titles) => {
    await carla.command('/invoice form');
    await carla.opens();
    await carla.fill({ Client: 'acme', 'Line 1': '1', Note: note });
    expect(await carla.submit()).toEqual(outcome);
    for (const title of titles) {
      await carla.opens(title);
      await carla.close();
    }
    expect(await carla.modal()).toBeNull();
  });

  it('tell the app of their closing when it asked', async () => {
    await carla.command('/invoice form');
    await carla.opens();
    await carla.close();
    expect(last('view_closed')).toMatchObject({ is_cleared: false, view: { callback_id: 'test.form' } });
  });

  it('carry every kind of input in the shape Slack gives it', async () => {
    await carla.command('/invoice everything');
    await carla.opens('Everything');
    const milo = await desk.as('milo@northlight.example');
    expect((await carla.suggestions('modal', 'Client', 'glo')).map((option) => option.value)).toEqual(['Globex Inc.']);
    await carla.choose('modal', 'when', '2026-12-24');
    expect(last('block_actions')).toMatchObject({ actions: [{ type: 'datepicker', selected_date: '2026-12-24' }] });
    await carla.fill({
      Mail: 'ap@acme.example', Number: '12.50', Url: 'https://acme.example', Group: 'Two', Several: ['One', 'Three'], Client: (await carla.suggestions('modal', 'Client', 'ac'))[0],
      Person: 'Milo', People: ['ana@northlight.example', 'carla'], Room: '#finance', Day: '2026-12-31', Moment: 1_800_000_000, Boxes: ['one', 'two'], File: { name: 'offer.pdf', bytes: Buffer.from('%PDF') },
    });
    expect(await carla.submit()).toEqual({ ok: true });
    const { values } = (last('view_submission').view as { state: { values: object } }).state;
    expect(values).toMatchObject({
      beside: { when: { type: 'datepicker', selected_date: '2026-12-24' } }, mail: { in: { type: 'email_text_input', value: 'ap@acme.example' } }, number: { in: { value: '12.50' } }, url: { in: { value: 'https://acme.example' } },
      group: { in: { selected_option: { value: 'two', text: { text: 'Two' } } } }, several: { in: { selected_options: [{ value: 'one' }, { value: 'three' }] } }, client: { in: { type: 'external_select', selected_option: { value: 'Acme GmbH' } } },
      person: { in: { selected_user: milo.id } }, people: { in: { selected_users: [(await desk.as('ana@northlight.example')).id, carla.id] } }, room: { in: { selected_conversation: slack.slack.workspace.channelByName('finance')?.id } },
      day: { in: { selected_date: '2026-12-31' } }, time: { in: { selected_time: '09:30' } }, moment: { in: { selected_date_time: 1_800_000_000 } }, radio: { in: { selected_option: { value: 'two' } } },
      boxes: { in: { selected_options: [{ value: 'one' }, { value: 'two' }] } }, file: { in: { files: [{ name: 'offer.pdf', size: 4 }] } },
    });
    const [{ url_private_download: url }] = (values as { file: { in: { files: [{ url_private_download: string }] } } }).file.in.files;
    expect(await (await fetch(url, { headers: { authorization: `Bearer ${BOT_TOKEN}` } })).text()).toBe('%PDF');
  });

  it('dispatch an input that asks for it', async () => {
    await carla.command('/invoice form');
    await carla.opens();
    await carla.choose('modal', 'Line 1', '42');
    expect(last('block_actions')).toMatchObject({ container: { type: 'view' }, actions: [{ type: 'plain_text_input', action_id: 'price', value: '42' }] });
  });
});

describe('shortcuts and Home', () => {
  it('open what the app opens', async () => {
    await carla.shortcut('New invoice');
    await carla.opens('New invoice');
    await carla.say('Bill Acme for this.', { channel: '#legal' });
    await carla.shortcut('Invoice from this message', await carla.sees('Bill Acme', { in: '#legal' }));
    expect(last('message_action')).toMatchObject({ callback_id: 'inv.from-message', message: { text: 'Bill Acme for this.' } });
  });

  it('shows the Home the app publishes for that person, with working buttons', async () => {
    expect(textOf(await carla.home('Nothing waits'))).toContain('Your desk');
    expect(last('event_callback') ?? last('app_home_opened')).toMatchObject({ event: { tab: 'home', user: carla.id } });
    expect(await carla.press('home', 'Explain')).toEqual({ ok: true });
    expect(last('block_actions')).toMatchObject({ view: { type: 'home' } });
  });

  it('sends an event again when the app did not take it', async () => {
    await desk.aimAt('http://127.0.0.1:1/slack/events');
    const before = (await desk.deliveries()).length;
    await fetch(`${slack.origin}/desk/api/as/${carla.id}/home`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    const again = await until(async () => (await desk.deliveries()).slice(before).find((each) => each.headers['x-slack-retry-num'] === '1'), 'a second delivery');
    expect(again.body).toBe((await desk.deliveries())[before]?.body);
    await desk.aimAt(counterpart.url);
  });
});

describe('rules of views', () => {
  it('lets a trigger be used once, soon, and only by who holds it', async () => {
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'T' }, blocks: [] };
    const client = counterpart.app.client;
    const error = (call: Promise<unknown>) => call.then(() => 'ok', (each: { data: { error: string } }) => each.data.error);
    await carla.command('/invoice card');
    const trigger_id = last('/invoice').trigger_id as string;
    expect(await error(client.views.open({ trigger_id, view }))).toBe('ok');
    expect(await error(client.views.open({ trigger_id, view }))).toBe('exchanged_trigger_id');
    expect(await error(client.views.open({ trigger_id: '1.2.x', view }))).toBe('invalid_trigger_id');
    await carla.command('/invoice card');
    const late = last('/invoice').trigger_id as string;
    await until(async () => Date.now() - Number(late.split('.')[0]) > PATIENCE_MS, 'the trigger to grow old');
    expect(await error(client.views.open({ trigger_id: late, view }))).toBe('expired_trigger_id');
    expect(await error(client.views.push({ trigger_id: slack.slack.triggers.issue({ user: carla.id }), view }))).toBe('not_found');
  });

  it('stacks three modals and no more, and catches an update of an older version', async () => {
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'T' }, blocks: [] };
    const client = counterpart.app.client;
    const error = (call: Promise<unknown>) => call.then(() => 'ok', (each: { data: { error: string } }) => each.data.error);
    const trigger_id = () => slack.slack.triggers.issue({ user: carla.id, rootViewId: 'V' });
    const { view: opened } = await client.views.open({ trigger_id: trigger_id(), view });
    await client.views.push({ trigger_id: trigger_id(), view });
    await client.views.push({ trigger_id: trigger_id(), view });
    expect(await error(client.views.push({ trigger_id: trigger_id(), view }))).toBe('push_limit_reached');
    await client.views.update({ view_id: opened?.id as string, hash: opened?.hash, view });
    expect(await error(client.views.update({ view_id: opened?.id as string, hash: opened?.hash, view }))).toBe('hash_conflict');
    expect(await error(client.views.update({ view_id: 'V000', view }))).toBe('not_found');
  });

  it('ends a response URL after five answers', async () => {
    await carla.command('/invoice card');
    const url = last('/invoice').response_url as string;
    const answer = async () => (await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'once more' }) })).status;
    expect([await answer(), await answer(), await answer(), await answer(), await answer(), await answer()]).toEqual([200, 200, 200, 200, 200, 404]);
  });
});

it('found nothing in all this beyond Slack’s limits', async () => {
  expect(await desk.lint()).toEqual([]);
});
