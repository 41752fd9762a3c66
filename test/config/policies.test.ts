/** The long form of approvals.yaml: what finance may write, what it means, and what each mistake is told, with its place. */
import { readApprovals } from '../../config/approvals';
import { askedOf, openApproval, type ApprovalRequest } from '../../domain/approval';
import { faultLine } from '../../domain/fault';
import { money } from '../../domain/money';
import type { Person } from '../../domain/people';
import { rulingsOn } from '../../domain/policy/policy';
import type { FieldValue, SubjectKind } from '../../domain/policy/subject';
import { DomainError } from '../../domain/refusals';

const people: Person[] = [
  { name: 'Carla', email: 'carla@northlight.example', roles: ['coordinator'], department: 'Design', manager: 'ana@northlight.example' },
  { name: 'Milo', email: 'milo@northlight.example', roles: ['manager'], department: 'Design', heads: 'Design' },
  { name: 'Ana', email: 'ana@northlight.example', roles: ['manager'], entity: 'Northlight Print' },
  { name: 'Fatima', email: 'fatima@northlight.example', roles: ['finance'] },
];
const colleagues = { people, currency: 'EUR' };
const file = (policies: string, rest = 'fallback: finance\n') => `version: 3\ncurrency: EUR\npolicies:\n${policies}${rest}`;
const faults = (text: string): string[] => (readApprovals(text, colleagues).faults ?? []).map(faultLine);

type About = { kind?: SubjectKind; values?: Record<string, FieldValue | undefined>; creator?: Person; relatives?: ApprovalRequest['seating']['relatives']; groups?: ApprovalRequest['seating']['groups']; currency?: string };

function requestOf(text: string, total: number, { kind = 'invoice', values = {}, creator = people[0]!, relatives, groups, currency = 'EUR' }: About = {}): ApprovalRequest {
  const { value, faults: found } = readApprovals(text, colleagues);
  if (!value) throw new Error(found!.map(faultLine).join('\n'));
  const by = { name: creator.name, email: creator.email, via: 'slack' } as const;
  return {
    subject: { kind, values }, total: money(total * 100, currency), on: '2026-12-01', policy: value, rates: { currency: 'EUR', days: [{ date: '2026-01-01', worth: { USD: '0.5' } }] },
    seating: { people, relatives, groups }, requestedBy: by, createdBy: by, lastEditedBy: by, version: 1, contentHash: 'c', at: '2026-12-01T09:00:00Z',
  };
}

/** "Milo, Ana / Fatima": those asked at each step. */
function asked(text: string, total: number, about: About = {}): string {
  const approval = openApproval(requestOf(text, total, about));
  return approval.steps.map((step) => step.asked.map((email) => people.find((one) => one.email === email)?.name ?? email).join(', ')).join(' / ') || 'nobody';
}
const why = (text: string, total: number, about: About = {}): string => openApproval(requestOf(text, total, about)).why.replaceAll('\u00a0', ' ');

const simple = (words: string): string => file(`  - {name: All, for: all, ${words}}\n`);

