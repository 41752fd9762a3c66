/**
 * `npm run -s calc -- FILE`: computes each money and date case of a JSON file and compares it with what the file expects.
 * The file is `{ "cases": […] }` or a bare array; a case is `{ id, kind, input, expected? }`; `expected: { refusal }` expects a refusal.
 * One line a case, then a summary; exit code 1 on a difference, a refusal or an ill-formed case or file.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { DomainError } from '../domain/refusals';
import { computeCase, type Result } from './cases';

const caseShape = z.object({ id: z.string().min(1), kind: z.string().min(1), input: z.record(z.string(), z.unknown()), expected: z.record(z.string(), z.unknown()).nullish() });
const fileShape = z.union([z.array(z.unknown()), z.object({ cases: z.array(z.unknown()) }).transform(({ cases }) => cases)]);

/** Fields of `expected` that the input does not determine: it names no exchange rate. */
const UNDETERMINED: readonly string[] = ['vatInTaxCurrency'];

type Verdict = 'ok' | 'different' | 'refused' | 'ill-formed' | 'skipped';
type Line = { verdict: Verdict; text: string };

/** One case's line. `place` names a case that has no id. */
function judge(raw: unknown, place: string): Line {
  const parsed = caseShape.safeParse(raw);
  if (!parsed.success) return { verdict: 'ill-formed', text: `${nameOf(raw) ?? place} ${oneLine(z.prettifyError(parsed.error))}` };
  const { id, kind, input, expected } = parsed.data;
  try {
    const got = computeCase(kind, input);
    if (!got) return { verdict: 'skipped', text: `${id} ${kind}` };
    return matches(expected ?? {}, got) ? { verdict: 'ok', text: `${id} ${JSON.stringify(got)}` } : different(id, expected, got);
  } catch (error) {
    if (error instanceof DomainError) return refused(id, expected, error);
    if (error instanceof z.ZodError) return { verdict: 'ill-formed', text: `${id} ${oneLine(z.prettifyError(error))}` };
    if (error instanceof RangeError) return { verdict: 'ill-formed', text: `${id} ${oneLine(error.message)}` }; // An unknown locale.
    throw error;
  }
}

function refused(id: string, expected: Result | null | undefined, { code, message }: DomainError): Line {
  if (!expected) return { verdict: 'refused', text: `${id} ${code} ${message}` };
  const got = { refusal: code, sentence: message };
  return matches(expected, got) ? { verdict: 'ok', text: `${id} ${JSON.stringify(got)}` } : different(id, expected, got);
}

const different = (id: string, expected: unknown, got: Result): Line =>
  ({ verdict: 'different', text: `${id} expected ${JSON.stringify(expected)} got ${JSON.stringify(got)}` });

/** Every expected field is exactly as computed; computed ones that the file does not mention are only shown. */
const matches = (expected: Result, got: Result): boolean =>
  Object.entries(expected).every(([field, value]) => UNDETERMINED.includes(field) || isDeepStrictEqual(value, got[field]));

function nameOf(raw: unknown): string | undefined {
  const named = z.object({ id: z.string().min(1) }).safeParse(raw);
  return named.success ? named.data.id : undefined;
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ');

/** The cases of a file, or the reason why there are none. */
function casesOf(file: string): unknown[] | { fault: string } {
  try {
    const parsed = fileShape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : { fault: `${file}: neither an array of cases nor an object with "cases".` };
  } catch (error) {
    return { fault: `${file}: ${(error as Error).message}` }; // Not there, not readable, or not JSON: all is the caller's to mend.
  }
}

function main(file: string | undefined): number {
  if (file === undefined) {
    console.error('Usage: npm run -s calc -- FILE');
    return 1;
  }
  const cases = casesOf(file);
  if (!Array.isArray(cases)) {
    console.error(cases.fault);
    return 1;
  }
  const lines = cases.map((raw, at) => judge(raw, `case ${at + 1}`));
  for (const { verdict, text } of lines) console.log(`${verdict} ${text}`);
  const count = (verdict: Verdict) => lines.filter((line) => line.verdict === verdict).length;
  const faults = count('different') + count('refused') + count('ill-formed');
  console.log(`${count('ok')} ok, ${count('different')} different, ${count('refused') + count('ill-formed')} unreadable, ${count('skipped')} skipped`);
  return faults === 0 ? 0 : 1;
}

process.exitCode = main(process.argv[2]);
