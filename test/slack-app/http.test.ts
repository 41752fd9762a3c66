/** The door Slack knocks at: who is let in, how often a thing is done, and every bad request of test/cases/bad-inputs.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf, until } from '../support/desk-door';
import { cardOf, draft, signed, stands, submit, theSlackOffice, tokenIn } from './slack-office';

type Case = { surface: string; expect: { code?: string; message: string; http?: number } };
const CASES = Object.values(JSON.parse(readFileSync(join(__dirname, '../cases/bad-inputs.json'), 'utf8')) as Record<string, Case>).filter(({ surface }) => surface === 'slack_http');

const office = theSlackOffice();

type Press = { user?: string; team?: string; action?: string; value?: string; ts?: string; message?: string };
let clicks = 0;

/** A click as Slack sends it, with nothing of the desk's own. */
async function press({ user, team, action = 'inv.approval.approve', value, ts, message }: Press): Promise<string> {
  const { team_id: own } = await workspace();
  clicks += 1;
  return `payload=${encodeURIComponent(JSON.stringify({
    type: 'block_actions', team: { id: own }, user: { id: user ?? office.milo.id, team_id: team ?? own }, api_app_id: 'A1', trigger_id: `1.${clicks}`,
    container: { type: 'message', message_ts: message ?? '1.1' }, actions: [{ type: 'button', action_id: action, block_id: 'b', action_ts: ts ?? `1.${clicks}`, value }],
  }))}`;
}

const workspace = async (): Promise<{ team_id: string }> =>
  (await fetch(`${office.env.slack.apiUrl}auth.test`, { method: 'POST', headers: { authorization: `Bearer ${office.env.slack.botToken}` } })).json() as Promise<{ team_id: string }>;

async function waiting(line = 'Acme 1000 EUR design'): Promise<{ id: string; value: string }> {
  const id = await draft(office, line);
  await submit(office, id, 'submitted');
  return { id, value: JSON.stringify(tokenIn(await cardOf(office.milo, id))) };
}
const decisions = async (id: string): Promise<number> => (await office.store.invoices.find(id))?.approval?.steps.flatMap((step) => step.decisions).length ?? 0;
const saw = (text: string): Promise<unknown> => until(async () => (await office.milo.messages('dm')).concat(await office.milo.ephemerals()).find((message) => textOf(message).includes(text)), `Milo to be told ${text}`);

it('knows every bad request of the cases', () => {
  expect(CASES.map(({ expect: { code, http } }) => code ?? http ?? 'none')).toEqual([
    'UNAUTHORIZED', 'none', 'STALE', 'STALE', 200, 'FORBIDDEN_TEAM', 'STALE_BUTTON', 'NOT_APPROVER', 'SELF_APPROVAL', 200,
  ]);
});

describe('a request that is not Slack’s', () => {
  it.each([
    ['unsigned', { secret: null }], ['signed by another', { secret: 'another' }], ['six minutes old', { at: -360 }], ['of tomorrow', { at: 86_400 }], ['five minutes ahead', { at: 310 }],
  ])('%s reaches no handler: 401 and nothing said', async (_, how) => {
    const { id, value } = await waiting();
    expect(await signed(office, await press({ value }), how)).toEqual({ status: 401, body: '' });
    expect(await decisions(id)).toBe(0);
    expect(await signed(office, await press({ value }))).toEqual({ status: 200, body: '' });
    await stands(office, id, 'sent');
  });

  it('that only asks for the certificate carries nothing in', async () => {
    const { id, value } = await waiting();
    expect(await signed(office, `ssl_check=1&${await press({ value })}`, { secret: null })).toEqual({ status: 200, body: '' });
    expect((await office.store.invoices.find(id))?.history.at(-1)?.kind).toBe('submitted');
    expect(await decisions(id)).toBe(0);
  });

  it('without a time, too large, or unreadable is turned away', async () => {
    const plain = await fetch(`${office.origin}/slack/events`, { method: 'POST', headers: { 'x-slack-request-timestamp': 'soon', 'x-slack-signature': 'v0=1' }, body: 'x' });
    expect(plain.status).toBe(401);
    expect((await signed(office, `payload=${'x'.repeat(1_100_000)}`)).status).toBe(413);
    expect((await signed(office, 'payload={')).status).toBe(400);
    expect((await fetch(`${office.origin}/slack/other`)).status).toBe(404);
  });
});

