/** Socket mode, for workspaces that cannot reach the office: the app at the desk, and the local Slack's side of the socket. */
import { WebSocket } from 'ws';
import type { Dict } from '../../embedded/slack/json';
import type { LocalSlack } from '../../embedded/slack/server';
import { call, textOf, until } from '../support/desk-door';
import { BOT_TOKEN, startTestSlack, temporaryFolder } from '../support/embedded-servers';
import { openDesk } from '../support/person';
import { answerTo, cardOf, draft, stands, submit, submitted, theSlackOffice } from './slack-office';

describe('the app in socket mode', () => {
  const office = theSlackOffice(async () => ({ mode: 'socket' }));

  const sockets = async (method: 'GET' | 'DELETE'): Promise<number> => (await call<{ open: number }>(office.desk.origin, method, '/control/sockets')).open;

  it('answers a command', async () => {
    expect(textOf(await answerTo(office.carla, '/invoice help'))).toContain('/invoice create');
  });

  it('shows the faults of a form at their fields and takes it once they are mended', async () => {
    await office.carla.shortcut('New invoice');
    await office.carla.opens('New invoice');
    await office.carla.fill({ Client: 'Acme GmbH', Description: 'Design day', Quantity: '1', Price: '800', Due: '2020-01-01' });
    expect(Object.values((await office.carla.submit()).errors ?? {})).toEqual(['2020-01-01 is in the past; choose today or later.']);
    await office.carla.fill({ Due: null });
    expect(await submitted(office.carla)).toContain('Draft created.');
  });

  it('takes a button in a direct message, and fills App Home when it is opened', async () => {
    const id = await draft(office, 'Acme 1000 EUR design');
    await submit(office, id, 'submitted');
    const card = await cardOf(office.milo, id);
    expect(textOf(await office.milo.home('For you to approve'))).toContain(`draft ${id.slice(-6)}`);
    await office.milo.press(card, 'Approve');
    await office.milo.sees('You approved', { in: 'private' });
    await stands(office, id, 'sent');
  });

  it('opens another socket when its own is cut', async () => {
    const id = await draft(office, 'Acme 2000 EUR hosting');
    await submit(office, id, 'submitted');
    const card = await cardOf(office.ana, id);
    expect(await sockets('DELETE')).toBe(0);
    await until(async () => (await sockets('GET')) === 1, 'the app to be back');
    expect(await office.ana.press(card, 'Approve')).toEqual({ ok: true });
    await stands(office, id, 'sent');
  });

  it('hears of nothing in any other way, and is away once it is closed', async () => {
    const deliveries = await office.desk.deliveries();
    expect(new Set(deliveries.map(({ way }) => way))).toEqual(new Set(['socket']));
    expect(new Set(deliveries.map(({ kind }) => kind))).toEqual(new Set(['slash_command', 'shortcut', 'view_submission', 'block_actions', 'app_home_opened']));
    await office.app.close();
    expect(await office.carla.command('/invoice help')).toEqual({ ok: false, error: 'dispatch_failed' });
    await office.carla.sees('/invoice failed with the error "dispatch_failed"', { in: 'private' });
  });
});

describe('the local Slack in socket mode', () => {
  let slack: LocalSlack;
  const folder = temporaryFolder('office-socket-');
  beforeAll(async () => { slack = await startTestSlack(folder.path, { patienceMs: 2_000 }); });
  afterEach(() => {
    jest.restoreAllMocks();
    slack.slack.sockets.cut();
  });
  afterAll(async () => {
    await slack.close();
    folder.remove();
  });

  async function api(method: string, token: string): Promise<Dict> {
    const answer = await fetch(`${slack.apiUrl}${method}`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    return (await answer.json()) as Dict;
  }
  const address = async (): Promise<string> => String((await api('apps.connections.open', 'xapp-any')).url);

  /** The first message of a socket, or the status with which it was refused. */
  function knock(url: string, headers: Record<string, string> = {}): Promise<Dict | number> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { headers });
      socket.on('message', (data) => resolve(JSON.parse(String(data)) as Dict));
      socket.on('unexpected-response', (request, { statusCode = 0 }) => {
        request.destroy();
        resolve(statusCode);
      });
      socket.on('error', reject);
    });
  }

  /** An app that does this with every envelope, once it was greeted. */
  async function appThat(deals: (envelope: Dict, socket: WebSocket) => void): Promise<void> {
    const socket = new WebSocket(await address());
    await new Promise((resolve) => void socket.once('message', resolve));
    socket.on('message', (data) => deals(JSON.parse(String(data)) as Dict, socket));
  }

  it('gives an address for an app-level token only, and takes such a token for nothing else', async () => {
    expect(await api('apps.connections.open', 'xapp-any')).toEqual({ ok: true, url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/link\?ticket=\w+$/) });
    expect(await api('apps.connections.open', BOT_TOKEN)).toEqual({ ok: false, error: 'not_allowed_token_type' });
    expect(await api('apps.connections.open', 'xoxb-another')).toEqual({ ok: false, error: 'invalid_auth' });
    expect(await api('auth.test', 'xapp-any')).toEqual({ ok: false, error: 'not_allowed_token_type' });
  });

  it('greets whoever brings a ticket from here, once and within half a minute', async () => {
    const url = await address();
    expect(await knock(url)).toMatchObject({ type: 'hello', num_connections: 1, connection_info: { app_id: slack.slack.workspace.appId } });
    expect(await knock(url)).toBe(401);
    expect(await knock(url.replace(/\?.*/, ''))).toBe(401);
    expect(await knock(await address(), { host: 'office.example' })).toBe(403);
    const late = await address();
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 30_001);
    expect(await knock(late)).toBe(401);
  });

  it('shows the answer that comes with an acknowledgement', async () => {
    const carla = await openDesk(slack.origin).as('carla@northlight.example');
    await appThat(({ envelope_id, type, accepts_response_payload, payload }, socket) => {
      const { command, text } = payload as Dict;
      socket.send('no acknowledgement');
      socket.send(JSON.stringify({ envelope_id, payload: { text: `${String(type)} ${String(accepts_response_payload)} ${String(command)} ${String(text)}` } }));
    });
    expect(await carla.command('/invoice help me')).toEqual({ ok: true });
    await carla.sees('slash_commands true /invoice help me', { in: 'private' });
  });

  it('tells a person of an app that does not acknowledge, and of one whose line breaks', async () => {
    const carla = await openDesk(slack.origin).as('carla@northlight.example');
    await appThat(() => {});
    expect(await carla.command('/invoice help')).toEqual({ ok: false, error: 'operation_timeout' });
    await appThat((_, socket) => socket.terminate());
    expect(await carla.command('/invoice help')).toEqual({ ok: false, error: 'dispatch_failed' });
  });
});
