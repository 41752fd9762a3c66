/** SendGrid's Event Webhook: what became of a mail goes to the workflow of its document. */
import { z } from 'zod';
import { DomainError } from '../../domain/refusals';
import type { Mail } from '../../store/queries/portal';
import type { MailEvent } from '../../workflows/contracts/invoice';
import type { Deps, Guest } from '../deps';
import { text, type Reply } from '../reply';
import { parsed } from '../request';
import { checkSignature } from './signature';

/** SendGrid posts a batch when it has 768 KB (https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event). */
const BATCH_BYTES = 1_024 * 1_024;
/** The words of another mail server; the rest of a longer text tells nothing more. */
const LONGEST_REASON = 500;

/** What is read of an event; SendGrid adds much more. `dropped` is a mail that SendGrid itself did not send on, so it did not arrive either. */
const Events = z.array(z.object({
  event: z.string(), outbox_id: z.unknown(), timestamp: z.unknown(), reason: z.unknown(),
}).partial({ outbox_id: true, timestamp: true, reason: true }));
type Reported = z.infer<typeof Events>[number];

const MEANINGS: ReadonlyMap<string, MailEvent['event']> = new Map([['delivered', 'delivered'], ['bounce', 'bounced'], ['dropped', 'bounced']]);

/**
 * Answers 200 once every event that matters is with its workflow; a fault answers 503 and SendGrid comes again. An event is known by
 * its mail and kind, because `sg_event_id` changes when SendGrid retries (sendgrid-nodejs#1435). Refuses what checkSignature refuses, and WebhookUnreadable.
 */
export async function takeEvents({ request, deps }: Guest): Promise<Reply> {
  const body = await request.bytes(BATCH_BYTES);
  checkSignature(request, body, deps.webhookKey, deps.now());
  const { data, success } = Events.safeParse(parsed(body.toString()));
  if (!success) throw new DomainError('WebhookUnreadable');
  for (const reported of data) await take(reported, deps);
  return text('ok');
}

async function take(reported: Reported, { reading, door, now, log }: Deps): Promise<void> {
  const event = MEANINGS.get(reported.event);
  if (!event || typeof reported.outbox_id !== 'string') return;
  const mail = await reading.mail(reported.outbox_id);
  if (!mail) return log.warn({ event: 'webhook.mail.unknown', kind: reported.event }, 'An event tells of a mail that is not ours.');
  if (mail.log.some(({ state }) => state === event)) return;
  const told: MailEvent = { mailKey: mail.key, event, at: momentOf(reported, now()), eventId: `${mail.outboxId}/${event}`, ...reasonOf(reported) };
  await tell(mail, told, door);
  log.info({ event: `webhook.${event}`, mailKey: mail.key, documentId: mail.documentId }, 'The mail provider reported.');
}

const tell = async ({ documentKind, documentId }: Mail, event: MailEvent, door: Deps['door']): Promise<void> => {
  if (documentKind === 'client' || documentKind === 'approver') await door.noteLinkMail(event);
  else await door.tellMail(documentKind, documentId, event);
};

/** Seconds since 1970, as SendGrid gives them; the moment of the post when there are none. */
function momentOf({ timestamp }: Reported, now: Date): string {
  const moment = new Date(Number(timestamp) * 1_000);
  return typeof timestamp === 'number' && !Number.isNaN(moment.getTime()) ? moment.toISOString() : now.toISOString();
}

/** Another server's words, in one line. They stay text wherever they are shown. */
function reasonOf({ reason }: Reported): { reason?: string } {
  if (typeof reason !== 'string') return {};
  return { reason: Buffer.from(reason.replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, LONGEST_REASON)).toString() };
}
