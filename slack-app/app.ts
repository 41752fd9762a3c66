/** The app: one list of every noun's registrations, joined to Bolt. Each deed is acknowledged first, then done, then answered. */
import { App, type Receiver } from '@slack/bolt';
import type { ExtendedErrorHandler } from '@slack/bolt/dist/App';
import { WebClient } from '@slack/web-api';
import type { SlackDoorSettings } from '../config/env';
import { slackLog } from '../config/slack-log';
import { hiddenClients, may } from '../domain/permission';
import { option } from '../templates/slack/blocks';
import { readToken } from '../templates/slack/token';
import { speaking } from '../templates/slack/words';
import { respond, type Answer } from './answer';
import { deedOf, teamOf, userOf, type Deed, type Payload } from './deed';
import { absences } from './absence/absence';
import { archives } from './archive/archive';
import { batches } from './approval/batch';
import { exceptions } from './approval/exception';
import { decisions } from './approval/decide';
import { clients } from './client/client';
import { statements } from './client/statement';
import { creation } from './create';
import { credits } from './credit/credit';
import { creditDecisions } from './credit/decide';
import { creditNotes } from './credit/note';
import { estimateDrafts } from './estimate/draft';
import { inTime, openFeedback, type Feedback } from './feedback';
import { forms } from './form/form';
import { FORM_ACTION } from './form/view';
import { openRouter } from './help/router';
import { homes, showHome } from './home/home';
import { imports } from './import/import';
import { drafts } from './invoice/draft';
import { sending } from './invoice/send';
import { status } from './invoice/status';
import { voiding } from './invoice/void';
import { lists } from './list/list';
import { mails } from './mail/settle';
import { metadataOf, recordingView } from './modal';
import { admit, type Needs } from './needs';
import { payments } from './payment/paid';
import { reversals } from './payment/reverse';
import { printing } from './post/print';
import { policies } from './policy/policy';
import type { Parts } from './parts';
import { answerFailure } from './refused';
import type { Registrations, Told } from './registration';
import { disputes } from './reminder/dispute';
import { reminders } from './reminder/reminder';
import type { Freshness } from './identity';

/** A noun is one line here. */
export const NOUNS: readonly Registrations[] = [
  creation, drafts, estimateDrafts, forms, decisions, batches, exceptions, status, lists, sending, payments, reversals, credits, creditDecisions, creditNotes, reminders, disputes, voiding, clients, mails, homes, policies,
  absences, archives, printing, imports, statements,
];

/** While a person waits Slack answers soon or not at all. */
export const interactiveClient = ({ botToken, apiUrl }: Pick<SlackDoorSettings, 'botToken' | 'apiUrl'>, log: Parts['log']): WebClient =>
  new WebClient(botToken, { slackApiUrl: apiUrl, timeout: 2_500, retryConfig: { retries: 1 }, rejectRateLimitedCalls: true, logger: slackLog(log, 'slack') });

/** What was decided about a draft takes the place of its private preview, whose buttons are done with. */
async function closing({ payload, parts }: Deed, answer: Answer | void): Told {
  const { spends } = metadataOf(payload);
  if (answer && spends) await respond(spends, { text: answer.text, manner: 'replacing' }).catch((error: unknown) => parts.log.info({ err: error }, 'A private message keeps its buttons.'));
  return answer;
}

/** `feedback` knows what is still being done. */
export function openApp(parts: Parts, receiver: Receiver, botToken: string): { app: App; feedback: Feedback } {
  const app = new App({
    receiver, authorize: async () => ({ botToken }), convoStore: false, ignoreSelf: false, logger: slackLog(parts.log, 'bolt'), extendedErrorHandler: true,
    clientOptions: { slackApiUrl: parts.slack.slackApiUrl },
  });
  /** Everything that is said in answer is said in the office's language. */
  const inOfficeLanguage = <T>(act: () => T): T => speaking(parts.book.current().office.locale, act);
  app.use(({ next }) => inOfficeLanguage(next));
  const feedback = openFeedback(parts);
  const route = openRouter(NOUNS.flatMap(({ commands = [] }) => commands));

  /** Who it was, and what they may, is asked only now, after the acknowledgement. */
  const carry = (payload: Payload, { freshness = 'recent', needs }: { freshness?: Freshness; needs: Needs }, act: (deed: Deed) => Told): Promise<void> =>
    feedback.carry(payload, async () => {
      const deed = await deedOf(payload, await parts.directory.identify(userOf(payload), teamOf(payload), freshness), needs, parts);
      admit(deed.access, needs);
      return act(deed);
    });

  app.command('/invoice', async ({ ack, body }) => {
    await ack();
    await carry(body as Payload, { needs: 'nothing' }, (deed) => route(deed, String(body.text ?? '')));
  });
  for (const { id, run, ...demands } of NOUNS.flatMap(({ clicks = [] }) => clicks)) {
    app.action(id, async ({ ack, body }) => {
      await ack();
      const payload = body as unknown as Payload;
      const [action] = payload.actions ?? [];
      await carry(payload, demands, (deed) => run(deed, readToken(action?.value ?? action?.selected_option?.value)));
    });
  }
  for (const { flow, check, run, closed, ...demands } of NOUNS.flatMap((noun) => noun.forms ?? [])) {
    app.view({ callback_id: `inv.${flow}`, type: 'view_submission' }, async ({ ack, body }) => {
      const payload = body as unknown as Payload;
      const objection = await inTime(check?.(payload, parts), parts.log);
      if (objection) return void (await ack('errors' in objection ? { response_action: 'errors', errors: objection.errors } : { response_action: 'update', view: objection.view }));
      await ack({ response_action: 'update', view: recordingView() });
      await carry(payload, demands, async (deed) => closing(deed, await run(deed)));
    });
    app.view({ callback_id: `inv.${flow}`, type: 'view_closed' }, async ({ ack, body }) => {
      await ack();
      if (closed) await carry(body as unknown as Payload, { needs: 'nothing' }, closed);
    });
  }
  for (const { callbackId, run, ...demands } of NOUNS.flatMap(({ shortcuts = [] }) => shortcuts)) {
    app.shortcut(callbackId, async ({ ack, body }) => {
      await ack();
      await carry(body as unknown as Payload, demands, run);
    });
  }
  app.options(FORM_ACTION.client, async ({ ack, options, body }) => {
    const payload = body as unknown as Payload;
    const { actor } = await parts.directory.identify(userOf(payload), teamOf(payload), 'recent');
    const access = await parts.reading.access.of(actor.email, parts.book.current());
    const found = may(access, 'see') ? await parts.reading.clients.choices(options.value, hiddenClients(access)) : [];
    await ack({ options: found.map(({ name, id }) => option(name, id)) });
  });
  app.event('app_home_opened', async ({ body }) => {
    const payload = body as unknown as Payload;
    if (payload.event?.tab === 'home' || payload.event?.tab === undefined) await carry(payload, { needs: 'nothing' }, showHome);
  });
  const fail: ExtendedErrorHandler = ({ error, body }) => inOfficeLanguage(() => answerFailure(parts, { error, payload: body as unknown as Payload }));
  app.error(fail);
  return { app, feedback };
}
