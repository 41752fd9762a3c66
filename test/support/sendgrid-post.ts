/** A post of SendGrid's Event Webhook, signed as SendGrid signs it. */
import { createPrivateKey, sign } from 'node:crypto';
import type { Asked } from './portal';

/** `signature`: 'none' leaves both headers out; a text replaces the true one. `timestamp` is in seconds since 1970. */
export type Posting = { privateKey: string; signature?: 'none' | string; timestamp?: number; tampered?: string };

/** The request for a body; `tampered` is what arrives instead of what was signed. */
export function eventPost(body: string, { privateKey, signature, timestamp = Math.floor(Date.now() / 1_000), tampered }: Posting): Asked {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  const signed = signature ?? sign('sha256', Buffer.from(`${timestamp}${body}`), key).toString('base64');
  const headers = { 'X-Twilio-Email-Event-Webhook-Signature': signed, 'X-Twilio-Email-Event-Webhook-Timestamp': String(timestamp) };
  return { method: 'POST', body: tampered ?? body, headers: { 'Content-Type': 'application/json', ...(signature === 'none' ? {} : headers) } };
}
