/** Words of a policy, the same in cards, explanations, differences and pictures. */
import { money } from '../money';
import { allOf, phrase, type Phrase, type PhraseValue } from '../phrase';
import { limitPhrase } from './limit';
import type { Policy, PolicyStep, Quorum, Tier } from './policy';
import { isGroup } from './seating';
import { SUBJECT_KINDS, type FieldValue, type SubjectKind } from './subject';

/** "above 500.00 EUR and up to 9,999.99 EUR"; nothing for any amount. */
export function rangePhrase(tier: Tier | undefined, currency: string): Phrase | undefined {
  const [above, upTo] = [tier?.above, tier?.upTo].map((minor) => (minor === undefined || minor === null ? undefined : money(minor, currency)));
  if (above && upTo) return phrase`above ${above} and up to ${upTo}`;
  return above ? phrase`above ${above}` : upTo && phrase`up to ${upTo}`;
}

/** "By amount, up to 500.00 EUR"; a tier of the short form is called by its range alone. */
export function titleOf({ name, tier }: Policy, currency: string): PhraseValue {
  const range = rangePhrase(tier, currency);
  if (name === '') return range ?? phrase`any total`;
  return range ? phrase`${name}, ${range}` : name;
}

const KINDS: Readonly<Record<SubjectKind, Phrase>> = {
  invoice: phrase`invoices`, estimate: phrase`estimates`, credit_note: phrase`credit notes`, write_off: phrase`write offs`, timesheet: phrase`timesheets`,
  expense: phrase`expenses`, purchase_order: phrase`purchase orders`, bill: phrase`bills`, payment_run: phrase`payment runs`,
};

/** "invoices and estimates", "all documents". */
export const kindsPhrase = (kinds: readonly SubjectKind[]): PhraseValue => (kinds.length === SUBJECT_KINDS.length ? phrase`all documents` : allOf(kinds.map((kind) => KINDS[kind])));

const ROLES: Readonly<Record<string, Phrase>> = { manager: phrase`managers`, coordinator: phrase`coordinators`, finance: phrase`finance` };
const PERSONAL: Readonly<Record<string, Phrase>> = {
  'account manager': phrase`the client’s account manager`, "creator's manager": phrase`the creator’s manager`, 'department head': phrase`the head of the creator’s department`,
};

/** Words of a step as people read them; `nameOf` knows the people behind mail addresses. */
const approverPhrase = (approver: string, nameOf: (email: string) => string): Phrase | string =>
  ROLES[approver] ?? PERSONAL[approver] ?? (isGroup(approver) ? phrase`the Slack group ${approver}` : nameOf(approver));

/** "any one of managers and finance", "all of Milo and Ana", "the creator’s manager, within 8 business hours, then given back". */
export function stepPhrase({ approvers, quorum, when, limit }: PolicyStep, nameOf: (email: string) => string): PhraseValue {
  const [only] = approvers;
  const isOnePerson = approvers.length === 1 && only !== undefined && !(only in ROLES) && !isGroup(only);
  const asked = isOnePerson ? approverPhrase(only, nameOf) : quorumPhrase(quorum, allOf(approvers.map((approver) => approverPhrase(approver, nameOf))));
  const asksIf = when ? phrase`${asked}, if ${when.text}` : asked;
  return limit ? phrase`${asksIf}, ${limitPhrase(limit, (escalation) => stepPhrase(escalation, nameOf))}` : asksIf;
}

function quorumPhrase(quorum: Quorum, list: PhraseValue): Phrase {
  if (quorum === 'all') return phrase`all of ${list}`;
  return quorum === 1 ? phrase`any one of ${list}` : phrase`any ${quorum} of ${list}`;
}

/** A field's value in a sentence: words in quotation marks, as in a condition. */
export function valuePhrase(value: FieldValue | undefined): PhraseValue {
  if (value === undefined) return phrase`not known`;
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'boolean') return value ? phrase`yes` : phrase`no`;
  return Array.isArray(value) ? (value.length === 0 ? phrase`empty` : value.map((word) => `"${String(word)}"`).join(', ')) : String(value);
}
