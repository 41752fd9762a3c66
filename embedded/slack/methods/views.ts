/** views.*: modals and App Homes. */
import { type Method, personFrom } from './method';
import { type Dict, dict, str } from '../json';
import { VIEW_MAX_BYTES, lintView } from '../lint';
import type { View } from '../records';
import type { Slack } from '../slack';
import { SlackError, blocksRefused } from '../slack-error';

/** A view that has passed the lint. Refused: `view_too_large`, `invalid_arguments`, each recorded under `call`. */
export function viewFrom(slack: Slack, call: string, view: unknown, kind: 'modal' | 'home'): Dict {
  if (Buffer.byteLength(JSON.stringify(view ?? null)) > VIEW_MAX_BYTES) {
    slack.lint.note(call, [{ pointer: '/view', message: `must be less than ${VIEW_MAX_BYTES} bytes` }], view);
    throw new SlackError('view_too_large');
  }
  const faults = lintView(view, kind);
  slack.lint.note(call, faults, view);
  if (faults.length > 0) throw blocksRefused('invalid_arguments', faults);
  return dict(view);
}

const shown = (slack: Slack, view: View): Dict => ({ view: slack.views.shown(view) });

/** Content is judged before the trigger is used up, so that a mended view may still be opened with it. */
const open: Method = (slack, args) => {
  const view = viewFrom(slack, 'views.open', args.view, 'modal');
  const { user } = slack.triggers.exchange(str(args.trigger_id));
  return shown(slack, slack.views.open(user, view));
};

const push: Method = (slack, args) => {
  const view = viewFrom(slack, 'views.push', args.view, 'modal');
  const { user, rootViewId } = slack.triggers.exchange(str(args.trigger_id));
  if (!rootViewId) throw new SlackError('not_found');
  return shown(slack, slack.views.push(user, view));
};

const update: Method = (slack, args) => {
  const known = slack.views.find(str(args.view_id), str(args.external_id));
  if (!known) throw new SlackError('not_found');
  const view = viewFrom(slack, 'views.update', args.view, known.kind);
  return shown(slack, slack.views.update(known, view, str(args.hash)));
};

const publish: Method = (slack, args) => {
  const person = personFrom(slack, args.user_id);
  if (person.bot || person.deleted) throw new SlackError('not_enabled');
  const view = viewFrom(slack, 'views.publish', args.view, 'home');
  return shown(slack, slack.views.publish(person.id, view, str(args.hash)));
};

/** Methods by their names in the Web API. */
export const VIEW_METHODS = { 'views.open': open, 'views.push': push, 'views.update': update, 'views.publish': publish } as const satisfies Record<string, Method>;