describe('policies', () => {
  const two = file('  - {name: Abroad, for: [invoice, estimate], when: client.country != "DE", approvers: finance}\n  - {name: Home, for: invoice, approvers: managers}\n');

  it('are asked in order, by kind of document, and the first that matches counts', () => {
    expect(asked(two, 100, { values: { 'client.country': 'US' } })).toBe('Fatima');
    expect(asked(two, 100, { values: { 'client.country': 'DE' } })).toBe('Milo, Ana');
    expect(asked(two, 100, { kind: 'estimate', values: { 'client.country': 'DE' } })).toBe('Fatima');
    expect(why(two, 100, { kind: 'estimate', values: { 'client.country': 'DE' } })).toBe('no policy speaks of it, so it needs Fatima');
    expect(why(two, 100, { values: { 'client.country': 'US' } })).toBe('“Abroad” applies (client.country != "DE"), so it needs Fatima');
  });

  it('go to the fallback when they hang on something unknown, and say on what', () => {
    expect(why(two, 100)).toBe('“Abroad” asks for client.country, which is not known of this invoice, so it needs Fatima');
    expect(why(file('  - {name: Large, for: invoice, when: total > 5, approvers: Milo}\n'), 100, { currency: 'JPY' })).toContain('there is no rate from JPY to EUR');
    expect(why(file('  - {name: Thin, for: invoice, when: margin.percent < 5, approvers: Milo}\n'), 100, { currency: 'JPY' })).toContain('“Thin” asks for margin.percent, which is not known of this invoice');
  });

  it('compare the total in the office’s currency and in the document’s own', () => {
    const text = file('  - {name: Own, for: invoice, when: amount >= 100 && currency == "USD" && total == 50, approvers: Milo}\n');
    expect(asked(text, 100, { currency: 'USD' })).toBe('Milo');
    expect(asked(text, 101, { currency: 'USD' })).toBe('Fatima');
    expect(asked(text, 100)).toBe('Fatima');
  });

  it('may hold tiers, and pass on what is above the last', () => {
    const text = file('  - name: Print\n    for: invoice\n    when: entity == "Northlight Print"\n    tiers: [{up_to: 100, approvers: nobody}, {up_to: 200, approvers: Milo}]\n  - {name: Rest, for: invoice, approvers: [Milo, Ana]}\n');
    const byAna = { creator: people[2]! };
    expect([100, 101, 200, 201].map((total) => asked(text, total, byAna))).toEqual(['nobody', 'Milo', 'Milo', 'Milo']);
    expect(why(text, 150, byAna)).toBe('“Print” applies above 100.00 EUR and up to 200.00 EUR (entity == "Northlight Print"), so it needs Milo');
    expect(asked(text, 50)).toBe('Milo, Ana');
  });

  it('tell each rule, what it looked at and what it said, up to the one that counts', () => {
    const request = requestOf(two, 100, { values: { 'client.country': 'DE' } });
    expect(rulingsOn(request.policy, askedOf(request)).map(({ policy, matches, inputs }) => [policy.name, matches, inputs])).toEqual([
      ['Abroad', false, [{ field: 'client.country', value: 'DE' }]], ['Home', true, []],
    ]);
  });
});

describe('tiers that are cumulative', () => {
  const text = file('  - name: All\n    for: all\n    cumulative: yes\n    tiers:\n      - {up_to: 100, approvers: nobody}\n      - {up_to: 1000, approvers: managers}\n      - {up_to: 5000, approvers: managers}\n      - {up_to: unlimited, approvers: finance}\n');
  it('ask those below too, each step once', () => expect([50, 500, 2000, 9000].map((total) => asked(text, total))).toEqual(['nobody', 'Milo, Ana', 'Milo, Ana', 'Milo, Ana / Fatima']));
  it('are the same in the short form', () => {
    const short = 'version: 1\ncurrency: EUR\ncumulative: yes\ntiers:\n  - {up_to: 1000, approvers: managers}\n  - {up_to: unlimited, approvers: finance}\n';
    expect(asked(short, 9000)).toBe('Milo, Ana / Fatima');
    expect(asked(short.replace('yes', 'no'), 9000)).toBe('Fatima');
  });
});

