/** A whole office with its Slack app, seen from the desk: what every test of this folder starts from. */
import { createHmac } from 'node:crypto';
import { createLogger } from '../../config/logger';
import { startSlackApp, type SlackApp } from '../../slack-app/slack-app';
import type { DeskMessage, DeskView } from '../support/desk-door';
import { textOf, until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import type { DeskPerson } from '../support/person';

export type SlackOffice = TestOffice & { app: SlackApp; carla: DeskPerson; milo: DeskPerson; ana: DeskPerson; fatima: DeskPerson; origin: string; end(): Promise<void> };

type About = NonNullable<Parameters<typeof openOffice>[0]> & { mode?: 'http' | 'socket' };

/** `mode` is the way from Slack to the app: signed requests, or a socket that the app opens. */
async function openSlackOffice({ mode = 'http', ...about }: About = {}): Promise<SlackOffice> {
  const office = await openOffice(about);
  const log = createLogger('test', process.env.OFFICE_TEST_LOG === 'on' ? 'info' : 'silent');
  const { mongoUri, configFolder, env } = office;
  const app = await startSlackApp({
    host: '127.0.0.1', port: 0, publicUrl: env.publicUrl, logLevel: 'silent', configFolder, mongoUri, temporal: env.temporal,
    slack: { ...env.slack, ...(mode === 'socket' ? { appToken: 'xapp-local-test' } : { signingSecret: office.slackSigningSecret }) },
  }, log);
  const origin = `http://127.0.0.1:${app.port}`;
  if (mode === 'http') await office.desk.aimAt(`${origin}/slack/events`);
  const [carla, milo, ana, fatima] = await Promise.all(['carla', 'milo', 'ana', 'fatima'].map((name) => office.desk.as(`${name}@northlight.example`))) as [DeskPerson, DeskPerson, DeskPerson, DeskPerson];
  return {
    ...office, app, carla, milo, ana, fatima, origin,
    async end() {
      await app.close();
      await office.close();
    },
  };
}

/** The office of a test file: open before its tests, ended after them, and seen then to have broken none of Slack's rules. */
export function theSlackOffice(about: () => Promise<About> = async () => ({})): SlackOffice {
  const office = {} as SlackOffice;
  beforeAll(async () => void Object.assign(office, await openSlackOffice(await about())));
  afterAll(async () => {
    const breaches = await office.desk.lint();
    await office.end();
    expect(breaches).toEqual([]);
  });
  return office;
}

/** What the person is told in private after a command: the first new ephemeral. */
export async function answerTo(person: DeskPerson, command: string): Promise<DeskMessage> {
  const before = (await person.ephemerals()).at(-1)?.ts ?? '';
  const outcome = await person.command(command);
  if (!outcome.ok) throw new Error(`${command}: ${JSON.stringify(outcome)}`);
  return until(async () => (await person.ephemerals()).find((message) => message.ts > before && !textOf(message).includes('Recording…')), `an answer to ${command}`);
}

/** Waits until the modal on top has that title; its words. */
export async function modalText(person: DeskPerson, title: string): Promise<string> {
  return textOf(await person.opens(title));
}

/** Submits the top modal and waits for the result in its place. */
export async function submitted(person: DeskPerson): Promise<string> {
  const before = await person.modal();
  const outcome = await person.submit();
  if (!outcome.ok) return JSON.stringify(outcome.errors ?? outcome.error);
  const result = await until(async () => {
    const view = await person.modal();
    return view && view.callback_id === 'inv.result' && !textOf(view).includes('Recording…') ? view : undefined;
  }, `the result of ${before?.callback_id ?? 'a form'}`);
  await person.close('all');
  return textOf(result);
}

/** A draft made in one line; its id. */
export async function draft(office: SlackOffice, line: string, by: DeskPerson = office.carla): Promise<string> {
  const answer = await answerTo(by, `/invoice create ${line}`);
  if (!textOf(answer).includes('Draft created.')) throw new Error(textOf(answer));
  return tokenIn(answer).document;
}

/** The first token among the buttons of a message or view. */
export function tokenIn(surface: DeskMessage | DeskView): { document: string; revision: number; step?: number } {
  const found = /"value":"(\{[^}]*\})"/.exec(JSON.stringify(surface).replaceAll('\\"', '"').replaceAll('"{', '"{'))?.[1];
  if (!found) throw new Error(`No token in ${JSON.stringify(surface)}`);
  return JSON.parse(found) as { document: string; revision: number; step?: number };
}

/** Hands a draft in and waits until it stands as told. */
export async function submit(office: SlackOffice, id: string, state: string, by: DeskPerson = office.carla): Promise<void> {
  await by.command(`/invoice submit draft ${id.slice(-6)}`);
  await by.opens('Submit invoice');
  await submitted(by);
  await stands(office, id, state);
}

export const stands = (office: SlackOffice, id: string, state: string): Promise<unknown> =>
  until(async () => (await office.store.invoices.find(id))?.state === state, `${id} to be ${state}`);

/** The card that asks this person, with its buttons. */
export const cardOf = (person: DeskPerson, id: string): Promise<DeskMessage> =>
  until(async () => (await person.messages('dm')).filter((message) => JSON.stringify(message).includes('inv.approval.approve') && JSON.stringify(message).includes(id)).at(-1), `a card for ${person.email}`);

/** A signed request, as Slack would send it; `at` shifts its time stamp (seconds), `secret` null leaves it unsigned. */
export async function signed(office: SlackOffice, body: string, { at = 0, secret = office.slackSigningSecret, type = 'application/x-www-form-urlencoded' }: { at?: number; secret?: string | null; type?: string } = {}): Promise<{ status: number; body: string }> {
  const stamp = String(Math.floor(Date.now() / 1000) + at);
  const signature = secret === null ? {} : { 'x-slack-request-timestamp': stamp, 'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}` };
  const answer = await fetch(`${office.origin}/slack/events`, { method: 'POST', headers: { 'content-type': type, ...signature } as Record<string, string>, body });
  return { status: answer.status, body: await answer.text() };
}
