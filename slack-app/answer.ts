/** Answers: what the person who acted is told in private, wherever they can be reached. */
import type { KnownBlock } from '@slack/types';
import type { Answered } from '../domain/phrase';
import { section } from '../templates/slack/blocks';
import { spoken } from '../templates/slack/spoken';
import { typed } from '../templates/slack/text';
import type { Address } from './deed';
import { resultView } from './modal';
import type { Parts } from './parts';

/** `text` is mrkdwn: what people typed is escaped in it. `shared` is for everybody in the channel, `replacing` takes the place of the message that was clicked. */
export type Answer = { text: string; blocks?: KnownBlock[]; title?: string; manner?: 'shared' | 'replacing' | 'removing' };

/** What the workflows say is plain text. */
export const said = ({ text, phrase }: Answered): Answer => ({ text: typed(spoken(phrase, text)) });

/** As the WebClient's patience: a person is waiting. */
const PATIENCE_MS = 2_500;

/** True when the response URL took the answer; false when it is used up or expired (5 uses in 30 minutes). */
export async function respond(url: string, { text, blocks, manner }: Answer): Promise<boolean> {
  const body = {
    text, blocks: blocks ?? [section(text)], response_type: manner === 'shared' ? 'in_channel' : 'ephemeral',
    replace_original: manner === 'replacing', delete_original: manner === 'removing', parse: 'none',
  };
  const answered = await fetch(url, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS),
  });
  await answered.arrayBuffer();
  return answered.ok;
}

/** Tells the person, in the modal they submitted, where they acted, in a modal of its own, or at last by direct message. */
export async function tell({ slack, log }: Parts, address: Address, answer: Answer): Promise<void> {
  const view = resultView(answer.title ?? 'Invoice Office', answer.text, answer.blocks);
  const ways: (() => Promise<boolean>)[] = [
    async () => address.submittedView !== undefined && (await slack.views.update({ view_id: address.submittedView, view })).ok,
    async () => answer.manner === 'replacing' && address.clickedView !== undefined && (await slack.views.update({ view_id: address.clickedView, view })).ok,
    async () => address.responseUrl !== undefined && respond(address.responseUrl, answer),
    async () => address.triggerId !== undefined && address.submittedView === undefined && (await openOn(slack, address, view)).ok,
    async () => (await slack.chat.postMessage({ channel: address.userId, text: answer.text, blocks: answer.blocks ?? [section(answer.text)], parse: 'none' })).ok,
  ];
  for (const way of ways) {
    const told = await way().catch((error: unknown) => {
      log.info({ err: error, event: 'answer.elsewhere' }, 'An answer goes another way.');
      return false;
    });
    if (told) return;
  }
  log.warn({ event: 'answer.lost' }, 'A person could not be answered.');
}

const openOn = (slack: Parts['slack'], { triggerId = '', inModal }: Address, view: ReturnType<typeof resultView>) =>
  (inModal === 'inModal' ? slack.views.push({ trigger_id: triggerId, view }) : slack.views.open({ trigger_id: triggerId, view }));