describe('people', () => {
  it.each<[string, string, About?]>([
    ['approvers: Milo', 'Milo'], ['approvers: [Milo, finance]', 'Milo, Fatima'], ['approvers: milo@northlight.example', 'Milo'],
    ['approvers: "creator\'s manager"', 'Ana', { relatives: { "creator's manager": 'ana@northlight.example' } }],
    ['approvers: creator’s manager', 'Ana', { relatives: { "creator's manager": 'ana@northlight.example' } }],
    ['approvers: department head', 'Milo', { relatives: { 'department head': 'milo@northlight.example' } }],
    ['approvers: account manager', 'Ana', { relatives: { 'account manager': 'ana@northlight.example' } }],
    ['approvers: account manager', 'Fatima'], // The client has none: the fallback stands in.
    ['approvers: [Milo, account manager], quorum: all', 'Fatima'],
    ['approvers: slack group leads', 'Milo, Ana', { groups: { '@leads': ['ana@northlight.example', 'milo@northlight.example'] } }],
    ['approvers: "@leads"', 'Fatima', { groups: { '@others': ['milo@northlight.example'] } }],
  ])('written as {%s} are %s', (words, who, about = {}) => expect(asked(simple(words), 1, about)).toBe(who));

  it('give their yes one, several or all of them', () => {
    const quorums = (words: string, creator?: Person) => openApproval(requestOf(simple(words), 1, { creator })).steps.map(({ quorum, rule }) => `${quorum} ${rule}`);
    expect(quorums('approvers: managers')).toEqual(['1 any one of Milo, Ana']);
    expect(quorums('approvers: [managers, finance], quorum: 2')).toEqual(['2 any 2 of Milo, Ana, Fatima']);
    expect(quorums('approvers: managers, quorum: all')).toEqual(['2 all of Milo, Ana']);
    expect(quorums('approvers: managers, quorum: all', people[1])).toEqual(['1 Ana']); // All but the one who wrote it.
  });

  it('who are relatives and groups are pinned as the persons they are; roles stay roles', () => {
    const approval = openApproval(requestOf(simple('approvers: [managers, account manager]'), 1, { relatives: { 'account manager': 'fatima@northlight.example' } }));
    expect(approval.steps[0]?.approvers).toEqual(['manager', 'fatima@northlight.example']);
  });
});

describe('steps', () => {
  const text = file('  - name: All\n    for: invoice\n    steps:\n      - approvers: managers\n      - {approvers: finance, when: total > 1000 || margin.percent < 10}\n');
  it('with a condition are passed over when it is false, and asked when it is not known', () => {
    expect(asked(text, 2000, { values: {} })).toBe('Milo, Ana / Fatima');
    expect(asked(text, 500, { values: { 'margin.percent': 40 } })).toBe('Milo, Ana');
    expect(asked(text, 500)).toBe('Milo, Ana / Fatima');
  });
});

