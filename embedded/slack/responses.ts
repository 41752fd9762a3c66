/** Answers of the app to an act: the body of an acknowledgement, or a POST to a response URL. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer, bodyOf } from './http';
import { type Dict, dict, str } from './json';
import { flag } from './methods/arguments';
import { contentFrom } from './methods/chat';
import type { ReplyPlace } from './response-urls';
import type { Slack } from './slack';
import { SlackError } from './slack-error';

/**
 * Carries out what an answer asks: replace or delete the message that was pressed, or post a new one, private unless
 * `response_type` is `in_channel`. `call` names the answer in the lint's log. Refused as chat.postMessage refuses.
 */
export function applyResponse(slack: Slack, place: Omit<ReplyPlace, 'issued' | 'uses'>, body: Dict, call: string): void {
  const { workspace } = slack;
  const source = place.source ? workspace.message(place.channel, place.source) : undefined;
  if (flag(body.delete_original)) return source && workspace.remove(source);
  const { text, blocks, attachments } = contentFrom(slack, call, body);
  if (flag(body.replace_original) && source?.fromApp) return void workspace.edit(source, { text, blocks, attachments });
  const threadTs = str(body.thread_ts) || place.threadTs;
  workspace.post({
    channel: place.channel, user: workspace.botUserId, fromApp: true, text, blocks, attachments,
    ...(body.response_type === 'in_channel' ? {} : { ephemeralTo: place.user }),
    ...(threadTs ? { threadTs } : {}),
  });
}

/** POST /response/:id. A used or expired URL is 404; an answer that cannot be shown is 400, so that the app hears of it. */
export async function respond(slack: Slack, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = (await bodyOf(request)).toString('utf8');
  const place = slack.responseUrls.use(id);
  if (typeof place === 'string') return answer(response, { ok: false, error: place }, 404);
  try {
    applyResponse(slack, place, parsed(text), 'response_url');
    answer(response, { ok: true });
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    answer(response, { ok: false, error: error.code, ...error.extra }, 400);
  }
}

function parsed(text: string): Dict {
  try {
    return dict(JSON.parse(text));
  } catch {
    throw new SlackError('invalid_payload');
  }
}
