/**
 * Follows a template's HTML piece by piece, as it stands between the {{ }}: says where in the page each field falls, and what
 * the office does not allow there. Strict on purpose: what it cannot follow with certainty it refuses, whatever a browser would do.
 * States and names after the HTML tokenizer (https://html.spec.whatwg.org/multipage/parsing.html#tokenization).
 */
import { attributeFault, isLink, styleFault, TAGS, type MarkupFault } from './markup-rules';

/** Where the reader stands. In a `value`, `text` is the literal part so far and `fields` counts the {{ }} in it. */
export type Place =
  | { in: 'text' }
  | { in: 'tag'; tag: string }
  | { in: 'value'; tag: string; attribute: string; quote: '"' | "'"; text: string; fields: number }
  | { in: 'style' };

export const TEXT: Place = { in: 'text' };

/** Tells of a fault at an offset of the piece being read. */
export type Report = (offset: number, fault: MarkupFault) => void;

/** Reads one literal piece from a place on, and answers the place at its end. */
export function readMarkup(piece: string, start: Place, report: Report): Place {
  let place = start;
  let at = 0;
  while (at < piece.length) {
    const step = place.in === 'text' ? readText(piece, at, report)
      : place.in === 'tag' ? readTag(piece, at, place, report)
      : place.in === 'style' ? readStyle(piece, at, report)
      : readValue(piece, at, place, report);
    place = step.place;
    at = step.at;
  }
  return place;
}

/** What a {{field}} at this place is: refused, a link to be guarded when rendered, or plain text. */
export function fieldAt(place: Place): { fault: MarkupFault } | { is: 'link' | 'text' } {
  if (place.in === 'tag') return { fault: tagFault('a field inside a tag must stand in a quoted value, as in class="{{ }}".') };
  if (place.in === 'style') return { fault: { code: 'TEMPLATE_STYLE', sentence: 'fields are not allowed in styles.' } };
  if (place.in !== 'value') return { is: 'text' };
  if (place.attribute === 'style') return { fault: { code: 'TEMPLATE_STYLE', sentence: 'fields are not allowed in styles.' } };
  if (!isLink(place.attribute)) return { is: 'text' };
  if (place.attribute === 'src') return { fault: attributeFault(place.tag, 'src', '')! };
  if (place.text === '' && place.fields === 0) return { is: 'link' };
  return place.fields > 0 || attributeFault(place.tag, place.attribute, place.text) === undefined ? { is: 'text' } : { fault: unclearLink };
}

/** What a {{#block}} or {{> partial}} at this place does wrong, if anything. */
export function blockAt(place: Place): MarkupFault | undefined {
  const field = fieldAt(place);
  if ('fault' in field) return field.fault;
  return place.in === 'value' && isLink(place.attribute) ? unclearLink : undefined;
}

/** The place behind a field. */
export function afterField(place: Place): Place {
  return place.in === 'value' ? { ...place, fields: place.fields + 1 } : place;
}

/** True when two branches left the reader at the same kind of place, so that what follows means the same after either. */
export function samePlace(one: Place, other: Place): boolean {
  if (one.in === 'value' && other.in === 'value') return one.tag === other.tag && one.attribute === other.attribute && one.quote === other.quote;
  if (one.in === 'tag' && other.in === 'tag') return one.tag === other.tag;
  return one.in === other.in;
}

type Step = { place: Place; at: number };

const tagFault = (sentence: string): MarkupFault => ({ code: 'TEMPLATE_TAG', sentence });
const unclearLink: MarkupFault = { code: 'TEMPLATE_URL', sentence: 'a link is one field, or starts with https://, http:// or mailto: written out.' };

/** Nothing in these is markup for a browser; they are refused, so what they hold is passed over. */
const RAW = /^(script|iframe|noscript|noembed|noframes|textarea|xmp|plaintext|template|title)$/;

