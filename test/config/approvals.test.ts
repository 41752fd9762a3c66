/** Approval rules as finance writes them: what each way of writing means, and what is refused. */
import { readApprovals } from '../../config/approvals';
import { faultLine } from '../../domain/fault';
import type { Person } from '../../domain/people';

const people: Person[] = [
  { name: 'Carla', email: 'carla@northlight.example', roles: ['coordinator'] },
  { name: 'Milo', email: 'milo@northlight.example', roles: ['manager'], slackId: 'U0MILO' },
  { name: 'Ana', email: 'ana@northlight.example', roles: ['manager'] },
];
const office = { people, currency: 'EUR' };
const policy = (tiers: string, rest = '') => `version: 3\ncurrency: EUR\ntiers:\n${tiers}${rest}`;
const tier = (words: string) => policy(`  - {${words}}\n`);
const faults = (text: string, colleagues?: typeof office) => (readApprovals(text, colleagues).faults ?? []).map(faultLine);
const tiersOf = (text: string) => readApprovals(text).value?.policies.map(({ tier, steps }) => ({ upTo: tier?.upTo, steps }));

describe('tiers', () => {
  it('include the amount after up_to and leave out the one after below', () => {
    expect(tiersOf(policy('  - {up_to: 500, approvers: nobody}\n  - {below: 10000, approvers: managers}\n  - {up_to: unlimited, approvers: finance}\n'))).toEqual([
      { upTo: 50_000, steps: [] },
      { upTo: 999_999, steps: [{ approvers: ['manager'], quorum: 1 }] },
      { upTo: null, steps: [{ approvers: ['finance'], quorum: 1 }] },
    ]);
  });

  it('count in the minor units of their currency', () => {
    const yen = policy('  - {up_to: 500000, approvers: U1}\n').replace('EUR', 'JPY');
    expect(tiersOf(yen)?.[0]?.upTo).toBe(500_000);
    expect(faults(yen.replace('500000', '0.5'))).toEqual(["4:13 AMOUNT_DECIMALS 'up_to' is too precise: JPY has no decimals."]);
  });

  it('are read exactly, where a float would err', () => {
    expect(tiersOf(tier('up_to: 90071992547409.91, approvers: U1'))?.[0]?.upTo).toBe(9_007_199_254_740_991);
    expect(tiersOf(tier('up_to: "0.29", approvers: U1'))?.[0]?.upTo).toBe(29);
    expect(faults(tier('up_to: 90071992547409.92, approvers: U1'))[0]).toContain('AMOUNT_TOO_LARGE');
  });

  it.each(['1000', '1000.01'])('join without a gap when one ends at 1000 and the next is from %s', (from) =>
    expect(faults(policy(`  - {from: 0, up_to: 1000, approvers: U1}\n  - {from: ${from}, up_to: unlimited, approvers: U2}\n`))).toEqual([]));

  it.each([
    ['{up_to: 1000, approvers: U1}', '{from: 1000.02, up_to: 2000, approvers: U1}', '5:5 TIER_GAP Amounts above 1000 and below 1000.02 match no tier.'],
    ['{below: 1000, approvers: U1}', '{from: 1000.01, up_to: 2000, approvers: U1}', '5:5 TIER_GAP Amounts from 1000 and below 1000.01 match no tier.'],
    ['{from: 1, up_to: 1000, approvers: U1}', '{up_to: 2000, approvers: U1}', '4:5 TIER_GAP Amounts below 1 match no tier.'],
    ['{up_to: 1000, approvers: U1}', '{from: 999, up_to: 2000, approvers: U1}', '5:5 TIER_OVERLAP Amounts from 999 to 1000 match two tiers.'],
    ['{up_to: 1000, approvers: U1}', '{up_to: 1000, approvers: U1}', '5:5 TIER_OVERLAP no amount is left for this tier, which ends at 1000; write tiers from small to large.'],
    ['{up_to: 1000, approvers: U1}', '{up_to: 100, approvers: U1}', '5:5 TIER_OVERLAP no amount is left for this tier, which ends at 100; write tiers from small to large.'],
    ['{up_to: unlimited, approvers: U1}', '{up_to: 100, approvers: U1}', '5:5 TIER_UNREACHABLE no amount comes to this tier: the one above it is unlimited.'],
  ])('are refused when %s is followed by %s', (first, second, fault) => expect(faults(policy(`  - ${first}\n  - ${second}\n`))).toEqual([fault]));

  it.each([
    ['below: 0, approvers: U1', 'TIER_OVERLAP'], ['up_to: 1, below: 2, approvers: U1', 'TIER_END'], ['up_to: 1, approvers: U1, steps: [{approvers: U2}]', 'TIER_STEPS'],
    ['up_to: -1, approvers: U1', 'AMOUNT_NEGATIVE'], ['up_to: 1e3, approvers: U1', 'AMOUNT_FORMAT'], ['up_to: 0x10, approvers: U1', 'AMOUNT_FORMAT'],
    ['up_to: "1,000", approvers: U1', 'AMOUNT_FORMAT'], ['up_to: unlimted, approvers: U1', 'AMOUNT_FORMAT'], ['up_to: .nan, approvers: U1', 'AMOUNT_NOT_FINITE'],
    ['up_to: ~, approvers: U1', 'EMPTY'], ['up_to: [1], approvers: U1', 'TYPE'], ['from: unlimited, up_to: 2, approvers: U1', 'AMOUNT_FORMAT'],
    ['approvers: U1', 'MISSING_KEY'], ['up_to: 1', 'MISSING_KEY'],
  ])('are refused when written as {%s}: %s', (words, code) => expect(faults(tier(words)).map((line) => line.split(' ')[1])).toEqual([code]));

  it('suggest the word that was meant', () =>
    expect(faults(tier('up_to: unlimted, approvers: U1'))).toEqual(["4:13 AMOUNT_FORMAT 'up_to' must be an amount or 'unlimited', not 'unlimted'; did you mean 'unlimited'?"]));
});

