/**
 * The driver: a person at the desk, by the same JSON door as the page in the browser, and a reader of the outbox.
 *
 *   const desk = openDesk('http://127.0.0.1:PORT');                    // the local Slack's origin; textOf, until: from './desk-door'
 *   const carla = await desk.as('carla@northlight.example');
 *
 *   await carla.command('/invoice create Acme 100 EUR design');         // {channel} defaults to '#invoices'
 *   const preview = await carla.sees('Draft', { in: 'private' });       // waits; in: '#channel' | 'dm' (default) | 'private'
 *   await carla.press(preview, 'Submit');                               // by visible text or action_id; overflow options too
 *   await carla.press(card, 'inv.invoice.approve');
 *   await carla.choose(message, 'inv.list.filter', 'overdue');          // a select, picker, radio … by label, action_id or placeholder
 *
 *   const form = await carla.opens('New invoice');                      // waits for a modal with that title
 *   await carla.fill({ Due: '2026-12-01', Client: 'Acme GmbH' });       // by label, block_id or action_id; options by text or value,
 *                                                                       // people by mail or name, files as { name, bytes }
 *   const outcome = await carla.submit();                               // { ok } or { ok: false, errors: { block_id: sentence } | error }
 *   await carla.press('modal', '+ Add line');  await carla.close();
 *   carla.modal() · carla.home() (opens it) · carla.messages('#invoices') · carla.ephemerals() · carla.thread(message)
 *   carla.say('hello', { channel, threadTs }) · carla.shortcut('New invoice') · carla.shortcut('…', message) · carla.attach(name, bytes)
 *   textOf(message | view): all its words in one string.  until(look, 'what'): polls a condition, never a sleep.
 *
 *   desk.lint() → breaches of Slack's limits, must be []   desk.fault({ call: 'chat.postMessage', kind: 'cut-after', times: 2 })
 *   desk.deliveries() → what Slack sent to the app          desk.repeat(id) → the same bytes again
 *   desk.group('leads', [mail addresses])
 *   desk.enrol({ email, name, guest, deleted, channels })   desk.aimAt(requestUrl) → where the app listens
 *
 *   const outbox = openOutbox('http://127.0.0.1:PORT');                 // from './outbox-reader'
 *   await outbox.mails({ to: 'ap@acme.example' }) · const mail = await outbox.gets({ to, subject: /INV-/ }) → { …, text, html }
 *   await outbox.attachment(mail, 0) → Buffer · outbox.fault({ call: 'mail.send', kind: 'status', status: 429, retryAfter: 1 })
 *   outbox.happen(mail.id, 'bounce', { reason }) · outbox.webhook() → { waiting, sent } · outbox.aimAt(webhookUrl)
 *   Addresses beginning with bounce, block, drop or defer meet that fate; everyone else's mail is delivered.
 *
 * Faults: { call, kind: 'status' (status, retryAfter) | 'refuse' (error) | 'cut-before' | 'cut-after' | 'delay' (ms), times = 1, match? }.
 * Everything a person does answers an Outcome: { ok: true } or what Slack would show, `operation_timeout` among it.
 * A press on something that is no longer there throws a DeskError with status 409.
 */
import { type DeskMessage, type DeskView, type Outcome, call, matches, textOf, until } from './desk-door';
import type { Delivery, Reply } from '../../embedded/slack/dispatch';
import type { ScriptedFault } from '../../embedded/slack/faults';
import { type Dict, dict, dicts, str } from '../../embedded/slack/json';
import { elementsOf } from '../../embedded/slack/lint';
import { offered } from '../../embedded/slack/lint-elements';
import type { LintEntry } from '../../embedded/slack/lint-log';

export type Enrolment = { email: string; name?: string; title?: string; timezone?: string; guest?: boolean; deleted?: boolean; channels?: string[] };
/** A file for `fill` and `attach`. */
export type Upload = { name: string; bytes: Uint8Array };
/** Where to look: a channel's name, the person's conversation with the app, or whatever only they see. */
export type Place = `#${string}` | 'dm' | 'private';
type Target = DeskMessage | 'modal' | 'home';

const sameWords = (one: unknown, other: string): boolean => str(one).trim().toLowerCase() === other.trim().toLowerCase();
const labelOf = (object: unknown): string => str(dict(object).text);