describe('a policy is refused', () => {
  const one = '  - {name: One, for: invoice, approvers: managers}\n';
  it.each<[string, string[]]>([
    [file(one, ''), ['1:1 MISSING_KEY the policy needs \'fallback\'.']],
    [file('  - {name: One, for: invioce, approvers: managers}\n'), ["4:22 UNKNOWN_VALUE 'for' must be 'all', 'invoice', 'estimate', 'credit note', 'write off', 'timesheet', 'expense', 'purchase order', 'bill' or 'payment run', not 'invioce'; did you mean 'invoice'?"]],
    [file('  - {name: One, for: invoice}\n'), ["4:5 MISSING_KEY a policy needs 'approvers'."]],
    [file('  - {name: One, for: invoice, approvers: managers, tiers: [{up_to: 5, approvers: nobody}]}\n'), ["4:59 TIER_STEPS write 'approvers', 'quorum', 'steps' and a time limit inside each tier, or no 'tiers'."]],
    [file('  - {name: One, for: invoice, approvers: managers, cumulative: yes}\n'), ["4:64 TIER_CUMULATIVE 'cumulative' is for 'tiers'; there are none here."]],
    [file('  - {name: One, for: invoice, when: totl > 5, approvers: managers}\n'), ["4:37 UNKNOWN_FIELD unknown field 'totl'; did you mean 'total'?"]],
    [file("  - {name: One, for: invoice, when: '5 < totl', approvers: managers}\n"), ["4:42 UNKNOWN_FIELD unknown field 'totl'; did you mean 'total'?"]],
    [file('  - name: One\n    for: invoice\n    when: >-\n      total > 5 &&\n      totl < 9\n    approvers: managers\n'), ["6:11 UNKNOWN_FIELD unknown field 'totl'; did you mean 'total'?"]],
    [file('  - {name: One, for: timesheet, when: discount.percent > 5, approvers: managers}\n'), ["4:39 UNKNOWN_FIELD unknown field 'discount.percent'; a timesheet has total, amount, currency, department, entity, creator.name and others."]],
    [file('  - {name: One, for: invoice, when: client.country == "Germany", approvers: managers}\n'), ["4:56 UNKNOWN_VALUE 'Germany' is no country; write a code of ISO 3166 such as DE."]],
    [file('  - {name: One, for: invoice, when: \'currency in ["EUR", "EUX"]\', approvers: managers}\n'), ["4:59 UNKNOWN_VALUE 'EUX' is no currency; write a code of ISO 4217 such as EUR."]],
    [file('  - {name: One, for: invoice, when: department == "Desing", approvers: managers}\n'), ["4:52 UNKNOWN_VALUE 'Desing' is no department in office.yaml; did you mean 'Design'?"]],
    [file('  - {name: One, for: invoice, when: creator.name == "Karla", approvers: managers}\n'), ["4:54 UNKNOWN_VALUE 'Karla' is no person in office.yaml; did you mean 'Carla'?"]],
    [simple('approvers: Mila'), ["4:38 UNKNOWN_PERSON 'Mila' is no role, mail address or Slack id; did you mean 'Milo'?"]],
    [simple('approvers: account manger'), ["4:38 UNKNOWN_PERSON 'account manger' is no role, mail address or Slack id; did you mean 'account manager'?"]],
    [simple('approvers: [Milo, milo@northlight.example]'), ["4:45 APPROVER_TWICE 'milo@northlight.example' is named twice; one person counts once."]],
    [simple('approvers: [Milo, Ana], quorum: 3'), ['4:5 QUORUM_IMPOSSIBLE quorum 3, but only 2 approvers.']],
    [simple('approvers: managers, quorum: most'), ["4:56 NUMBER 'quorum' must be a whole number from 1 to 1000, not 'most'."]],
    [simple('steps: [{approvers: Milo, when: total > 5}]'), ["4:34 STEPS_ALL_CONDITIONAL each step has a 'when', so some documents would need nobody; leave one without, or write a policy with 'approvers: nobody' above."]],
    [file('  - {name: One, for: invoice, quorum: 2, tiers: [{up_to: 5, approvers: nobody}]}\n'), ["4:49 TIER_STEPS write 'approvers', 'quorum', 'steps' and a time limit inside each tier, or no 'tiers'."]],
    [file(one, 'fallback: finance\ntiers: [{up_to: 5, approvers: nobody}]\n'), ["6:8 TIER_STEPS write 'tiers' or 'policies', not both; a policy can hold tiers of its own."]],
    [file('  - {name: One, for: invoice, when: client.country == "UK", approvers: managers}\n'), ["4:56 UNKNOWN_VALUE 'UK' is no country; write a code of ISO 3166 such as DE."]],
    [file('  - name: One\n    for: invoice\n    when: !client.first_document\n    approvers: managers\n'), ["6:33 YAML_TAG tags such as '!client.first_document' are not allowed; put single quotes around a value that begins with !."]],
    [file('  - name: One\n    for: invoice\n    when: "retainer" in client.tags\n    approvers: managers\n'), ['6:22 YAML_SYNTAX put single quotes around the whole of a value that begins with a quotation mark or @.']],
    [file(`${one}${one}`), ["5:5 TWICE a policy called 'One' is here already.", "5:5 POLICY_UNREACHABLE no document comes to 'One': 'One' above it takes all of them."]],
  ])('%j', (text, told) => expect(faults(text)).toEqual(told));

  it('tells everything that is wrong in one run', () => {
    const text = file('  - {name: One, for: invoice, when: totl > 5, aprovers: managers}\n  - {name: "", for: bil, approvers: nobdy}\n', 'falback: finance\n');
    expect(faults(text).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['4:37 UNKNOWN_FIELD', '4:47 UNKNOWN_KEY', '5:12 EMPTY', '5:21 UNKNOWN_VALUE', '5:37 UNKNOWN_PERSON', '6:1 UNKNOWN_KEY']);
  });
});