describe('approvers', () => {
  it('are roles, mail addresses in any case, and Slack ids', () =>
    expect(tiersOf(tier('up_to: 1, approvers: [managers, Ana@Northlight.example, U1]'))?.[0]?.steps).toEqual([{ approvers: ['manager', 'ana@northlight.example', 'U1'], quorum: 1 }]));

  it.each([
    ['approvers: []', '4:27 NO_APPROVERS a tier needs at least one approver; nobody would mean everybody.'],
    ['approvers: ', '4:27 NO_APPROVERS a tier needs at least one approver; nobody would mean everybody.'],
    ['approvers: [nobody]', "4:28 NO_APPROVERS 'nobody' stands alone: write 'approvers: nobody' in a tier or policy that needs no approval."],
    ['approvers: [U1, U1]', "4:32 APPROVER_TWICE 'U1' is named twice; one person counts once."],
    ['approvers: mangers', "4:27 UNKNOWN_PERSON 'mangers' is no role, mail address or Slack id; did you mean 'managers'?"],
    ['approvers: nobdy', "4:27 UNKNOWN_PERSON 'nobdy' is no role, mail address or Slack id; did you mean 'nobody'?"],
    ['approvers: viewer', '4:27 UNKNOWN_PERSON viewers only look; write managers, finance or coordinators.'],
    ['approvers: nobody, quorum: 1', "4:43 QUORUM_IMPOSSIBLE with 'approvers: nobody' there is no quorum; leave it out."],
    ['approvers: U1, quorum: 0', "4:39 NUMBER 'quorum' must be a whole number from 1 to 1000, not '0'."],
    ['steps: [{approvers: U1, quorum: 2}]', '4:24 QUORUM_IMPOSSIBLE quorum 2, but only 1 approver.'],
    ['steps: []', "4:23 EMPTY 'steps' is empty."],
  ])('are refused when written as %s', (words, fault) => expect(faults(tier(`up_to: 1, ${words}`))).toEqual([fault]));

  it('are taken on trust without office.yaml, and checked against it when it is at hand', () => {
    expect(faults(tier('up_to: 1, approvers: finance'))).toEqual([]);
    expect(faults(tier('up_to: 1, approvers: [finance, an@northlight.example]'), office)).toEqual([
      "1:1 NO_APPROVERS nobody in office.yaml is 'finance', who decide what no tier does; name others under 'fallback'.",
      "4:28 NO_APPROVERS nobody in office.yaml has the role 'finance'.",
      "4:37 UNKNOWN_PERSON 'an@northlight.example' is nobody in office.yaml; did you mean 'ana@northlight.example'?",
    ]);
  });

  it('count as people: a role and a Slack id may mean the same one', () => {
    const both = `${tier('up_to: 1, approvers: [managers, U0MILO], quorum: 3')}fallback: managers\n`;
    expect(faults(both, office)).toEqual(['4:5 QUORUM_IMPOSSIBLE quorum 3, but only 2 approvers.']);
    expect(faults(both.replace('quorum: 3', 'quorum: 2'), office)).toEqual([]);
  });

  it('of the fallback are finance unless told', () => {
    expect(readApprovals(tier('up_to: 1, approvers: U1')).value?.fallback).toEqual([{ approvers: ['finance'], quorum: 1 }]);
    expect(readApprovals(`${tier('up_to: 1, approvers: U1')}fallback: [managers, U9]\n`).value?.fallback).toEqual([{ approvers: ['manager', 'U9'], quorum: 1 }]);
  });
});

describe('the file', () => {
  it('tells all its faults in one run, in the order of its lines', () =>
    expect(faults('version: one\ncurrency: EURO\ntiers:\n  - up_to: 1_000\n    aprovers: [U1]\n  - from: 5\n    up_to: .inf\n    approvers: []\nteirs: 1\n').map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '1:10 NUMBER', '2:11 UNKNOWN_CURRENCY', '4:12 AMOUNT_FORMAT', '5:5 UNKNOWN_KEY', '7:12 AMOUNT_NOT_FINITE', '8:16 NO_APPROVERS', '9:1 UNKNOWN_KEY',
    ]));

  it("compares in the office's currency", () =>
    expect(faults(policy('  - {up_to: 1, approvers: managers}\n', 'fallback: managers\n').replace('EUR', 'USD'), office)).toEqual([
      "2:11 CURRENCY_OF_OFFICE amounts are compared in the office's currency; write EUR, not 'USD'."]));

  it.each(['just text', '- a\n- b\n', 'version: 1\ncurrency: EUR\ntiers: {}\n', 'version: 1\ncurrency: EUR\ntiers: [1]\n', 'version: [1]\ncurrency: {a: b}\ntiers: [[]]\n'])(
    'is refused when its shape is wrong: %j', (text) => expect(faults(text).length).toBeGreaterThan(0));

  it('is known by the hash of its text', () => {
    const [one, other] = [readApprovals(tier('up_to: 1, approvers: U1')), readApprovals(tier('up_to: 2, approvers: U1'))];
    expect(one.value?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(one.value?.hash).not.toBe(other.value?.hash);
  });
});
