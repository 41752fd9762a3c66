/** Tiers: steps by amount, in one chain without gaps and overlaps. */
import type { PolicyStep, Tier } from '../../domain/policy/policy';
import { readAmount, type WrittenAmount } from '../amounts';
import type { Fields, Reading } from '../reading';
import type { YamlNode } from '../yaml';
import { PLAIN_KEYS, readSteps } from './steps';
import type { StepContext } from './when';

/** A tier as written, before it is known whether it meets its neighbours. `end` null is unlimited. */
type Written = { node: YamlNode; from?: WrittenAmount; end?: WrittenAmount | null; inclusive: boolean; steps: PolicyStep[] };

/** `tiers`, from small to large. With `cumulative: yes` each also takes the steps of those below it. */
export function readTiers(reading: Reading, fields: Fields, currency: string, context: StepContext): { tier: Tier; steps: PolicyStep[] }[] {
  const written = reading.filled(fields.get('tiers'), 'tiers').map((node) => readTier(reading, node, currency, context));
  const tiers = chained(reading, written);
  const cumulative = fields.has('cumulative') && reading.choice(fields.get('cumulative'), 'cumulative', ['yes', 'no']) === 'yes';
  return cumulative ? tiers.map(({ tier }, index) => ({ tier, steps: distinct(tiers.slice(0, index + 1).flatMap(({ steps }) => steps)) })) : tiers;
}

/** A step that a lower tier has already is not asked twice. */
function distinct(steps: readonly PolicyStep[]): PolicyStep[] {
  const keyOf = ({ approvers, quorum, when, limit }: PolicyStep): string => JSON.stringify([approvers, quorum, when?.text, limit]);
  return steps.filter((step, index) => steps.findIndex((other) => keyOf(other) === keyOf(step)) === index);
}

const keysOf = (node: YamlNode): Set<string> => new Set(node.kind === 'map' ? node.entries.map(({ key }) => key) : []);

function readTier(reading: Reading, node: YamlNode, currency: string, context: StepContext): Written {
  const keys = keysOf(node);
  const [end, who] = [keys.has('below') ? 'below' : 'up_to', keys.has('steps') ? 'steps' : 'approvers'];
  const fields = reading.fields(node, 'a tier', { need: [end, who], may: ['from', 'up_to', 'below', 'steps', ...PLAIN_KEYS] });
  if (keys.has('below') && keys.has('up_to')) reading.fault(fields.place('below'), 'TIER_END', "write 'up_to' or 'below', not both.");
  const from = fields.has('from') ? readAmount(reading, fields.get('from'), 'from', currency) : undefined;
  if (from === null) reading.fault(fields.place('from'), 'AMOUNT_FORMAT', "'from' must be an amount; 'unlimited' is for 'up_to'.");
  return { node, from: from ?? undefined, end: readAmount(reading, fields.get(end), end, currency), inclusive: end === 'up_to', steps: readSteps(reading, fields, 'a tier', context) };
}

/** No amount in two tiers, none in between. What is above the last is served by what follows. */
function chained(reading: Reading, tiers: readonly Written[]): { tier: Tier; steps: PolicyStep[] }[] {
  const start: Edge = { text: '', next: 0, least: 0, words: 'below' };
  let edge: Edge | 'unknown' | 'unlimited' = start;
  let above: number | null = null;
  return tiers.map(({ node, from, end, inclusive, steps }) => {
    if (edge === 'unlimited') reading.fault(node.at, 'TIER_UNREACHABLE', 'no amount comes to this tier: the one above it is unlimited.');
    else if (edge !== 'unknown') meet(reading, node, edge, from, end && { ...end, minor: lastOf(end, inclusive) });
    edge = end === null ? 'unlimited' : end === undefined ? 'unknown' : edgeAfter(end, inclusive);
    const tier = { above, upTo: end ? lastOf(end, inclusive) : null };
    above = tier.upTo;
    return { tier, steps };
  });
}

/** Where a tier ended: the amount as written, the first amount that is free, and the least that the next tier's `from` may be. */
type Edge = { text: string; next: number; least: number; words: string };

const lastOf = ({ minor }: WrittenAmount, inclusive: boolean): number => (inclusive ? minor : minor - 1);

/** After `up_to: 1000` both `from: 1000` (meaning above it) and `from: 1000.01` go on without a gap; after `below: 1000` only 1000. */
const edgeAfter = (end: WrittenAmount, inclusive: boolean): Edge =>
  ({ text: end.text, next: lastOf(end, inclusive) + 1, least: end.minor, words: `${inclusive ? 'above' : 'from'} ${end.text} and below` });

/** One tier against the end of the one before it. `end.minor` is the last amount that belongs to it. */
function meet(reading: Reading, { at }: YamlNode, edge: Edge, from: WrittenAmount | undefined, end: WrittenAmount | null | undefined): void {
  if (from && from.minor > edge.next) reading.fault(at, 'TIER_GAP', `Amounts ${edge.words} ${from.text} match no tier.`);
  if (from && from.minor < edge.least) reading.fault(at, 'TIER_OVERLAP', `Amounts from ${from.text} to ${edge.text} match two tiers.`);
  else if (end && end.minor < Math.max(edge.next, from?.minor ?? 0)) {
    reading.fault(at, 'TIER_OVERLAP', `no amount is left for this tier, which ends at ${end.text}; write tiers from small to large.`);
  }
}
