/**
 * Judging a mail as SendGrid does: every fault in one answer, in its words and its error shape.
 * Source: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors
 */
import { type Dict, dict, dicts, isDict, str } from '../slack/json';

/** One entry of SendGrid's `{ errors: […] }`. */
export type PayloadFault = { message: string; field: string | null; help: string | null };
export type Address = { email: string; name: string };

const HELP = 'http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html';
/** Limits: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/limitations */
const MAX_RECIPIENTS = 1_000;
const MAX_CUSTOM_ARGS_BYTES = 10_000;
const MAX_CATEGORIES = 10;

const ADDRESS = /^[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+$/;
const BASE64 = /^[A-Za-z0-9+/\r\n]+={0,2}\s*$/;
const fault = (field: string | null, message: string): PayloadFault => ({ message, field, help: field === null ? null : `${HELP}#message.${field.replace(/\.\d+/g, '')}` });

/** The shape of an answer that says no. */
export const errorsBody = (faults: readonly PayloadFault[]): { errors: readonly PayloadFault[] } => ({ errors: faults });
/** A fault of the whole request rather than of a field. */
export const general = (message: string): PayloadFault => fault(null, message);

function addressFaults(value: unknown, field: string): PayloadFault[] {
  return ADDRESS.test(str(dict(value).email)) ? [] : [fault(`${field}.email`, 'Does not contain a valid address.')];
}

function recipientFaults(personalization: Dict, at: number): PayloadFault[] {
  const field = `personalizations.${at}`;
  const lists = (['to', 'cc', 'bcc'] as const).map((name) => ({ name, list: personalization[name] }));
  const faults: PayloadFault[] = [];
  if (!Array.isArray(personalization.to) || personalization.to.length === 0) {
    faults.push(fault(`${field}.to`, 'The to array is required for all personalization objects, and must have at least one email object with a valid email address.'));
  }
  const seen = new Set<string>();
  for (const { name, list } of lists) {
    if (list !== undefined && !Array.isArray(list)) faults.push(fault(`${field}.${name}`, `The ${name} parameter must be an array of objects.`));
    for (const [index, address] of (Array.isArray(list) ? list : []).entries()) {
      faults.push(...addressFaults(address, `${field}.${name}.${index}`));
      const email = str(dict(address).email).toLowerCase();
      if (seen.has(email)) faults.push(fault(field, `Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [${email}] in the ${field}.${name} field.`));
      seen.add(email);
    }
  }
  if (seen.size > MAX_RECIPIENTS) faults.push(fault(field, `The total number of recipients may not exceed ${MAX_RECIPIENTS}.`));
  return [...faults, ...customArgFaults(personalization.custom_args, `${field}.custom_args`)];
}

function customArgFaults(value: unknown, field: string): PayloadFault[] {
  if (value === undefined) return [];
  if (!isDict(value) || !Object.values(value).every((each) => typeof each === 'string')) return [fault(field, 'The custom_args must be an object of string values.')];
  return Buffer.byteLength(JSON.stringify(value)) > MAX_CUSTOM_ARGS_BYTES ? [fault(field, `The custom_args may not exceed ${MAX_CUSTOM_ARGS_BYTES} bytes.`)] : [];
}

function contentFaults(content: unknown): PayloadFault[] {
  if (!Array.isArray(content) || content.length === 0) {
    return [fault('content', 'Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block. We typically suggest both text/plain and text/html blocks are included, but only one block is required.')];
  }
  const types = dicts(content).map((each) => str(each.type));
  const faults = dicts(content).flatMap((each, at) => [
    ...(str(each.type) ? [] : [fault(`content.${at}.type`, 'The content type must be a string at least one character in length.')]),
    ...(str(each.value) ? [] : [fault(`content.${at}.value`, 'The content value must be a string at least one character in length.')]),
  ]);
  if (new Set(types).size < types.length) faults.push(fault('content', 'If present, text/plain and text/html may only be provided once.'));
  if (types.includes('text/plain') && types[0] !== 'text/plain') faults.push(fault('content', 'The content types must be ordered as follows: text/plain, text/html, others.'));
  return faults;
}

function attachmentFaults(attachments: unknown): PayloadFault[] {
  if (attachments === undefined) return [];
  if (!Array.isArray(attachments)) return [fault('attachments', 'The attachments parameter must be an array of objects.')];
  return dicts(attachments).flatMap((each, at) => [
    ...(BASE64.test(str(each.content)) ? [] : [fault(`attachments.${at}.content`, 'The attachment content must be base64 encoded.')]),
    ...(str(each.filename) ? [] : [fault(`attachments.${at}.filename`, 'The filename for each attachment is a required parameter.')]),
    ...(each.disposition === 'inline' && !str(each.content_id) ? [fault(`attachments.${at}.content_id`, 'The content_id is required for inline attachments.')] : []),
  ]);
}

/** Everything that is wrong with a body of POST /v3/mail/send; nothing when SendGrid would answer 202. */
export function payloadFaults(payload: Dict): PayloadFault[] {
  const faults: PayloadFault[] = [];
  const { personalizations, from, subject, reply_to, categories } = payload;
  const list = dicts(personalizations);
  if (list.length === 0) faults.push(fault('personalizations', 'The personalizations field is required and must have at least one personalization.'));
  faults.push(...list.flatMap(recipientFaults));
  if (!isDict(from)) faults.push(fault('from', 'The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.'));
  else faults.push(...addressFaults(from, 'from'));
  if (reply_to !== undefined) faults.push(...addressFaults(reply_to, 'reply_to'));
  if (!str(subject).trim() && !(list.length > 0 && list.every((each) => str(each.subject).trim()))) {
    faults.push(fault('subject', 'The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.'));
  }
  if (Array.isArray(categories) && categories.length > MAX_CATEGORIES) faults.push(fault('categories', `The categories may not exceed ${MAX_CATEGORIES}.`));
  return [...faults, ...contentFaults(payload.content), ...attachmentFaults(payload.attachments), ...customArgFaults(payload.custom_args, 'custom_args')];
}

const address = (value: unknown): Address => ({ email: str(dict(value).email), name: str(dict(value).name) });

/** The recipients of a sound payload: everyone, with the custom arguments that go with them. */
export function recipients(payload: Dict): { kind: 'to' | 'cc' | 'bcc'; address: Address; customArgs: Dict }[] {
  return dicts(payload.personalizations).flatMap((each) =>
    (['to', 'cc', 'bcc'] as const).flatMap((kind) =>
      dicts(each[kind]).map((value) => ({ kind, address: address(value), customArgs: { ...dict(payload.custom_args), ...dict(each.custom_args) } })),
    ),
  );
}

/** The sender of a sound payload. */
export const sender = (payload: Dict): Address => address(payload.from);