/** The local Slack at `origin`. */
export const openDesk = (origin: string): Desk => new Desk(origin);

export class Desk {
  constructor(readonly origin: string) {}

  /** The person with that mail address. */
  async as(email: string): Promise<DeskPerson> {
    const { people } = await call<{ people: Dict[] }>(this.origin, 'GET', '/desk/api/office');
    const found = people.find((each) => sameWords(dict(each.profile).email, email));
    if (!found) throw new Error(`Nobody here has the address ${email}`);
    return new DeskPerson(this.origin, str(found.id), email, str(found.real_name), people);
  }

  office = (): Promise<Dict> => call(this.origin, 'GET', '/desk/api/office');
  lint = async (): Promise<LintEntry[]> => (await call<{ entries: LintEntry[] }>(this.origin, 'GET', '/control/lint')).entries;
  clearLint = (): Promise<unknown> => call(this.origin, 'DELETE', '/control/lint');
  fault = (fault: ScriptedFault): Promise<unknown> => call(this.origin, 'POST', '/control/faults', fault);
  pendingFaults = async (): Promise<ScriptedFault[]> => (await call<{ pending: ScriptedFault[] }>(this.origin, 'GET', '/control/faults')).pending;
  clearFaults = (): Promise<unknown> => call(this.origin, 'DELETE', '/control/faults');
  deliveries = async (): Promise<Delivery[]> => (await call<{ deliveries: Delivery[] }>(this.origin, 'GET', '/control/deliveries')).deliveries;
  repeat = (id: number): Promise<Reply> => call(this.origin, 'POST', `/control/deliveries/${id}/repeat`, {});
  aimAt = (requestUrl: string): Promise<unknown> => call(this.origin, 'POST', '/control/app', { requestUrl });
  /** Makes a Slack group of these people, or changes it. */
  group = async (handle: string, emails: readonly string[]): Promise<Dict> => (await call<{ usergroup: Dict }>(this.origin, 'POST', '/control/usergroups', { handle, emails })).usergroup;
  enrol = async (person: Enrolment): Promise<Dict> => (await call<{ person: Dict }>(this.origin, 'POST', '/control/people', person)).person;
}

/** One person at the desk; see the head of this file. */
export class DeskPerson {
  constructor(private readonly origin: string, readonly id: string, readonly email: string, readonly name: string, private readonly people: Dict[]) {}

  command(text: string, { channel = '#invoices' }: { channel?: Place | string } = {}): Promise<Outcome> {
    return this.say(text, { channel });
  }

  async say(text: string, { channel = '#invoices', threadTs }: { channel?: Place | string; threadTs?: string } = {}): Promise<Outcome> {
    return this.post('type', { channel: await this.channelId(channel), text, ...(threadTs ? { threadTs } : {}) });
  }

  /** Messages of a place, oldest first; replies stay in their threads. */
  async messages(place: Place | string = 'dm'): Promise<DeskMessage[]> {
    if (place === 'private') return this.ephemerals();
    return (await this.get<{ messages: DeskMessage[] }>(`messages/${await this.channelId(place)}`)).messages;
  }

  /** Everything only this person sees, of all places, oldest first. */
  async ephemerals(): Promise<DeskMessage[]> {
    return (await this.get<{ messages: DeskMessage[] }>('private')).messages;
  }

  /** The message itself and its replies. */
  async thread(parent: DeskMessage): Promise<DeskMessage[]> {
    return (await this.get<{ messages: DeskMessage[] }>(`messages/${parent.channel}?thread=${parent.ts}`)).messages;
  }

  /** Waits for the latest message whose words match; `after` skips everything up to that message. */
  async sees(wanted: string | RegExp, { in: place = 'dm', after }: { in?: Place | string; after?: DeskMessage } = {}): Promise<DeskMessage> {
    const look = async () => (await this.messages(place)).filter((each) => (!after || each.ts > after.ts) && matches(textOf(each), wanted)).at(-1);
    try {
      return await until(look, `${this.email} to see ${String(wanted)} in ${place}`);
    } catch (error) {
      const seen = (await this.messages(place)).slice(-5).map(textOf).join('\n---\n');
      throw new Error(`${(error as Error).message}; the last messages there:\n${seen}`);
    }
  }

