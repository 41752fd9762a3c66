/** Words of a policy, the same in cards, explanations, differences and pictures. */
import { listed } from '../listing';
import { formatMoney, money } from '../money';
import { limitText } from './limit';
import type { Policy, PolicyStep, Quorum, Tier } from './policy';
import { isGroup } from './seating';
import { nounOf, SUBJECT_KINDS, type FieldValue, type SubjectKind } from './subject';

/** "above 500.00 EUR and up to 9,999.99 EUR"; empty for any amount. */
export function rangeText(tier: Tier | undefined, currency: string): string {
  const shown = (minor: number): string => formatMoney(money(minor, currency));
  const above = tier && tier.above !== null ? [`above ${shown(tier.above)}`] : [];
  const upTo = tier && tier.upTo !== null ? [`up to ${shown(tier.upTo)}`] : [];
  return [...above, ...upTo].join(' and ');
}

/** "By amount, up to 500.00 EUR"; a tier of the short form is called by its range alone. */
export function titleOf({ name, tier }: Policy, currency: string): string {
  const range = rangeText(tier, currency);
  return [name, range].filter(Boolean).join(', ') || 'any total';
}

/** "invoices and estimates", "all documents". */
export function kindsText(kinds: readonly SubjectKind[]): string {
  if (kinds.length === SUBJECT_KINDS.length) return 'all documents';
  return listed(kinds.map((kind) => `${nounOf(kind)}s`), 'and');
}

const ROLES: Readonly<Record<string, string>> = { manager: 'managers', coordinator: 'coordinators', finance: 'finance' };
const PERSONAL: Readonly<Record<string, string>> = { 'account manager': 'the client’s account manager', "creator's manager": 'the creator’s manager', 'department head': 'the head of the creator’s department' };

/** Words of a step as people read them; `nameOf` knows the people behind mail addresses. */
const approverText = (approver: string, nameOf: (email: string) => string): string =>
  ROLES[approver] ?? PERSONAL[approver] ?? (isGroup(approver) ? `the Slack group ${approver}` : nameOf(approver));

/** "any one of managers and finance", "all of Milo and Ana", "the creator’s manager, within 8 business hours, then given back". */
export function stepText({ approvers, quorum, when, limit }: PolicyStep, nameOf: (email: string) => string): string {
  const list = listed(approvers.map((approver) => approverText(approver, nameOf)), 'and');
  const [only] = approvers;
  const isOnePerson = approvers.length === 1 && only !== undefined && !(only in ROLES) && !isGroup(only);
  return `${isOnePerson ? '' : `${quorumText(quorum)} of `}${list}${when ? `, if ${when.text}` : ''}${limit ? `, ${limitText(limit, (escalation) => stepText(escalation, nameOf))}` : ''}`;
}

const quorumText = (quorum: Quorum): string => (quorum === 'all' ? 'all' : `any ${quorum === 1 ? 'one' : quorum}`);

/** A field's value in a sentence: words in quotation marks, as in a condition. */
export function valueText(value: FieldValue | undefined): string {
  if (value === undefined) return 'not known';
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? (value.length === 0 ? 'empty' : value.map((word) => `"${String(word)}"`).join(', ')) : String(value);
}