function readText(piece: string, from: number, report: Report): Step {
  const at = piece.indexOf('<', from);
  if (at < 0) return { place: TEXT, at: piece.length };
  const known = match(/<!doctype html>|<!--(?:[^<>-]|-(?!-))*-->/iy, piece, at);
  if (known) return { place: TEXT, at: at + known[0].length };
  const closing = match(/<\/[a-z][^\s/>]*\s*>/iy, piece, at);
  if (closing) return { place: TEXT, at: at + closing[0].length };
  const opening = match(/<([a-z][^\s/>]*)(?=[\s/>])/iy, piece, at);
  if (!opening) {
    report(at, tagFault("write &lt; for a plain '<', and {{! }} for a note; a tag's name is written out."));
    return { place: TEXT, at: at + 1 };
  }
  const tag = opening[1]!.toLowerCase();
  if (TAGS.has(tag)) return { place: { in: 'tag', tag }, at: at + opening[0].length };
  report(at, tagFault(`<${tag}> is not allowed.`));
  const end = RAW.test(tag) ? piece.toLowerCase().indexOf(`</${tag}`, at) : -1;
  return end < 0 ? { place: { in: 'tag', tag }, at: at + opening[0].length } : { place: TEXT, at: end };
}

function readTag(piece: string, from: number, place: Extract<Place, { in: 'tag' }>, report: Report): Step {
  const { tag } = place;
  const gap = match(/[\s/]+/y, piece, from);
  if (gap) return { place, at: from + gap[0].length };
  if (piece[from] === '>') return { place: tag === 'style' ? { in: 'style' } : TEXT, at: from + 1 };
  const quoted = match(/([^\s"'<>/=]+)\s*=\s*(["'])/y, piece, from);
  if (quoted) {
    const value = { in: 'value', tag, attribute: quoted[1]!.toLowerCase(), quote: quoted[2] as '"' | "'", text: '', fields: 0 } as const;
    return { place: value, at: from + quoted[0].length };
  }
  const bare = match(/([^\s"'<>/=]+)(?:\s*=\s*([^\s"'<>=`]+))?(?=[\s/>])/y, piece, from);
  if (bare) {
    tell(report, from, tag, bare[1]!.toLowerCase(), bare[2] ?? '');
    return { place, at: from + bare[0].length };
  }
  if (/^[^\s"'<>/=]+\s*=?\s*$/.test(piece.slice(from))) return { place, at: piece.length }; // A field follows and is refused there.
  report(from, tagFault(`<${tag}> is not written clearly; give every value quotes.`));
  return { place, at: from + 1 + piece.slice(from + 1).search(/[\s>]|$/) };
}

function readValue(piece: string, from: number, place: Extract<Place, { in: 'value' }>, report: Report): Step {
  const end = piece.indexOf(place.quote, from);
  if (end < 0) return { place: { ...place, text: place.text + piece.slice(from) }, at: piece.length };
  const text = place.text + piece.slice(from, end);
  const guarded = isLink(place.attribute) && place.fields > 0; // What came before its field was judged there.
  if (!guarded) tell(report, from, place.tag, place.attribute, text);
  return { place: { in: 'tag', tag: place.tag }, at: end + 1 };
}

function readStyle(piece: string, from: number, report: Report): Step {
  const end = from + piece.slice(from).search(/<|$/);
  const fault = styleFault(piece.slice(from, end));
  if (fault) report(from + fault.offset, fault);
  if (end === piece.length) return { place: { in: 'style' }, at: end };
  const closing = match(/<\/style\s*>/iy, piece, end);
  if (closing) return { place: TEXT, at: end + closing[0].length };
  report(end, { code: 'TEMPLATE_STYLE', sentence: "'<' is not allowed in styles." });
  return { place: { in: 'style' }, at: end + 1 };
}

/** A refused tag's attributes need no faults of their own. */
function tell(report: Report, offset: number, tag: string, attribute: string, text: string): void {
  if (!TAGS.has(tag)) return;
  const fault = attributeFault(tag, attribute, text);
  if (fault) report(offset, fault);
}

function match(pattern: RegExp, piece: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(piece);
}
