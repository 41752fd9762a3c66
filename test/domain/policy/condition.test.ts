/** Conditions: what finance may write after `when`, what it means, and what each mistake is told. */
import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { comparedWith, readCondition } from '../../../domain/policy/condition';
import { commonFields, SUBJECT_KINDS, type FieldValue, type Subject } from '../../../domain/policy/subject';

const values: Subject['values'] = {
  total: 500.01, amount: 580, currency: 'USD', 'client.country': 'DE', 'client.name': 'Acme GmbH', 'client.tags': ['vip', 'slow'], 'client.overdue': 0,
  'client.first_document': false, 'discount.percent': 12.5, department: 'Design', 'purchase_order.present': true,
};
const judged = (text: string, known = values): boolean | undefined => {
  const { condition, faults } = readCondition(text, ['invoice']);
  if (!condition) throw new Error(JSON.stringify(faults));
  return condition.judge({ kind: 'invoice', values: known });
};
const told = (text: string, kinds = ['invoice'] as Parameters<typeof readCondition>[1]): string => readCondition(text, kinds).faults.map(({ offset, code, sentence }) => `${offset} ${code} ${sentence}`).join('\n');

describe('a condition', () => {
  it.each<[string, boolean]>([
    ['total > 500', true], ['total > 500.01', false], ['total >= 500.01', true], ['total == 500.01', true], ['580 == amount', true], ['amount != 580', false],
    ['-5 < total', true], ['total > -5', true], ['total - 100 > 400', true], ['total * 2 > 1000', true], ['total / 2 > 250.01', false],
    ['client.country == "DE" && currency != \'EUR\'', true], ['client.country in ["FR", "DE"]', true], ['"vip" in client.tags', true], ['!("new" in client.tags)', true],
    ['client.first_document || discount.percent > 10', true], ['purchase_order.present', true], ['!purchase_order.present', false],
    ['client.name.startsWith("Acme")', true], ['client.name.endsWith("KG")', false], ['client.name.contains("me G")', true],
    ['size(client.tags) == 2', true], ['client.tags.size() > 2', false], ['client.tags == ["vip", "slow"]', true], ['client.tags != ["vip"]', true],
    ['total in [500, 580]', false], ['amount in [500, 580]', true], ['department == ""', false],
    ['(client.country == "DE" ? total : amount) > 550', false], ['total > 1 // a remark', true], ['has(client.name)', true], ['has(margin.percent)', false],
  ])('%s is %s', (text, truth) => expect(judged(text)).toBe(truth));

  it.each<[string, boolean | undefined]>([
    ['margin.percent < 20', undefined], ['!(margin.percent < 20)', undefined], ['margin.percent < 20 && total > 1', undefined], ['total > 1 && margin.percent < 20', undefined],
    ['margin.percent < 20 || total > 1', true], ['total > 1 || margin.percent < 20', true], ['margin.percent < 20 && total < 1', false], ['total < 1 && margin.percent < 20', false],
    ['has(margin.percent) && margin.percent < 20', false], ['(purchase_order.within_tolerance ? 1 : 2) > 1', undefined], ['total in [margin.percent, 500.01]', undefined],
  ])('that needs an unknown field is unknown unless the rest settles it: %s is %s', (text, truth) => expect(judged(text)).toBe(truth));

  it.each<[string, string]>([
    ['totl > 5', "0 UNKNOWN_FIELD unknown field 'totl'; did you mean 'total'?"],
    ['total > 1 && client.contry == "DE"', "13 UNKNOWN_FIELD unknown field 'client.contry'; did you mean 'client.country'?"],
    ['client == "x"', "0 UNKNOWN_FIELD 'client' is a group of fields"],
    ['weight > 5', "0 UNKNOWN_FIELD unknown field 'weight'; an invoice has total, amount, currency"],
    ['total > "big"', "0 CONDITION_TYPE 'a number > a text' means nothing"],
    ['client.country == 5', "0 CONDITION_TYPE 'a text == a number' means nothing"],
    ['client.country > "DE"', '0 CONDITION_TYPE only numbers can be compared with >.'],
    ['purchase_order.present < true', '0 CONDITION_TYPE only numbers can be compared with <.'],
    ['client.name + "x" == "y"', '0 CONDITION_TYPE only numbers can be put together with +.'],
    ['total', '0 CONDITION_NO_ANSWER'],
    ['total = 5', "6 CONDITION_SYNTAX write == for 'is the same as'."],
    ['total > 5 and client.country == "DE"', "10 CONDITION_SYNTAX write && for 'and'."],
    ['total > 5 OR total < 2', "10 CONDITION_SYNTAX write || for 'OR'."],
    ['not purchase_order.present', "0 CONDITION_SYNTAX write ! for 'not'."],
    ['total > 10_000', '8 CONDITION_SYNTAX write numbers without separators'],
    ['total > 10,000', '8 CONDITION_SYNTAX write numbers without separators'],
    ['(total > 5', "10 CONDITION_SYNTAX this cannot be read: expected ')', got the end."],
    ['total > 5 ||', '12 CONDITION_SYNTAX this cannot be read: unexpected token: the end.'],
    ['', '0 CONDITION_SYNTAX this cannot be read'],
    ['client.name == "Acme', '15 CONDITION_SYNTAX this cannot be read: unterminated string.'],
    ['true', '0 CONDITION_CONSTANT'], ['1 < 2', '0 CONDITION_CONSTANT'], ['total > 2 * 3', '8 CONDITION_CONSTANT write the result'],
    ['client.name.matches("(a+)+$")', "0 CONDITION_UNSUPPORTED 'matches' has no place in a condition; there are has, size, in"],
    ['client.tags.exists(t, t == "vip")', "0 CONDITION_UNSUPPORTED 'exists' has no place in a condition"],
    ['client.tags[0] == "vip"', "0 CONDITION_UNSUPPORTED '[]' has no place in a condition."],
    ['client.name == null', '0 CONDITION_TYPE nothing is compared with null; whether a field is known is asked with has'],
    [`total > 1 ${'|| total > 1 '.repeat(50)}`, '658 CONDITION_TOO_LONG a condition has at most'],
    ['total > 10.000', "8 CONDITION_SYNTAX '10.000' could be 10 or 10000; write the one you mean."],
    ['client.country == DE', '18 UNKNOWN_FIELD unknown field \'DE\'; if it is a word to compare with, put it in quotation marks: "DE".'],
    ['client.first_document == yes', "25 UNKNOWN_FIELD unknown field 'yes'; write true."],
    ['client.country not in ["DE"]', '15 CONDITION_SYNTAX write !(… in …), as in'],
    ['total <> 5', "6 CONDITION_SYNTAX write != for 'is not the same as'."],
    ['total => 5', "6 CONDITION_SYNTAX write >= for '=>'."],
    ['client.country == “DE”', '18 CONDITION_SYNTAX write straight quotation marks'],
    ['upper(client.name) == "X"', "0 CONDITION_UNSUPPORTED 'upper' has no place in a condition"],
    ['has(total)', '4 CONDITION_UNSUPPORTED has(…) asks whether a field with a point in its name is known'],
    [`total in [${Array.from({ length: 101 }, (_, n) => n).join(', ')}]`, 'CONDITION_TOO_LONG a condition has at most 100 words in a list'],
  ])('written as {%s} is told %s', (text, sentence) => expect(told(text)).toContain(sentence));

  it('tells one fault for one mistake', () => {
    for (const text of ['total > 2 * 500', 'int(total) > 5', 'client.tags[0] == "x"']) expect(readCondition(text, ['invoice']).faults).toHaveLength(1);
  });

  it('on several kinds of documents may look only at what all of them have', () => {
    expect(told('total > 5 && client.country == "DE"', ['invoice', 'estimate', 'credit_note'])).toBe('');
    expect(told('discount.percent > 5', ['invoice', 'credit_note'])).toContain("0 UNKNOWN_FIELD unknown field 'discount.percent'; these documents all have total");
    expect(told('total > 5', SUBJECT_KINDS)).toBe('');
  });

  it('names the fields it looks at and the words it compares them with', () => {
    const { condition } = readCondition('client.country in ["DE", "FR"] || "USD" == currency && has(margin.percent)', ['invoice']);
    expect(condition?.fields).toEqual(['client.country', 'currency', 'margin.percent']);
    expect(comparedWith(condition!)).toEqual([{ field: 'client.country', value: 'DE' }, { field: 'client.country', value: 'FR' }, { field: 'currency', value: 'USD' }]);
  });
});

