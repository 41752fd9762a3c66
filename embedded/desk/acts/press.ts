/** Pressing and choosing: buttons, menus and pickers in messages, modals and Homes. */
import { type Outcome, ackFault, common, placeOf } from './occasion';
import { HttpRefusal } from '../../slack/http';
import { isStateful, keptInputs, readInput, stateOf } from '../../slack/inputs';
import { type Dict, dict, dicts, str } from '../../slack/json';
import { elementsOf, lintOptions } from '../../slack/lint';
import { offered } from '../../slack/lint-elements';
import { type InputValue, type Inputs, type Message, type Person, type View, inputKey } from '../../slack/records';
import { channelName, shownMessage } from '../../slack/shown';
import type { Slack } from '../../slack/slack';

/** Where an element stands: a view by id, or a message by channel and ts. */
export type Spot = { viewId: string } | { channel: string; ts: string };
/** `value` is raw input as `readInput` takes it; for an overflow menu the option's value; for a button nothing. */
export type Pressed = Spot & { blockId: string; actionId: string; value?: unknown };

type Surface = { blocks: Dict[]; inputs: Inputs; view?: View; message?: Message };

/** What each person has chosen in messages; Slack's clients forget it on reload, and so may this. */
const chosenInMessages = new WeakMap<Slack, Map<string, Inputs>>();

function messageInputs(slack: Slack, person: Person, message: Message): { all: Map<string, Inputs>; key: string } {
  const all = chosenInMessages.get(slack) ?? new Map<string, Inputs>();
  chosenInMessages.set(slack, all);
  return { all, key: `${person.id}/${message.channel}/${message.ts}` };
}

/** The surface a spot names, as this person sees it. Refused with 409 when it is gone: the page is behind. */
function surfaceOf(slack: Slack, person: Person, spot: Spot): Surface {
  if ('viewId' in spot) {
    const view = slack.views.find(spot.viewId, '');
    if (view?.user !== person.id) throw new HttpRefusal(409, { error: 'view_gone' });
    return { blocks: dicts(view.content.blocks), inputs: view.inputs, view };
  }
  const place = placeOf(slack, person, spot.channel);
  const message = slack.workspace.message(place.id, spot.ts);
  if (!message || (message.ephemeralTo && message.ephemeralTo !== person.id)) throw new HttpRefusal(409, { error: 'message_gone' });
  const { all, key } = messageInputs(slack, person, message);
  const blocks = dicts(message.blocks);
  return { blocks, inputs: keptInputs(blocks, all.get(key) ?? {}), message };
}

function elementAt(surface: Surface, blockId: string, actionId: string): { block: Dict; element: Dict } {
  const found = elementsOf(surface.blocks).find(({ block, element }) => block.block_id === blockId && element.action_id === actionId);
  if (!found) throw new HttpRefusal(409, { error: 'element_gone' });
  return found;
}

const fileReader = (slack: Slack, person: Person) => (id: string): Dict => {
  const file = slack.files.find(id);
  if (!file || file.by !== person.id) throw new HttpRefusal(400, { error: 'file_unknown' });
  return slack.files.shown(file);
};

/** Keeps raw input in its surface without telling the app, as typing does. */
export function enter(slack: Slack, person: Person, { blockId, actionId, value, ...spot }: Pressed): InputValue {
  const surface = surfaceOf(slack, person, spot as Spot);
  const { element } = elementAt(surface, blockId, actionId);
  if (!isStateful(element)) throw new HttpRefusal(400, { error: 'not_an_input' });
  const read = readInput(element, value, fileReader(slack, person));
  const key = inputKey(blockId, actionId);
  if (surface.view) slack.views.enter(surface.view, key, read);
  if (surface.message) {
    const { all, key: at } = messageInputs(slack, person, surface.message);
    all.set(at, { ...surface.inputs, [key]: read });
  }
  return read;
}

function actionOf(slack: Slack, element: Dict, blockId: string, raw: unknown, entered: InputValue | undefined): Dict {
  const { action_id, type, text, value, style, url, placeholder } = element;
  const named = { action_id, block_id: blockId, type, action_ts: slack.workspace.nextTs() };
  if (entered) return { ...named, ...entered, ...(placeholder ? { placeholder } : {}) };
  if (type !== 'overflow') return { ...named, text, ...(value === undefined ? {} : { value }), ...(style ? { style } : {}), ...(url ? { url } : {}) };
  const selected = offered(element).find((option) => option.value === raw);
  if (!selected) throw new HttpRefusal(400, { error: 'invalid_input', message: `overflow: no option has the value “${String(raw)}”` });
  return { ...named, selected_option: selected };
}

function surfacePart(slack: Slack, person: Person, { view, message, blocks, inputs }: Surface): Dict {
  if (view) return { container: { type: 'view', view_id: view.id }, view: slack.views.shown(view) };
  const { channel, ts, ephemeralTo, threadTs } = message as Message;
  const place = placeOf(slack, person, channel);
  return {
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: ephemeralTo !== undefined, ...(threadTs ? { thread_ts: threadTs } : {}) },
    channel: { id: channel, name: channelName(place) },
    ...(ephemeralTo ? {} : { message: shownMessage(slack, message as Message) }),
    state: { values: stateOf(blocks, inputs) },
    response_url: slack.responseUrls.issue({ user: person.id, channel, source: ts, threadTs }),
  };
}

/** Presses a button, picks from a menu, sets a picker; the app hears of it unless the element only waits for Submit. */
export async function press(slack: Slack, person: Person, pressed: Pressed): Promise<Outcome> {
  const { blockId, actionId, value, ...rest } = pressed;
  const spot = rest as Spot;
  const { block, element } = elementAt(surfaceOf(slack, person, spot), blockId, actionId);
  const entered = isStateful(element) ? enter(slack, person, pressed) : undefined;
  if (block.type === 'input' && block.dispatch_action !== true) return { ok: true };
  const surface = surfaceOf(slack, person, spot);
  const occasion = { user: person.id, ...(surface.view?.kind === 'modal' ? { rootViewId: surface.view.rootId } : {}) };
  const reply = await slack.dispatcher.interaction({
    type: 'block_actions',
    ...common(slack, person),
    ...surfacePart(slack, person, surface),
    trigger_id: slack.triggers.issue(occasion),
    actions: [actionOf(slack, element, blockId, value, entered)],
  });
  return reply.outcome === 'ok' ? { ok: true } : { ok: false, error: ackFault(reply.outcome) };
}

/** Asks the app for an external select's options; `options` and `option_groups` are as it sent them. */
export async function suggest(slack: Slack, person: Person, { blockId, actionId, value, ...spot }: Pressed): Promise<Outcome & Dict> {
  const surface = surfaceOf(slack, person, spot as Spot);
  elementAt(surface, blockId, actionId);
  const part = surfacePart(slack, person, surface);
  const reply = await slack.dispatcher.interaction({ type: 'block_suggestion', ...common(slack, person), ...part, block_id: blockId, action_id: actionId, value: str(value) });
  if (reply.outcome !== 'ok') return { ok: false, error: ackFault(reply.outcome) };
  const answer = dict(JSON.parse(reply.body || '{}'));
  const faults = lintOptions(answer);
  slack.lint.note('block_suggestion', faults, answer);
  return faults.length > 0 ? { ok: false, error: 'invalid_options' } : { ok: true, ...answer };
}
