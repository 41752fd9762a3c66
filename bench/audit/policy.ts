/** The approval policy, read a second time: which steps approvals.yaml asks for at a total, by the rates of office.yaml and rates.csv. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fraction, minorOf, product, quotient, rounded, scaleOf, whole, type Fraction } from './arithmetic';
import { sha256 } from './canonical';
import type { Policy, PolicyStep } from './dossier';

type YamlStep = { approvers: string | string[]; quorum?: number };
type YamlTier = Partial<YamlStep> & { up_to?: string; below?: string; steps?: YamlStep[] };
type YamlPolicy = { currency: string; tiers?: YamlTier[]; cumulative?: string; fallback?: string | string[] };
type YamlOffice = { zone: string; currency: string; rates?: Record<string, string>[] };

/**
 * The policy of a configuration folder; undefined when the folder holds none. Every scalar is read as text, so that no digit is lost.
 * Of a policy that is more than tiers (conditions, people beside the document, cumulative tiers) it says nothing: that would be the
 * engine again, and an auditor that shares its mistakes.
 */
export function readPolicy(folder: string): Policy | undefined {
  const [approvals, office] = ['approvals.yaml', 'office.yaml'].map((name) => join(folder, name));
  if (!approvals || !office || !existsSync(approvals) || !existsSync(office)) return undefined;
  const text = readFileSync(approvals, 'utf8');
  const written = parse(text, { schema: 'failsafe' }) as YamlPolicy;
  const { zone, currency, rates: listed = [] } = parse(readFileSync(office, 'utf8'), { schema: 'failsafe' }) as YamlOffice;
  const rates = [...listed, ...quotedIn(join(folder, 'rates.csv'), currency)];
  const fallback = [stepOf({ approvers: written.fallback ?? 'finance' })];
  const hash = sha256(text);
  const { tiers } = written;
  if (!tiers || written.cumulative !== undefined || !tiers.every(isPlain)) return () => undefined;

  return ({ policyHash, minor, currency: of, date }) => {
    if (policyHash !== hash) return undefined; // It was submitted under rules that are not at hand.
    const size = minor < 0n ? -minor : minor;
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(date)); // Swedish dates are ISO's.
    const rated = of === currency ? size : converted(size, of, currency, rates, day);
    const tier = rated === undefined || written.currency !== currency ? undefined : tiers.find((each) => serves(each, rated, currency));
    return { steps: tier ? stepsOf(tier) : fallback, fallback };
  };
}

/** Roles, addresses and Slack ids in numbers that can be counted, without conditions. */
const isPlain = ({ steps, approvers = [], quorum }: YamlTier): boolean =>
  [...(steps ?? []), { approvers, quorum }].every((step) => !('when' in step) && step.quorum !== ('all' as never) && [step.approvers].flat().every((each) => /@|^[UW][A-Z0-9]+$|^[a-z]+$/.test(each)));

/** The quotes of rates.csv, units of each currency for one euro, as what a unit is worth: "1/1.1593". */
function quotedIn(file: string, currency: string): Record<string, string>[] {
  if (!existsSync(file)) return [];
  const [head = [], ...days] = readFileSync(file, 'utf8').trim().split(/\r?\n/).map((row) => row.split(',').map((cell) => cell.trim()));
  return days.flatMap(([date = '', ...cells]) => {
    const quotes = new Map([['EUR', '1'], ...cells.map((cell, at): [string, string] => [head[at + 1] ?? '', cell])].filter(([, cell]) => /\d/.test(cell ?? '')) as [string, string][]);
    const own = quotes.get(currency);
    return own === undefined ? [] : [{ date, ...Object.fromEntries([...quotes].map(([code, quote]) => [code, `${own}/${quote}`])) }];
  });
}

/** A decimal, or a quotient of two. */
function rateOf(text: string): Fraction {
  const [over = '', under = '1'] = text.split('/');
  return quotient(fraction(over), fraction(under));
}

/** By the newest rate that is not later than the day. */
function converted(minor: bigint, from: string, to: string, rates: readonly Record<string, string>[], day: string): bigint | undefined {
  const newest = rates.filter((each) => (each.date ?? '') <= day && each[from] !== undefined).sort((one, other) => ((one.date ?? '') < (other.date ?? '') ? 1 : -1))[0];
  const rate = newest?.[from];
  return rate === undefined ? undefined : rounded(product(quotient(whole(minor), scaleOf(from)), rateOf(rate), scaleOf(to)));
}

function serves({ up_to: upTo, below }: YamlTier, minor: bigint, currency: string): boolean {
  const end = String(below ?? upTo);
  return end === 'unlimited' || (below === undefined ? minor <= minorOf(end, currency) : minor < minorOf(end, currency));
}

function stepsOf({ steps, approvers = 'nobody', quorum }: YamlTier): PolicyStep[] {
  if (steps) return steps.map(stepOf);
  return approvers === 'nobody' ? [] : [stepOf({ approvers, quorum })];
}

/** Roles are written in the plural and kept in the singular. */
const stepOf = ({ approvers, quorum }: YamlStep): PolicyStep =>
  ({ approvers: [approvers].flat().map((each) => each.replace(/^(manager|coordinator)s$/, '$1')), quorum: Number(quorum ?? 1) });