/** The language's own implementation, for whole subjects. */
function byTheLibrary(text: string, known: Readonly<Record<string, FieldValue>>): unknown {
  const types = { number: 'double', text: 'string', 'yes-no': 'bool', texts: 'list<string>' } as const;
  const environment = new Environment({ unlistedVariablesAreDyn: false });
  const flat = (name: string): string => name.replace('.', '_');
  for (const [name, { type }] of Object.entries(commonFields(['invoice']))) environment.registerVariable(flat(name), types[type]);
  return environment.evaluate(text.replace(/\b(client|purchase_order|discount|margin)\.(\w+)/g, '$1_$2'), Object.fromEntries(Object.entries(known).map(([name, value]) => [flat(name), value])));
}

const number = fc.oneof(fc.constantFrom('total', 'amount', 'client.overdue'), fc.integer({ min: -9, max: 9 }).map((n) => `${n}.0`));
const leaf = fc.oneof(
  fc.tuple(fc.constantFrom('total', 'amount'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), number).map(([left, sign, right]) => `${left} ${sign} ${right}`),
  fc.tuple(number, fc.constantFrom('+', '-', '*'), fc.constantFrom('total', 'client.overdue')).map(([left, sign, right]) => `${left} ${sign} ${right} > amount`),
  fc.tuple(fc.constantFrom('client.country', 'currency'), fc.constantFrom('==', '!='), fc.constantFrom('"DE"', '"EUR"')).map(([left, sign, right]) => `${left} ${sign} ${right}`),
  fc.constantFrom('"vip" in client.tags', 'client.country in ["DE", "FR"]', 'client.first_document', 'size(client.tags) > 1', 'currency.startsWith("E")'),
);
const { whole } = fc.letrec<{ whole: string; pair: string }>((tie) => ({
  whole: fc.oneof({ maxDepth: 4 }, leaf, tie('pair'), tie('whole').map((inner) => `!(${inner})`)),
  pair: fc.tuple(tie('whole'), fc.constantFrom('&&', '||'), tie('whole')).map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
}));
const subjects = fc.record({
  total: fc.integer({ min: -9, max: 9 }), amount: fc.integer({ min: -9, max: 9 }), 'client.overdue': fc.integer({ min: 0, max: 9 }), currency: fc.constantFrom('EUR', 'DE'),
  'client.country': fc.constantFrom('DE', 'FR', 'US'), 'client.tags': fc.subarray(['vip', 'slow']), 'client.first_document': fc.boolean(),
});

it('means what the language’s own implementation says it means', () => {
  fc.assert(fc.property(whole.filter((text) => text.length < 500), subjects, (text, known) => {
    expect(judged(text, known)).toBe(byTheLibrary(text, known));
  }), { numRuns: 1500 });
});
