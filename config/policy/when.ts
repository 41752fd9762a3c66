/** `when`: a condition at its place in the file, with the words it compares looked up in the office. */
import { isCurrency } from '../../domain/currency';
import { comparedWith, readCondition, type Condition } from '../../domain/policy/condition';
import { commonFields, type Field, type SubjectKind } from '../../domain/policy/subject';
import { didYouMean, type Reading } from '../reading';
import { isCountry } from '../parties';
import type { Place, YamlNode, YamlText } from '../yaml';
import type { Colleagues } from './people';

/** What every part of a policy is read with: the documents it serves, and the office. */
export type StepContext = { kinds: readonly SubjectKind[]; colleagues: Colleagues | undefined };

/** The condition, or undefined after its faults are told, each where it stands. */
export function readWhen(reading: Reading, node: YamlNode | undefined, { kinds, colleagues }: StepContext): Condition | undefined {
  const text = reading.text(node, 'when');
  if (node?.kind !== 'text' || text === '' || kinds.length === 0) return undefined;
  const { condition, faults } = readCondition(text, kinds);
  for (const { offset, code, sentence } of faults) reading.fault(placeIn(node, offset), code, sentence);
  for (const { field, value } of condition ? comparedWith(condition) : []) {
    const wrong = wrongWord(commonFields(kinds)[field], value, colleagues);
    if (wrong) reading.fault(placeIn(node, Math.max(0, text.indexOf(String(value)))), 'UNKNOWN_VALUE', wrong);
  }
  return condition;
}

const placeIn = ({ at, inside }: YamlText, offset: number): Place => (inside ? { line: inside.line, column: inside.column + offset } : at);

/** A word that can never stand in the field: a misspelt code, or a person or department the office does not have. */
export function wrongWord(field: Field | undefined, value: unknown, colleagues: Colleagues | undefined): string | undefined {
  const word = String(value);
  if (word === '') return undefined; // Somebody without a department.
  if (field?.vocabulary === 'country' && !isCountry(word)) return `'${word}' is no country; write a code of ISO 3166 such as DE.`;
  if (field?.vocabulary === 'currency' && !isCurrency(word)) return `'${word}' is no currency; write a code of ISO 4217 such as EUR.`;
  const known = field?.vocabulary && colleagues ? wordsOf(field.vocabulary, colleagues) : undefined;
  if (!known || known.includes(word)) return undefined;
  return `'${word}' is no ${field?.vocabulary === 'email' ? 'mail address' : field?.vocabulary} in office.yaml${didYouMean(word, known)}`;
}

function wordsOf(vocabulary: NonNullable<Field['vocabulary']>, { people }: Colleagues): string[] | undefined {
  if (vocabulary === 'department') return people.flatMap(({ department, heads }) => [department, heads].filter((one) => one !== undefined));
  if (vocabulary === 'entity') return people.flatMap(({ entity }) => (entity === undefined ? [] : [entity]));
  if (vocabulary === 'person') return people.map(({ name }) => name);
  return vocabulary === 'email' ? people.map(({ email }) => email) : undefined;
}
