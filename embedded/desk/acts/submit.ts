/** Submitting and closing modals, and carrying out what the app answers. */
import { type Outcome, ackFault, common } from './occasion';
import { HttpRefusal } from '../../slack/http';
import { type Dict, dict, dicts, isDict, str } from '../../slack/json';
import { lintErrors } from '../../slack/lint';
import { viewFrom } from '../../slack/methods/views';
import type { Person, View } from '../../slack/records';
import type { Slack } from '../../slack/slack';
import { SlackError } from '../../slack/slack-error';

function topView(slack: Slack, person: Person, viewId: string): View {
  const top = slack.views.stack(person.id).at(-1);
  if (!top || top.id !== viewId) throw new HttpRefusal(409, { error: 'view_gone' });
  return top;
}

/** Submits the top modal. What Slack's client would refuse by itself comes back as `errors` and the app never hears of it. */
export async function submit(slack: Slack, person: Person, viewId: string): Promise<Outcome> {
  const view = topView(slack, person, viewId);
  const errors = slack.views.faults(view);
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const reply = await slack.dispatcher.interaction({
    type: 'view_submission',
    ...common(slack, person),
    trigger_id: slack.triggers.issue({ user: person.id, rootViewId: view.rootId }),
    view: slack.views.shown(view),
    response_urls: [],
  });
  if (reply.outcome !== 'ok') return { ok: false, error: ackFault(reply.outcome) };
  try {
    return afterSubmission(slack, person, view, reply.body);
  } catch (error) {
    if (error instanceof SlackError) return { ok: false, error: error.code };
    throw error;
  }
}

/** docs.slack.dev/surfaces/modals#updating_views: nothing closes the view; `response_action` says otherwise. */
function afterSubmission(slack: Slack, person: Person, view: View, body: string): Outcome {
  const { views } = slack;
  const answer = answered(slack, body);
  const open = views.find(view.id, '');
  switch (str(answer.response_action)) {
    case '':
      views.close(view);
      return { ok: true };
    case 'clear':
      views.clear(person.id);
      return { ok: true };
    case 'update':
      if (!open) return { ok: false, error: 'view_gone' }; // The person closed it while the app was thinking.
      views.update(open, viewFrom(slack, 'view_submission update', answer.view, 'modal'), '');
      return { ok: true };
    case 'push':
      views.push(person.id, viewFrom(slack, 'view_submission push', answer.view, 'modal'));
      return { ok: true };
    case 'errors':
      return refusedByApp(slack, view, answer.errors);
    default:
      slack.lint.note('view_submission', [{ pointer: '/response_action', message: 'must be one of: errors, update, push, clear' }], answer);
      return { ok: false, error: 'invalid_response_action' };
  }
}

function refusedByApp(slack: Slack, view: View, errors: unknown): Outcome {
  const faults = lintErrors(errors, dicts(view.content.blocks));
  slack.lint.note('view_submission errors', faults, errors);
  if (faults.length > 0) return { ok: false, error: 'invalid_errors' };
  return { ok: false, errors: Object.fromEntries(Object.entries(dict(errors)).map(([block, sentence]) => [block, str(sentence)])) };
}

function answered(slack: Slack, body: string): Dict {
  if (!body.trim()) return {};
  try {
    const value: unknown = JSON.parse(body);
    if (isDict(value)) return value;
  } catch {
    // The violation below says it.
  }
  slack.lint.note('view_submission', [{ pointer: '', message: 'the acknowledgement must be empty or a JSON object' }], body);
  throw new SlackError('invalid_response');
}

/** Closes the top modal, or with `all` the whole stack; the app hears of it from views that asked with notify_on_close. */
export async function closeModal(slack: Slack, person: Person, viewId: string, extent: 'one' | 'all'): Promise<Outcome> {
  const top = topView(slack, person, viewId);
  const cleared = extent === 'all' || top.content.clear_on_close === true;
  const closing = cleared ? [...slack.views.stack(person.id)].reverse() : [top];
  slack.views.close(closing.at(-1) ?? top);
  for (const view of closing) {
    if (view.content.notify_on_close !== true) continue;
    await slack.dispatcher.interaction({ type: 'view_closed', ...common(slack, person), view: slack.views.shown(view), is_cleared: cleared });
  }
  return { ok: true };
}
