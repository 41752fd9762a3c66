/** The office's own words for mails, from mails.yaml. */
import { TONES } from '../domain/dunning';
import { LANGUAGE_CODES } from '../domain/language';
import { MAIL_PLACES, placesIn, WORDED_MAILS, type WordedMail, type Wording } from '../domain/mail-wording';
import { didYouMean, isGiven, readRules, type Fields, type Outcome, type Reading } from './reading';
import type { YamlNode, YamlText } from './yaml';

/** A longer subject is cut off by every mail program; a longer text is no cover note any more. */
const MOST = { subject: 150, text: 3_000, mails: 500 } as const;

/** Reads mails.yaml, or tells all its faults. */
export const readMails = (text: string): Outcome<readonly Wording[]> => readRules(text, { one: 'file', many: 'this file' }, (reading, root) => {
  const fields = reading.fields(root, 'the file', { need: ['mails'] });
  const nodes = reading.items(fields.get('mails'), 'mails');
  if (nodes.length > MOST.mails) reading.fault(fields.place('mails'), 'TOO_LONG', `there may be ${MOST.mails} of them.`);
  const seen = new Set<string>();
  return nodes.map((node) => {
    const wording = readWording(reading, node);
    const what = JSON.stringify([wording.mail, wording.tone, wording.language, wording.client]);
    if (seen.has(what)) reading.fault(node.at, 'TWICE', 'there are words for this mail already.');
    seen.add(what);
    return wording;
  });
});

function readWording(reading: Reading, node: YamlNode): Wording {
  const fields = reading.fields(node, 'a mail', { need: ['mail'], may: ['tone', 'language', 'client', 'subject', 'text'] });
  const mail = reading.choice(fields.get('mail'), 'mail', WORDED_MAILS);
  const tone = fields.has('tone') ? reading.choice(fields.get('tone'), 'tone', TONES) : undefined;
  const language = fields.has('language') ? reading.choice(fields.get('language'), 'language', LANGUAGE_CODES) : undefined;
  const client = fields.has('client') ? reading.mail(fields.get('client'), 'client') : '';
  const [subject, text] = [words(reading, fields, 'subject', mail), words(reading, fields, 'text', mail)];
  if (node.kind === 'map') {
    if (tone && mail && mail !== 'reminder') reading.fault(fields.place('tone'), 'TONE', `only reminders have a tone, not '${mail}'.`);
    if (!fields.has('subject') && !fields.has('text')) reading.fault(node.at, 'MISSING_KEY', "a mail needs 'subject' or 'text'.");
    if (!fields.has('language') && !fields.has('client')) reading.fault(node.at, 'MISSING_KEY', "a mail needs 'language', or 'client', who has one.");
  }
  return { mail: mail ?? 'invoice', ...(tone && { tone }), ...(language && { language }), ...(client && { client }), ...(subject && { subject }), ...(text && { text }) };
}

/** One line for a subject, paragraphs for a text; every {place} is one that the mail has. */
function words(reading: Reading, fields: Fields, label: 'subject' | 'text', mail: WordedMail | undefined): string {
  const node = fields.get(label);
  if (!node || node.kind === 'broken') return '';
  const said = node.kind === 'text' && isGiven(node) ? node.text.trim() : '';
  if (node.kind !== 'text') reading.fault(node.at, 'TYPE', `'${label}' must be text.`);
  else if (said === '') reading.fault(node.at, 'EMPTY', `'${label}' is empty; text that begins with # or { needs quotation marks.`);
  else if (said.length > MOST[label]) reading.fault(node.at, 'TOO_LONG', `'${label}' has ${said.length} characters; at most ${MOST[label]} are taken.`);
  else if (label === 'subject' && /[\r\n]/.test(said)) reading.fault(node.at, 'TOO_LONG', "'subject' must be one line.");
  else if (mail) checkPlaces(reading, node, mail);
  return said;
}

function checkPlaces(reading: Reading, node: YamlText, mail: WordedMail): void {
  const known: readonly string[] = MAIL_PLACES[mail];
  for (const { name, at } of placesIn(node.text)) {
    if (known.includes(name)) continue;
    reading.fault(placeOf(node, at), 'PLACE_UNKNOWN', `'${mail}' has no place {${name}}${didYouMean(name, known)} It has ${known.map((one) => `{${one}}`).join(', ')}.`);
  }
  const lone = node.text.replace(/\{[^{}]*\}/g, (place) => ' '.repeat(place.length)).search(/[{}]/);
  if (lone >= 0) reading.fault(placeOf(node, lone), 'PLACE_OPEN', 'a brace stands alone; a place is written as {number}.');
}

/** Where a sign of the text stands: exactly in a text of one line, in its line of a block that keeps lines. */
function placeOf({ at, inside, text }: YamlText, index: number): { line: number; column: number } {
  if (inside && !text.slice(0, index).includes('\n')) return { line: inside.line, column: inside.column + index };
  return { line: at.line + (inside ? 0 : text.slice(0, index).split('\n').length), column: at.column };
}