describe('a policy that no document comes to is refused', () => {
  const policy = (name: string, when: string, kinds = 'invoice') => `  - {name: ${name}, for: ${kinds}, ${when === '' ? '' : `when: '${when}', `}approvers: managers}\n`;
  const told = (...policies: string[]): string[] => faults(file(policies.join(''))).map((line) => line.replace(/^\d+:\d+ POLICY_UNREACHABLE no document comes to /, ''));
  it.each<[string, string[], string[]]>([
    ['never true', [policy('A', 'total > 5 && total < 3')], ["'A': its condition is never true."]],
    ['never true: no total is below 0', [policy('A', 'total < 0')], ["'A': its condition is never true."]],
    ['never true of words', [policy('A', 'client.country == "DE" && client.country in ["FR", "US"]')], ["'A': its condition is never true."]],
    ['never true of yes and no', [policy('A', 'client.first_document && !client.first_document')], ["'A': its condition is never true."]],
    ['taken by everything above', [policy('A', ''), policy('B', 'total > 5')], ["'B': 'A' above it takes all of them."]],
    ['taken by a wider one', [policy('A', 'total > 100'), policy('B', 'total > 500 && client.country == "DE"')], ["'B': 'A' above it takes all of them."]],
    ['taken by two together', [policy('A', 'total > 100'), policy('B', 'total <= 100'), policy('C', 'total > 50')], ["'C': the policies above it take all of them."]],
    ['taken by both answers', [policy('A', 'purchase_order.present'), policy('B', '!purchase_order.present'), policy('C', 'purchase_order.present == true')], ["'C': 'A' above it takes all of them."]],
    ['not taken: a total is always above -5', [policy('A', 'total > -5 && client.country == "DE"'), policy('B', 'total >= 0')], []],
    ['not taken: the other way round', [policy('A', 'total > 500'), policy('B', 'total > 100')], []],
    ['not taken: another kind', [policy('A', ''), policy('B', 'total > 5', '[invoice, estimate]')], []],
    ['not taken: something besides', [policy('A', 'total > 100 && client.country == "DE"'), policy('B', 'total > 500')], []],
    ['nothing is claimed of sums', [policy('A', 'total + client.open > 100'), policy('B', 'total - client.open > 500')], []],
    ['but the same sum is the same', [policy('A', 'total + client.open > 100'), policy('B', 'total + client.open > 100 && total > 5')], ["'B': 'A' above it takes all of them."]],
  ])('%s', (_, policies, sentences) => expect(told(...policies)).toEqual(sentences));

  it('also when tiers take every amount', () => {
    const tiers = '  - {name: A, for: invoice, tiers: [{up_to: 5, approvers: nobody}, {up_to: unlimited, approvers: Milo}]}\n';
    expect(told(tiers, policy('B', 'client.country == "DE"'))).toEqual(["'B': 'A' above it takes all of them."]);
    expect(told(tiers.replace('unlimited', '9'), policy('B', 'total > 9'))).toEqual([]);
    expect(told(tiers.replace('unlimited', '9'), policy('B', 'total > 5 && total <= 9'))).toEqual(["'B': 'A' above it takes all of them."]);
  });

  it('and so is a step', () => {
    const text = file('  - {name: A, for: invoice, when: total <= 100, steps: [{approvers: Milo}, {approvers: finance, when: total > 500}]}\n');
    expect(faults(text)).toEqual(["4:5 STEP_UNREACHABLE in 'A' no document comes to the step with 'total > 500': the policy's own condition rules it out."]);
  });
});

