/**
 * Reach: which policies no document can come to, because their condition is never true or because those above take everything.
 * Each field is tried with every value that can make a difference: beside and between the numbers it is compared with, the words it is
 * compared with and another one. What is no comparison with a fixed value counts as if it could be true or false at will.
 */
import { comparableParts, worldJudgeOf, type Expression } from './expression';
import type { Policy } from './policy';
import { fieldsOf, type FieldValue, type SubjectKind } from './subject';

/** `by` is the one policy above that takes everything; without it several do together. */
export type Unreached = { policy: Policy; because: 'never true' | 'taken'; by?: Policy };

/** More combinations than these are not tried: then nothing is claimed. */
const MOST_COMBINATIONS = 4_096;

/** Policies that no document of any of their kinds can come to. `scale` is how many minor units make one of the policy's currency. */
export function unreached(policies: readonly Policy[], scale: number): Unreached[] {
  const groups = grouped(policies).map((tiers) => ({ tiers, ...tried(together(tiers, scale)) }));
  return groups.flatMap(({ tiers }, index) => tiers.flatMap((policy): Unreached[] => {
    const own = tried(expressionOf(policy, scale));
    const worlds = worldsOf([own], policy.kinds)?.filter((world) => own.judge(world) === true);
    if (!worlds) return [];
    if (worlds.length === 0) return [{ policy, because: 'never true' }];
    const above = groups.slice(0, index).filter((group) => policy.kinds.every((kind) => group.tiers[0]?.kinds.includes(kind)) && isComparable(group, own));
    const by = above.find((group) => covers([group], own, worlds, policy.kinds));
    if (by) return [{ policy, because: 'taken', by: by.tiers[0] }];
    return covers(above, own, worlds, policy.kinds) ? [{ policy, because: 'taken' }] : [];
  }));
}

/** Whether some document that comes to the policy also meets the condition of a step in it. */
export function isStepPossible(policy: Policy, step: Expression, scale: number): boolean {
  const both = tried({ op: 'and', left: expressionOf(policy, scale), right: step });
  return worldsOf([both], policy.kinds)?.some((world) => both.judge(world) === true) ?? true;
}

type World = Readonly<Record<string, FieldValue>>;
/** An expression with what every pair of policies asks of it. */
type Tried = { parts: ReturnType<typeof comparableParts>; keys: ReadonlySet<string>; judge: ReturnType<typeof worldJudgeOf> };
function tried(expression: Expression): Tried {
  const parts = comparableParts(expression);
  return { parts, keys: new Set(parts.map(({ key }) => key)), judge: worldJudgeOf(expression) };
}

/** The tiers of one policy stand one after the other and share its condition. */
function grouped(policies: readonly Policy[]): Policy[][] {
  return policies.reduce<Policy[][]>((groups, policy) => {
    const last = groups.at(-1);
    if (policy.tier && last?.[0]?.tier && last[0].name === policy.name && last[0].when === policy.when) last.push(policy);
    else groups.push([policy]);
    return groups;
  }, []);
}

/** What a whole policy takes: tiers without an end take every amount. */
function together(tiers: readonly Policy[], scale: number): Expression {
  const [first, ...others] = tiers.map((policy) => expressionOf(policy, scale));
  if (tiers.at(-1)?.tier?.upTo === null) return tiers[0]?.when?.expression ?? ALWAYS;
  return others.reduce<Expression>((left, right) => ({ op: 'or', left, right }), first ?? ALWAYS);
}

const ALWAYS: Expression = { op: 'constant', value: true };
const TOTAL: Expression = { op: 'field', field: 'total' };

/** A policy as one expression: its condition and its tier. */
function expressionOf({ when, tier }: Policy, scale: number): Expression {
  const bounds: Expression[] = [
    ...(when ? [when.expression] : []),
    ...(tier && tier.above !== null ? [{ op: 'compare', sign: '>', left: TOTAL, right: { op: 'constant', value: tier.above / scale } } as const] : []),
    ...(tier && tier.upTo !== null ? [{ op: 'compare', sign: '<=', left: TOTAL, right: { op: 'constant', value: tier.upTo / scale } } as const] : []),
  ];
  return bounds.reduce<Expression>((both, bound) => (both === ALWAYS ? bound : { op: 'and', left: both, right: bound }), ALWAYS);
}

/** One that looks at other fields besides is not tried: it takes everything only if those do not matter. */
const isComparable = (earlier: Tried, own: Tried): boolean => [...earlier.keys].every((key) => own.keys.has(key));

/** True when wherever `own` is true, one of the earlier is too. Most are found wanting in the worlds that `own` alone tells apart. */
function covers(earlier: readonly Tried[], own: Tried, worlds: readonly World[], kinds: readonly SubjectKind[]): boolean {
  const isTaken = (world: World): boolean => earlier.some(({ judge }) => judge(world) === true);
  if (earlier.length === 0 || !worlds.every(isTaken)) return false;
  return worldsOf([own, ...earlier], kinds)?.every((world) => own.judge(world) !== true || isTaken(world)) ?? false;
}

/** Every world that can differ for these expressions; undefined when there are too many to try. */
function worldsOf(some: readonly Tried[], kinds: readonly SubjectKind[]): World[] | undefined {
  const choices = choicesOf(some.flatMap(({ parts }) => parts), kinds);
  const combinations = choices.reduce((product, { values }) => product * values.length, 1);
  if (combinations > MOST_COMBINATIONS) return undefined;
  return Array.from({ length: combinations }, (_, index) => {
    let rest = index;
    return Object.fromEntries(choices.map(({ key, values }) => {
      const value = values[rest % values.length] as FieldValue;
      rest = Math.floor(rest / values.length);
      return [key, value];
    }));
  });
}

type Choice = { key: string; values: FieldValue[] };

/** Every field or free part with the values that can make a difference. */
function choicesOf(parts: ReturnType<typeof comparableParts>, kinds: readonly SubjectKind[]): Choice[] {
  const constants = new Map<string, Set<FieldValue>>();
  for (const { key, constant } of parts) {
    const known = constants.get(key) ?? new Set();
    if (constant !== undefined) known.add(constant);
    constants.set(key, known);
  }
  return [...constants].map(([key, some]) => ({ key, values: valuesFor(fieldsOf(kinds[0] ?? 'invoice')[key]?.type, fieldsOf(kinds[0] ?? 'invoice')[key]?.least, [...some]) }));
}

function valuesFor(type: string | undefined, least: number | undefined, constants: FieldValue[]): FieldValue[] {
  if (type === 'number') {
    const sorted = constants.map(Number).sort((a, b) => a - b);
    const between = sorted.flatMap((value, index) => [value, index + 1 < sorted.length ? (value + (sorted[index + 1] ?? value)) / 2 : value + 1]);
    return [least ?? (sorted[0] ?? 0) - 1, ...between].filter((value) => least === undefined || value >= least);
  }
  if (type === 'text') return [...constants, '\u0000another'];
  return [true, false]; // A yes-no, a word in a list, or a part that is no comparison.
}