  /** The same message as it is now; undefined once it was deleted. */
  async fresh(message: DeskMessage): Promise<DeskMessage | undefined> {
    const pool = message.ephemeral ? await this.ephemerals() : message.thread_ts ? await this.thread({ ...message, ts: message.thread_ts }) : await this.messages(message.channel);
    return pool.find((each) => each.channel === message.channel && each.ts === message.ts);
  }

  /** The modal on top, null when none is open. */
  async modal(): Promise<DeskView | null> {
    return (await this.get<{ view: DeskView | null }>('modal')).view;
  }

  /** Waits for a modal, with that title when one is given. */
  opens(title?: string | RegExp): Promise<DeskView> {
    return until(async () => {
      const view = await this.modal();
      return view && (title === undefined || matches(labelOf(view.title), title)) ? view : undefined;
    }, `a modal${title ? ` called ${String(title)}` : ''} for ${this.email}`);
  }

  /** Waits until no modal is open. */
  async closes(): Promise<void> {
    await until(async () => (await this.modal()) === null, `${this.email}'s modal to close`);
  }

  /** Opens App Home, as a click on it does, and waits for it; `wanted` are words it must show. */
  async home(wanted: string | RegExp = ''): Promise<DeskView> {
    await this.post('home', {});
    return until(async () => {
      const { view } = await this.get<{ view: DeskView | null }>('home');
      return view && matches(textOf(view), wanted) ? view : undefined;
    }, `the Home of ${this.email}${wanted ? ` to show ${String(wanted)}` : ''}`);
  }

  /** Presses a button, or picks an option of an overflow menu, by its words or its action_id or value. */
  async press(target: Target, wanted: string): Promise<Outcome> {
    const { spot, blocks } = await this.surface(target);
    for (const { block, element } of elementsOf(blocks)) {
      const at = { ...spot, blockId: block.block_id, actionId: element.action_id };
      if (element.type === 'button' && (element.action_id === wanted || sameWords(labelOf(element.text), wanted))) return this.post('press', at);
      const option = element.type === 'overflow' ? dicts(element.options).find((each) => each.value === wanted || sameWords(labelOf(each.text), wanted)) : undefined;
      if (option) return this.post('press', { ...at, value: option.value });
    }
    throw new Error(`No button “${wanted}” among: ${elementsOf(blocks).map(({ element }) => labelOf(element.text) || str(element.action_id)).join(', ')}`);
  }

  /** Chooses in a select, picker, radio group or check boxes outside an input block; the app hears of it at once. */
  async choose(target: Target, wanted: string, value: unknown): Promise<Outcome> {
    const { spot, blocks } = await this.surface(target);
    const { block, element } = this.field(blocks, wanted);
    return this.post('press', { ...spot, blockId: block.block_id, actionId: element.action_id, value: await this.raw(element, value) });
  }

  /** Fills inputs of the top modal by label, block_id or action_id. An input with dispatch_action tells the app, as in Slack. */
  async fill(values: Record<string, unknown>): Promise<void> {
    for (const [wanted, value] of Object.entries(values)) {
      const { spot, blocks } = await this.surface('modal');
      const { block, element } = this.field(blocks, wanted);
      const typed = str(element.type).endsWith('_text_input') || element.type === 'number_input';
      const eager = JSON.stringify(element.dispatch_action_config ?? '').includes('on_character_entered');
      await this.post(typed && !eager ? 'enter' : 'press', { ...spot, blockId: block.block_id, actionId: element.action_id, value: await this.raw(element, value) });
    }
  }

  /** Submits the top modal. */
  async submit(): Promise<Outcome> {
    const view = await this.modal();
    if (!view) throw new Error(`${this.email} has no modal open to submit`);
    return this.post('submit', { viewId: view.id });
  }

  /** Closes the top modal, or the whole stack. */
  async close(extent: 'one' | 'all' = 'one'): Promise<Outcome> {
    const view = await this.modal();
    if (!view) throw new Error(`${this.email} has no modal open to close`);
    return this.post('close', { viewId: view.id, extent });
  }