describe('what may change without asking again', () => {
  const keeping = (parts: string, when = 'total > 5') => file(`  - {name: A, for: invoice, when: '${when}', approvers: managers}\n`, `fallback: finance\nstill_approved_after: ${parts}\n`);
  it.each<[string, string[]]>([
    [keeping('[note, descriptions, due date, project, purchase order]'), []],
    [keeping('note'), []],
    [keeping('[nots]'), ["6:24 UNKNOWN_VALUE 'still_approved_after' must be 'note', 'descriptions', 'due date', 'project' or 'purchase order', not 'nots'; did you mean 'note'?"]],
    [keeping('[total]'), ["6:24 UNKNOWN_VALUE 'still_approved_after' must be 'note', 'descriptions', 'due date', 'project' or 'purchase order', not 'total'."]],
    [keeping('[note, project]', 'project.name == "X"'), ['6:30 KEEPS_ASKED a change of the project must void approvals, because a condition asks for project.name.']],
    [keeping('purchase order', '!purchase_order.present'), ['6:23 KEEPS_ASKED a change of the purchase order must void approvals, because a condition asks for purchase_order.present.']],
    [keeping('[]'), ["6:23 EMPTY 'still_approved_after' is empty."]],
  ])('%s', (text, told) => expect(faults(text)).toEqual(told));

  it('is pinned with the question', () => expect(openApproval(requestOf(keeping('[note]'), 9)).keeps).toEqual(['note']));
});

describe('exceptions', () => {
  const excepting = (rest: string) => file('  - {name: A, for: invoice, approvers: managers}\n', `fallback: finance\nexceptions: ${rest}\n`);
  it.each<[string, string[]]>([
    ['{by: finance, confirmed_by: managers}', []],
    ['{by: [Milo, Ana], confirmed_by: [Milo, Ana]}', []],
    ['{by: account manager, confirmed_by: account manager}', []], // Whoever that will be.
    ['{by: Milo, confirmed_by: Milo}', ['6:13 EXCEPTION_ALONE an exception needs two people: who asks for it, and somebody else who confirms it.']],
    ['{by: finance, confirmed_by: finance}', ['6:13 EXCEPTION_ALONE an exception needs two people: who asks for it, and somebody else who confirms it.']],
    ['{by: finance}', ["6:13 MISSING_KEY 'exceptions' needs 'confirmed_by'."]],
    ['{by: finance, confirmd_by: Milo}', ["6:27 UNKNOWN_KEY unknown key 'confirmd_by'; did you mean 'confirmed_by'?"]],
    ['{by: nobody, confirmed_by: Milo}', ["6:18 NO_APPROVERS 'nobody' stands alone: write 'approvers: nobody' in a tier or policy that needs no approval."]],
    ['finance', ["6:13 TYPE 'exceptions' is written as lines of 'key: value'."]],
  ])('%s', (rest, told) => expect(faults(excepting(rest))).toEqual(told));

  it('are pinned with the question, and for nobody where nobody is asked', () => {
    expect(openApproval(requestOf(excepting('{by: finance, confirmed_by: [account manager, Ana]}'), 9, { relatives: { 'account manager': 'milo@northlight.example' } })).mayExcept)
      .toEqual({ by: ['finance'], confirmedBy: ['milo@northlight.example', 'ana@northlight.example'] });
    expect(openApproval(requestOf(excepting('{by: finance, confirmed_by: Ana}').replace('approvers: managers', 'approvers: nobody'), 9)).mayExcept).toBeUndefined();
  });
});

