/** Bad policies from test/cases: each gives its clear error at its line, and each with its fault mended is accepted. */
import { readApprovals } from '../../config/approvals';
import badInputs from '../cases/bad-inputs.json';

type Recipe = { gen: 'repeat'; prefix: string; unit: string; times: number; suffix: string };
type Case = { surface: string; input: string | Recipe; expect: { code: string; message: string } };

const textOf = (input: string | Recipe): string => (typeof input === 'string' ? input : input.prefix + input.unit.repeat(input.times) + input.suffix);
const cases = (badInputs as unknown as Case[]).filter(({ surface }) => surface === 'yaml_policy').map(({ input, expect: { code, message } }) => ({ text: textOf(input), code, message }));

/** "Line 4: …" holds the place; the check prints it in front of the code. */
function expected({ code, message }: { code: string; message: string }) {
  const [, line, sentence] = /^Line (\d+): (.*)$/s.exec(message) ?? [];
  return line ? expect.objectContaining({ line: Number(line), code, sentence }) : expect.objectContaining({ code, sentence: message });
}

const head = 'version: 1\ncurrency: EUR\n';
/** What the author of each case would have written had he not erred, in the order of the cases. */
const mended: readonly (readonly [wrong: string | RegExp, right: string] | string)[] = [
  `${head}tiers:\n  - up_to: 1000\n    approvers: [U1, U2, U3]\n`,
  ['    approvers: [UEVIL]\n', ''],
  ['.inf', 'unlimited'],
  ['[]', '[U1]'],
  ['version: !!js/function "function(){return 1}"\n', `${head}tiers: [{up_to: unlimited, approvers: [U1]}]\n`],
  `${head}tiers: [{up_to: unlimited, approvers: [U1]}]\n`,
  ['__proto__:\n  isAdmin: true\nversion: 1\n', `${head}tiers: [{up_to: unlimited, approvers: [U1]}]\n`],
  ['1_000', '1000'],
  ['2000', '1000'],
  ['quorum: 2', 'quorum: 1'],
  ['tiers:\n\t- up_to: 1000\n', 'currency: EUR\ntiers:\n  - up_to: 1000\n    approvers: [U1]\n'],
  ['aprovers', 'approvers'],
];

describe('a bad policy', () => {
  it('comes in twelve kinds', () => expect(cases).toHaveLength(mended.length));

  it.each(cases)('is refused with its code, line and sentence: $message', ({ text, ...wanted }) => {
    expect(readApprovals(text).faults).toContainEqual(expected(wanted));
  });

  it.each(cases.map((one, index) => ({ ...one, mend: mended[index]! })))('is accepted once it is mended: $message', ({ text, mend }) => {
    const right = typeof mend === 'string' ? mend : text.replace(mend[0], mend[1]);
    expect(right).not.toBe(text);
    expect(readApprovals(right)).toEqual({ value: expect.objectContaining({ version: 1, currency: 'EUR' }) });
  });

  it('leaves no trace on the objects of the program', () => {
    readApprovals('__proto__:\n  isAdmin: true\nversion: 1\n');
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});
