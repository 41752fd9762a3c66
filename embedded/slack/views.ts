/** Modals and App Homes: stacks of three, hashes that catch a race, inputs that outlive an update. */
import { freshId } from './ids';
import { clientFaults, keptInputs, stateOf, withIds } from './inputs';
import type { Collection, Journal } from './journal';
import { type Dict, dicts, str } from './json';
import type { InputValue, View } from './records';
import { SlackError } from './slack-error';
import type { Workspace } from './workspace';

/** docs.slack.dev/surfaces/modals: "a view stack … can have a maximum of three views". */
const STACK_MAX = 3;
/** Fields of a view the app sends; Slack answers with all of them. */
const BLANKS = { private_metadata: '', callback_id: '', external_id: '', close: null, submit: null, title: null, clear_on_close: false, notify_on_close: false };

export class Views {
  private readonly views: Collection<View>;
  private readonly stacks: Collection<string[]>;

  constructor(journal: Journal, private readonly workspace: Workspace) {
    this.views = journal.collection('views');
    this.stacks = journal.collection('stacks');
  }

  /** The person's open modals, the top one last. */
  stack(user: string): View[] {
    return (this.stacks.get(user) ?? []).map((id) => this.views.get(id)).filter((view): view is View => view !== undefined);
  }

  home(user: string): View | undefined {
    return this.views.get(`home/${user}`);
  }

  /** A view by its id or the app's external id; modals must still be open. */
  find(viewId: string, externalId: string): View | undefined {
    if (viewId) return this.views.get(viewId) ?? [...this.views.values()].find((view) => view.id === viewId);
    return externalId ? [...this.views.values()].find((view) => view.content.external_id === externalId) : undefined;
  }

  /** Opens a modal; whatever the person had open gives way to it. */
  open(user: string, content: Dict): View {
    this.checkExternalId(content, undefined);
    this.clear(user);
    return this.add(user, content, []);
  }

  /** Puts a modal on top. Refused: `not_found` with nothing open, `push_limit_reached` above three. */
  push(user: string, content: Dict): View {
    const stack = this.stack(user);
    if (stack.length === 0) throw new SlackError('not_found');
    if (stack.length >= STACK_MAX) throw new SlackError('push_limit_reached');
    this.checkExternalId(content, undefined);
    return this.add(user, content, stack);
  }

  /** Replaces a view's content. Refused: `hash_conflict` when the app saw an older one. */
  update(view: View, content: Dict, hash: string): View {
    if (hash && hash !== view.hash) throw new SlackError('hash_conflict');
    this.checkExternalId(content, view.id);
    const filled = fill(content);
    const next = { ...view, content: filled, hash: this.nextHash(), inputs: keptInputs(dicts(filled.blocks), view.inputs) };
    return this.keep(next);
  }

  publish(user: string, content: Dict, hash: string): View {
    const known = this.home(user);
    if (known) return this.update(known, content, hash);
    if (hash) throw new SlackError('hash_conflict');
    this.checkExternalId(content, undefined);
    const id = freshId('V');
    return this.keep({ id, user, kind: 'home', content: fill(content), hash: this.nextHash(), rootId: id, previousId: null, inputs: {} });
  }

  /** Takes one view off the stack, with every view above it. */
  close(view: View): void {
    const stack = this.stacks.get(view.user) ?? [];
    const at = stack.indexOf(view.id);
    if (at < 0) return;
    for (const id of stack.slice(at)) this.views.delete(id);
    this.stacks.put(view.user, stack.slice(0, at));
    this.workspace.announce({ kind: 'modal', to: view.user });
  }

  /** Closes everything the person has open. */
  clear(user: string): void {
    const [root] = this.stack(user);
    if (root) this.close(root);
  }

  /** Keeps what the person put into an element. Pages are not told: the one that sent it knows. */
  enter(view: View, key: string, value: InputValue): View {
    return this.store({ ...view, inputs: { ...view.inputs, [key]: value } });
  }

  /** What the client would refuse before sending: block id to sentence. */
  faults(view: View): Record<string, string> {
    return clientFaults(dicts(view.content.blocks), view.inputs);
  }

  /** The view as methods and payloads show it. */
  shown(view: View): Dict {
    const { teamId, appId, botId } = this.workspace;
    const state = { values: stateOf(dicts(view.content.blocks), view.inputs) };
    const ids = { id: view.id, team_id: teamId, app_id: appId, bot_id: botId, app_installed_team_id: teamId };
    return { ...ids, ...BLANKS, ...view.content, hash: view.hash, state, root_view_id: view.rootId, previous_view_id: view.previousId };
  }

  private add(user: string, content: Dict, below: View[]): View {
    const id = freshId('V');
    const view: View = { id, user, kind: 'modal', content: fill(content), hash: this.nextHash(), rootId: below[0]?.id ?? id, previousId: below.at(-1)?.id ?? null, inputs: {} };
    this.store(view);
    this.stacks.put(user, [...below.map((each) => each.id), id]);
    this.workspace.announce({ kind: 'modal', to: user });
    return view;
  }

  private keep(view: View): View {
    this.store(view);
    this.workspace.announce({ kind: view.kind, to: view.user });
    return view;
  }

  private store(view: View): View {
    return this.views.put(view.kind === 'home' ? `home/${view.user}` : view.id, view);
  }

  private nextHash(): string {
    return `${this.workspace.seconds()}.${freshId('').slice(0, 8).toLowerCase()}`;
  }

  private checkExternalId(content: Dict, ownId: string | undefined): void {
    const externalId = str(content.external_id);
    const holder = externalId ? this.find('', externalId) : undefined;
    if (holder && holder.id !== ownId) throw new SlackError('duplicate_external_id');
  }
}

const fill = (content: Dict): Dict => ({ ...content, blocks: withIds(dicts(content.blocks), () => freshId('').slice(0, 5)) });