describe('tests in the file', () => {
  const tested = (test: string) => faults(file('  - {name: Abroad, for: invoice, when: client.country != "DE", approvers: finance}\n  - {name: Home, for: invoice, approvers: managers}\n', `fallback: Milo\ntests:\n  - {name: T, ${test}}\n`));
  it.each<[string, string[]]>([
    ['document: {kind: invoice, total: 5, client: {country: US}}, expect: finance', []],
    ['document: {kind: invoice, total: 5, client: {country: US}}, expect: Fatima', []],
    ['document: {kind: invoice, total: 5, client: {country: DE}}, created_by: Milo, expect: managers', []],
    ['document: {kind: invoice, total: 5, client: {country: unknown}}, expect: Milo', []],
    ['document: {kind: invoice, total: 5, client: {country: US}}, expect: managers', ["8:5 TEST_FAILED 'T' expects any one of Milo, Ana, but “Abroad” applies (client.country != \"DE\"), so it needs Fatima."]],
    ['document: {kind: invoice, total: 5, client: {country: DE}}, policy: Home, expect: {approvers: managers, quorum: 1}', []],
    ['document: {kind: invoice, total: 5, client: {country: DE}}, expect: {approvers: managers, quorum: all}', ["8:5 TEST_FAILED 'T' expects all of Milo, Ana, but “Home” applies, so it needs any one of Milo, Ana."]],
    ['document: {kind: invoice, total: 5, client: {country: DE}}, policy: Abroad, expect: managers', ["8:5 TEST_FAILED 'T' expects the policy 'Abroad', but it is 'Home'."]],
    ['document: {kind: invoice, total: 5, client: {country: unknown}}, policy: fallback, expect: Milo', []],
    ['document: {kind: invoice, total: 5, client: {country: US}}, expect: nobody', ["8:5 TEST_FAILED 'T' expects nobody, but “Abroad” applies (client.country != \"DE\"), so it needs Fatima."]],
    ['document: {kind: invoice, total: 5}, expect: finance', ["8:5 TEST_INCOMPLETE 'T' does not say client.country, which 'Abroad' asks for; write it, or 'unknown'."]],
    ['document: {kind: invoice, total: 5, client: {contry: US}}, expect: finance', ["8:60 UNKNOWN_KEY unknown key 'contry'; did you mean 'country'?"]],
    ['document: {kind: invoice, totl: 5}, expect: finance', ["8:41 UNKNOWN_KEY unknown key 'totl'; did you mean 'total'?"]],
    ['document: {kind: invoice, total: 5k}, expect: finance', ["8:48 NUMBER 'total' must be a number such as 1000 or 999.50, not below 0, not '5k'."]],
    ['document: {kind: invoice, total: 5}, expect: Fatma', ["8:60 UNKNOWN_PERSON 'Fatma' is no role, mail address or Slack id; did you mean 'Fatima'?"]],
    ['document: {kind: invoice, total: 5}, created_by: Karla, expect: finance', ["8:64 UNKNOWN_PERSON 'Karla' is nobody in office.yaml; did you mean 'Carla'?"]],
    ['document: {kind: invoice, total: 99.999, client: {country: US}}, expect: finance', ["8:5 NUMBER '99.999' is too precise: EUR has at most 2 decimals."]],
    ['document: {kind: invoice, total: -5, client: {country: US}}, expect: finance', ["8:48 NUMBER 'total' must be a number such as 1000 or 999.50, not below 0, not '-5'."]],
    ['document: {kind: invoice, total: 5, client: {country: Germany}}, expect: finance', ["8:69 UNKNOWN_VALUE 'Germany' is no country; write a code of ISO 3166 such as DE."]],
    ['document: {kind: invoice, total: 5, client: {country: US}}, expect: account manager', ["8:5 TEST_FAILED 'T' expects somebody who is not here, but “Abroad” applies (client.country != \"DE\"), so it needs Fatima."]],
    ['document: 5, expect: finance', ["8:25 TYPE the document of a test is written as lines of 'key: value'."]],
  ])('%s', (test, told) => expect(tested(test)).toEqual(told));

  it('are not run where the office is not at hand', () => {
    const text = file('  - {name: A, for: invoice, approvers: managers}\n', 'fallback: finance\ntests: [{name: T, document: {kind: invoice, total: 5}, expect: nobody}]\n');
    expect(readApprovals(text).faults).toBeUndefined();
    expect(faults(text)).toEqual(['6:9 TEST_FAILED \'T\' expects nobody, but “A” applies, so it needs any one of Milo, Ana.']);
  });
});

it('a document is refused when neither its policy nor the fallback has anybody left', () => {
  expect(() => openApproval(requestOf(file('  - {name: A, for: invoice, approvers: Fatima}\n'), 5, { creator: people[3]! }))).toThrow(DomainError);
});
