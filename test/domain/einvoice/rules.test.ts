/** Rule sets judged as ISO Schematron says, on documents that break one rule. */
import { checkRules, compileRules, type RuleSet } from '../../../domain/einvoice/rules';
import { readXml } from '../../../domain/einvoice/xml';

type Patterns = RuleSet['patterns'];
const SET: RuleSet = { name: 'test', source: '', licence: '', namespaces: { d: 'urn:d', u: 'utils' }, functions: [], lets: [], patterns: [] };
const judged = (xml: string, patterns: Patterns, more: Partial<RuleSet> = {}) => checkRules(readXml(Buffer.from(xml)), [compileRules({ ...SET, ...more, patterns })]);
const fails = (id: string, more: Partial<Patterns[number][number]['tests'][number]> = {}) => ({ id, flag: 'fatal' as const, test: 'false()', text: `${id} is broken`, ...more });

const XML = '<a xmlns="urn:d"><b c="1">x</b><b>y</b><e><b>z</b></e></a>';

describe('a pattern', () => {
  it('answers each node by the first rule whose context it matches', () => {
    const found = judged(XML, [[{ context: 'd:e/d:b', tests: [fails('INNER')] }, { context: 'd:b', tests: [fails('ANY')] }]]);
    expect(found.map(({ rule, location }) => `${rule} ${location}`)).toEqual(['INNER /a/e/b', 'ANY /a/b[1]', 'ANY /a/b[2]']);
  });

  it('is shielded by a rule without assertions', () => {
    expect(judged(XML, [[{ context: '//d:e//d:b', tests: [] }, { context: 'd:b', tests: [fails('ANY')] }]]).map(({ location }) => location)).toEqual(['/a/b[1]', '/a/b[2]']);
  });

  it('does not hinder the next pattern', () => {
    expect(judged(XML, [[{ context: 'd:e', tests: [fails('ONE')] }], [{ context: 'd:e', tests: [fails('TWO')] }]]).map(({ rule }) => rule)).toEqual(['ONE', 'TWO']);
  });

  it('matches attributes, alternatives and only what starts at the root when it says so', () => {
    expect(judged(XML, [[{ context: '@c', tests: [fails('C')] }, { context: '/d:b | d:e', tests: [fails('E')] }]]).map(({ location }) => location)).toEqual(['/a/b[1]/@c', '/a/e']);
  });
});

describe('an assertion', () => {
  it('holds or is told with its flag, its words and what they look up', () => {
    const test = fails('W', { flag: 'warning', test: '. = "x"', text: ['not "', { value: '.' }, '" in ', { value: 'name(.)' }] });
    expect(judged(XML, [[{ context: 'd:b', tests: [test] }]])).toEqual([{ rule: 'W', flag: 'warning', text: 'not "y" in b', location: '/a/b[2]' }, { rule: 'W', flag: 'warning', text: 'not "z" in b', location: '/a/e/b' }]);
  });

  it('that cannot be judged is broken and fatal', () => {
    expect(judged(XML, [[{ context: 'd:e', tests: [fails('NUMBER', { flag: 'warning', test: 'xs:decimal(d:b) > 0' })] }]])).toEqual([
      { rule: 'NUMBER', flag: 'fatal', text: 'NUMBER is broken (It cannot be judged: "z" is no decimal number.)', location: '/a/e' },
    ]);
  });

  it('sees the variables of its rule and of the set, each only when it asks', () => {
    const lets = [{ name: 'own', value: 'concat($all, d:b)' }, { name: 'unasked', value: 'xs:decimal("no")' }];
    expect(judged(XML, [[{ context: 'd:e', lets, tests: [fails('OWN', { test: '$own = "xyzz"' })] }]], { lets: [{ name: 'all', value: 'string-join(//d:b, "")' }] })).toEqual([]);
  });

  it('calls the set’s functions, which may call themselves', () => {
    const functions = [{ name: 'u:down', params: [{ name: 'n', as: 'xs:integer' }], body: { lets: [], test: '$n <= 0', then: { lets: [], result: '"end"' }, otherwise: { lets: [{ name: 'less', value: '$n - 1' }], result: 'u:down($less)' } } }];
    expect(judged(XML, [[{ context: 'd:e', tests: [fails('DOWN', { test: 'u:down(5) = "end"' })] }]], { functions })).toEqual([]);
  });
});

describe('a context', () => {
  it('whose condition cannot be judged for a node does not match that node, and still matches others', () => {
    const xml = '<a xmlns="urn:d"><b>1</b><b>no</b><b>3</b></a>';
    expect(judged(xml, [[{ context: 'd:b[xs:decimal(.) > 0]', tests: [fails('POSITIVE')] }]]).map(({ location }) => location)).toEqual(['/a/b[1]', '/a/b[3]']);
  });
});

describe('sets that apply together', () => {
  it('tell all that is broken; one may make warnings of another’s rules', () => {
    const [one, other] = [compileRules({ ...SET, patterns: [[{ context: 'd:e', tests: [fails('A'), fails('B')] }]] }), compileRules({ ...SET, softens: ['A'], patterns: [[{ context: 'd:e', tests: [fails('C')] }]] })];
    expect(checkRules(readXml(Buffer.from(XML)), [one, other]).map(({ rule, flag }) => `${rule} ${flag}`)).toEqual(['A warning', 'B fatal', 'C fatal']);
  });
});

describe('a set that says what is not understood', () => {
  it.each(['unknown(.)', 'x:b', '. +', '. instance of xs:date'])('%s is refused when it is made ready', (test) => {
    expect(() => judged(XML, [[{ context: 'd:e', tests: [fails('ODD', { test })] }]])).toThrow();
  });
});
