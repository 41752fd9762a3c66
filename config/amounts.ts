/** Amounts in rule files: written in digits, read exactly, never as floats. */
import { exponentOf } from '../domain/currency';
import { decimalsInWords, fromDecimal } from '../domain/money';
import { DomainError } from '../domain/refusals';
import { didYouMean, type Reading } from './reading';
import type { YamlNode } from './yaml';

/** `minor` in the file's currency, `text` as it was written. */
export type WrittenAmount = { minor: number; text: string };

/** Has the most decimals, so that amounts are still checked when the file's own currency is a fault. */
const WIDEST = 'CLF';

/** An amount of 0 or more in major units, or `unlimited` as null; undefined after a fault. `currency` is '' when it could not be read. */
export function readAmount(reading: Reading, node: YamlNode | undefined, label: string, currency: string): WrittenAmount | null | undefined {
  const text = reading.text(node, label);
  if (!node || text === '') return undefined;
  if (text === 'unlimited') return null;
  const wrong = wrongWith(text, label, currency || WIDEST);
  if (!wrong) return { minor: fromDecimal(text, currency || WIDEST).minor, text };
  reading.fault(node.at, wrong.code, wrong.sentence);
  return undefined;
}

function wrongWith(text: string, label: string, currency: string): { code: string; sentence: string } | undefined {
  if (/^[-+]?\.?(inf|infinity|nan)$/i.test(text)) {
    return { code: 'AMOUNT_NOT_FINITE', sentence: `'${label}' must be a number; write '${label}: unlimited' if you mean no limit.` };
  }
  if (/^-[0-9.]+$/.test(text)) return { code: 'AMOUNT_NEGATIVE', sentence: `'${label}' must be 0 or more, not '${text}'.` };
  if (!/^(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(text)) return { code: 'AMOUNT_FORMAT', sentence: betterWriting(text, label) };
  const exponent = exponentOf(currency);
  const decimals = text.split('.')[1]?.length ?? 0;
  if (decimals > exponent) return { code: 'AMOUNT_DECIMALS', sentence: `'${label}' is too precise: ${currency} has ${decimalsInWords(exponent)}.` };
  try {
    fromDecimal(text, currency);
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: 'AMOUNT_TOO_LARGE', sentence: error.message };
  }
}

/** 1_000 and 01000 can only be 1000; of a comma nobody knows whether it groups thousands or begins the cents. */
function betterWriting(text: string, label: string): string {
  const bare = text.replace(/[_'’\s]/g, '').replace(/^\+?0*(?=[0-9])/, '');
  if (/^[0-9]+(\.[0-9]+)?$/.test(bare)) return `write ${bare}, not '${text}'.`;
  if (/^[a-z]+$/i.test(text)) return `'${label}' must be an amount or 'unlimited', not '${text}'${didYouMean(text, ['unlimited'])}`;
  return `'${label}': write digits and a point, such as 1000 or 999.50, not '${text}'.`;
}