describe('the same bytes', () => {
  it('twenty times at once act once', async () => {
    const { id, value } = await waiting();
    const body = await press({ value });
    const answers = await Promise.all(Array.from({ length: 20 }, () => signed(office, body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await stands(office, id, 'sent');
    const { history = [] } = (await office.store.invoices.find(id)) ?? {};
    expect(history.filter(({ kind }) => kind === 'approved')).toHaveLength(1);
    expect(history.filter(({ kind }) => kind === 'mail.accepted')).toHaveLength(1);
  });

  it('again after the answer say that it is recorded already', async () => {
    const { id } = await waiting();
    await office.milo.press(await cardOf(office.milo, id), 'Approve');
    await stands(office, id, 'sent');
    const approval = (await office.desk.deliveries()).findLast(({ body }) => body.includes('inv.approval.approve') && body.includes(id));
    expect((await office.desk.repeat(approval?.id ?? 0)).status).toBe(200);
    await office.milo.sees('Already recorded.', { in: 'private' });
    expect(await decisions(id)).toBe(1);
  });
});

describe('a click', () => {
  it('of another workspace’s member changes nothing', async () => {
    const { id, value } = await waiting();
    expect((await signed(office, await press({ value, team: 'TOTHER' }))).status).toBe(200);
    await saw('Only members of this workspace can approve.');
    expect(await decisions(id)).toBe(0);
  });

  it('on what was edited since is refused, and the old buttons go', async () => {
    const { id, value } = await waiting();
    const card = await cardOf(office.milo, id);
    await office.carla.command(`/invoice edit draft ${id.slice(-6)}`);
    await office.carla.opens('Edit invoice');
    await office.carla.fill({ Price: '1000.01' });
    await office.carla.submit();
    await stands(office, id, 'draft');
    await signed(office, await press({ value }));
    await saw('This invoice changed since the message; see the new message.');
    await saw('Total: 1,190.00\u00a0EUR → *1,190.01\u00a0EUR*');
    await saw('Review new version');
    expect(await decisions(id)).toBe(0);
    await until(async () => !JSON.stringify(await office.milo.fresh(card)).includes('inv.approval.approve'), 'the old buttons to go');
  });

  it('of somebody the policy does not ask, or asks no more, is refused and noted', async () => {
    const { id, value } = await waiting();
    await signed(office, await press({ value, user: office.fatima.id }));
    await until(async () => (await office.store.invoices.find(id))?.history.at(-1)?.kind === 'approval.denied', 'the attempt to be noted');
    await until(async () => (await office.fatima.messages('dm')).find((message) => textOf(message).includes('You are not an approver for this amount.')), 'Fatima to be told');
    expect(await decisions(id)).toBe(0);
  });

  it('of somebody deactivated a moment ago is refused', async () => {
    const { id, value } = await waiting();
    await office.desk.enrol({ email: office.milo.email, name: 'Milo', deleted: true });
    await office.desk.fault({ call: 'chat.postMessage', kind: 'delay', ms: 0, match: 'You are not an approver for this amount.' });
    await signed(office, await press({ value }));
    await until(async () => (await office.desk.pendingFaults()).length === 0, 'the refusal to be posted');
    expect(await decisions(id)).toBe(0);
    await office.desk.enrol({ email: office.milo.email, name: 'Milo', deleted: false });
    await signed(office, await press({ value }));
    await stands(office, id, 'sent');
  });

  it('of the creator is refused', async () => {
    const { id, value } = await waiting();
    await signed(office, await press({ value, user: office.carla.id }));
    await until(async () => (await office.carla.messages('dm')).find((message) => textOf(message).includes(`You created draft ${id.slice(-6)}; another approver has to decide.`)), 'Carla to be told');
    expect(await decisions(id)).toBe(0);
  });

  it('against another at the same moment: the first decides, the other is told who did', async () => {
    const { id, value } = await waiting();
    const [one, other] = [await press({ value }), await press({ value, user: office.ana.id })];
    await Promise.all([signed(office, one), signed(office, other)]);
    await stands(office, id, 'sent');
    expect(await decisions(id)).toBe(1);
    const told = async (): Promise<string> => JSON.stringify([await office.milo.messages('dm'), await office.ana.messages('dm')]);
    await until(async () => /Already approved by @(Milo|Ana) on .*Nothing changed\./.test(await told()), 'the slower one to be told');
  });
});

it('says whether it is well', async () => {
  const answer = await fetch(`${office.origin}/healthz`);
  expect([answer.status, await answer.json()]).toEqual([200, { slack: true, temporal: true, mongodb: true }]);
  await office.desk.fault({ call: 'auth.test', kind: 'status', status: 500, times: 4 });
  const ill = await fetch(`${office.origin}/healthz`);
  expect([ill.status, await ill.json()]).toEqual([503, { slack: false, temporal: true, mongodb: true }]);
  await office.desk.clearFaults();
});
