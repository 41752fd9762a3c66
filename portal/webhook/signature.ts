/** Whether a webhook's body really comes from SendGrid, and now: ECDSA over the raw bytes by SendGrid's own package. */
import { EventWebhook, EventWebhookHeader } from '@sendgrid/eventwebhook';
import { DomainError } from '../../domain/refusals';
import type { PortalRequest } from '../request';

/** The signature holds no expiry, so an old body could be sent again for ever; clocks differ both ways. */
const MINUTES = 10;

/** `body` as it came, `now` the portal's clock. Refuses WebhookShut, WebhookUnsigned, WebhookOutOfTime and WebhookForged. */
export function checkSignature({ header }: PortalRequest, body: Buffer, key: string | undefined, now: Date): void {
  if (key === undefined) throw new DomainError('WebhookShut');
  const signature = header(EventWebhookHeader.SIGNATURE().toLowerCase());
  const timestamp = header(EventWebhookHeader.TIMESTAMP().toLowerCase());
  if (signature === '' || timestamp === '') throw new DomainError('WebhookUnsigned');
  const secondsAway = Math.abs(now.getTime() / 1_000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || secondsAway > MINUTES * 60) throw new DomainError('WebhookOutOfTime', { minutes: MINUTES });
  if (!fits(key, body, signature, timestamp)) throw new DomainError('WebhookForged');
}

function fits(key: string, body: Buffer, signature: string, timestamp: string): boolean {
  const webhook = new EventWebhook();
  try {
    return webhook.verifySignature(webhook.convertPublicKeyToECDSA(key), body, signature, timestamp);
  } catch {
    return false; // The package throws on what is no signature at all; the key was judged at boot.
  }
}