  /** Runs a shortcut by its name or callback id, on a message for a message shortcut. */
  async shortcut(wanted: string, on?: DeskMessage): Promise<Outcome> {
    const { shortcuts } = await call<{ shortcuts: Dict[] }>(this.origin, 'GET', '/desk/api/office');
    const found = shortcuts.find((each) => each.callbackId === wanted || sameWords(each.name, wanted));
    if (!found) throw new Error(`No shortcut “${wanted}”`);
    return this.post('shortcut', { callbackId: found.callbackId, ...(on ? { channel: on.channel, ts: on.ts } : {}) });
  }

  /** Uploads a file of this person's and answers its id. */
  async attach({ name, bytes }: Upload): Promise<string> {
    const { file } = await call<{ file: Dict }>(this.origin, 'POST', `/desk/api/as/${this.id}/files?name=${encodeURIComponent(name)}`, bytes);
    return str(file.id);
  }

  /** What an external select offers for some typed text. */
  async suggestions(target: Target, wanted: string, typed: string): Promise<Dict[]> {
    const { spot, blocks } = await this.surface(target);
    const { block, element } = this.field(blocks, wanted);
    const answer = await this.post<Outcome & Dict>('suggest', { ...spot, blockId: block.block_id, actionId: element.action_id, value: typed });
    return offered(answer);
  }

  private async channelId(place: Place | string): Promise<string> {
    const { channels } = await this.get<{ channels: { id: string; name: string; kind: string }[] }>('overview');
    const found = channels.find((each) => (place === 'dm' ? each.kind === 'im' : each.id === place || `#${each.name}` === place));
    if (!found) throw new Error(`${this.email} is not in ${place}`);
    return found.id;
  }

  private async surface(target: Target): Promise<{ spot: Dict; blocks: Dict[] }> {
    if (typeof target === 'object') return { spot: { channel: target.channel, ts: target.ts }, blocks: dicts(target.blocks) };
    const view = target === 'modal' ? await this.modal() : (await this.get<{ view: DeskView | null }>('home')).view;
    if (!view) throw new Error(`${this.email} has no ${target} open`);
    return { spot: { viewId: view.id }, blocks: view.blocks };
  }

  private field(blocks: readonly Dict[], wanted: string): { block: Dict; element: Dict } {
    const fields = elementsOf(blocks).filter(({ element }) => element.type !== 'button' && element.type !== 'overflow');
    const names = ({ block, element }: { block: Dict; element: Dict }): string[] => [str(block.block_id), str(element.action_id), labelOf(block.label), labelOf(element.placeholder)];
    const found = fields.find((field) => names(field).slice(0, 2).includes(wanted)) ?? fields.find((field) => names(field).some((name) => sameWords(name, wanted)));
    if (!found) throw new Error(`No field “${wanted}” among: ${fields.map((field) => names(field).filter(Boolean).join('/')).join(', ')}`);
    return found;
  }

  /** What the desk's door takes for a value a test would write. */
  private async raw(element: Dict, value: unknown): Promise<unknown> {
    const type = str(element.type);
    const many = Array.isArray(value);
    if (type === 'file_input') return Promise.all((many ? value : [value]).map((each) => this.attach(each as Upload)));
    if (type.includes('users_select')) return many ? value.map((each) => this.personId(str(each))) : this.personId(str(value));
    if (type.includes('conversations_select') || type.includes('channels_select')) return many ? Promise.all(value.map((each) => this.channelId(str(each)))) : this.channelId(str(value));
    const options = offered(element);
    if (options.length === 0) return value;
    const pick = (each: unknown): unknown => options.find((option) => option.value === each || sameWords(labelOf(option.text), str(each)))?.value ?? each;
    return many ? value.map(pick) : pick(value);
  }

  private personId(wanted: string): string {
    const found = this.people.find((each) => [each.id, each.name, each.real_name, dict(each.profile).email].some((name) => sameWords(name, wanted.replace(/^@/, ''))));
    if (!found) throw new Error(`Nobody here is called ${wanted}`);
    return str(found.id);
  }

  private get = <T>(path: string): Promise<T> => call(this.origin, 'GET', `/desk/api/as/${this.id}/${path}`);
  private post = <T = Outcome>(path: string, body: unknown): Promise<T> => call(this.origin, 'POST', `/desk/api/as/${this.id}/${path}`, body);
}
