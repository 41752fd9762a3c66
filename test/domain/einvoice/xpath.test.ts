/** XPath as the official rules use it: exact decimals, untyped texts, paths in order, faults. */
import { compileXPath, type Run } from '../../../domain/einvoice/xpath/compile';
import { parseXPath } from '../../../domain/einvoice/xpath/syntax';
import { locationOf, treeOf } from '../../../domain/einvoice/xpath/tree';
import { isNode, textOf } from '../../../domain/einvoice/xpath/values';
import { readXml } from '../../../domain/einvoice/xml';

const XML = `<i:inv xmlns:i="urn:i" xmlns="urn:d" cur="EUR">
  <line n="1"><net>0.10</net><tax><id>S</id></tax></line><line n="2"><net>0.20</net><tax><id>Z</id></tax></line><line n="3"><net>19.70</net><tax><id>S</id></tax></line>
  <empty/><day>2026-02-28</day><total>20.00</total></i:inv>`;

function values(xpath: string): string[] {
  const tree = treeOf(readXml(Buffer.from(XML)));
  const evaluate = compileXPath(parseXPath(xpath), { prefixes: { i: 'urn:i', d: 'urn:d' }, functions: new Map(), locals: new Set(), paths: new Map(), isContext: false });
  const run: Run = { tree, globals: new Map([['rate', () => ['19']]]), walked: new Map() };
  return evaluate({ item: tree.document, position: 1, size: 1, run, scope: undefined }).map((item) => (isNode(item) && item.kind === 'element' && item.children.some(({ kind }) => kind === 'element') ? locationOf(item) : textOf(item)));
}

describe('numbers', () => {
  it.each([
    ['xs:decimal("0.1") + xs:decimal("0.2") = 0.3', 'true'], ['sum(//d:net/xs:decimal(.))', '20'], ['sum(//d:net) = 20', 'true'], ['xs:decimal(//d:total) = round(sum(//d:net/xs:decimal(.)) * 10 * 10) div 100', 'true'],
    ['1.005 * 100', '100.5'], ['round(-2.5)', '-2'], ['round(2.5)', '3'], ['10 div 3', '3.333333333333333333'], ['-7 mod 3', '-1'], ['-7 idiv 2', '-3'], ['7 - 2 - 1', '4'], ['2 + 3 * 4', '14'],
    ['xs:decimal(0.1 + number("0.2"))', '0.3000000000000000444089209850062616169452667236328125'], ['number("abc")', 'NaN'], ['97 - (xs:integer("12345678") mod 97)', '94'],
  ])('%s is %s', (xpath, expected) => expect(values(xpath)).toEqual([expected]));

  it.each(['xs:decimal("")', 'xs:decimal("1e3")', 'xs:integer("1.5")', '1 div 0', '"a" + 1', 'upper-case(//d:id)', '1 = "1"'])('%s cannot be judged', (xpath) => {
    expect(() => values(xpath)).toThrow();
  });
});

describe('paths', () => {
  it.each([
    ['//d:line[d:tax/d:id = "S"]/@n', ['1', '3']], ['/i:inv/d:line[2]/d:net', ['0.20']], ['(//d:line)[last()]/@n', ['3']], ['//d:line[last()]/@n', ['3']], ['//d:id/../../@n', ['1', '2', '3']],
    ['//d:line[not(preceding-sibling::d:line/d:tax/d:id = d:tax/d:id)]/@n', ['1', '2']], ['count(//d:id[ancestor::d:line])', ['3']], ['(//d:total | //d:day)', ['2026-02-28', '20.00']],
    ['//*[not(*) and not(normalize-space())]/name()', ['empty']], ['name(/*)', ['i:inv']], ['/i:inv/@cur', ['EUR']], ['//line', []], ['for $x in //d:line return xs:decimal($x/d:net) * 2', ['0.2', '0.4', '39.4']],
  ])('%s finds %j', (xpath, expected) => expect(values(xpath)).toEqual(expected));
});

describe('conditions', () => {
  it.each([
    ['some $c in tokenize("S Z", "\\s") satisfies //d:id = $c', 'true'], ['every $c in //d:id satisfies contains(" S Z ", concat(" ", $c, " "))', 'true'], ['every $c in () satisfies false()', 'true'],
    ['//d:net > 19', 'true'], ['not(//d:nothing)', 'true'], ['//d:nothing = ""', 'false'], ['if ($rate = "19") then "yes" else "no"', 'yes'], ['"2026-02-29" castable as xs:date', 'false'], ['"2028-02-29" castable as xs:date', 'true'],
    ['xs:date(//d:day) >= xs:date("2026-02-01")', 'true'], ['matches("DE89 3704", "^[A-Z]{2}[0-9]{2}")', 'true'], ['substring("12345", 0, 3)', '12'], ['normalize-space("  a \n b ")', 'a b'],
    ['string-join(for $p in string-to-codepoints("AZ") return string($p - 55), "")', '1035'], ['translate("a.b", ".", "")', 'ab'], ['substring-after("12.345", ".")', '345'], ['replace("DE 89", "\\s", "")', 'DE89'],
  ])('%s is %s', (xpath, expected) => expect(values(xpath)).toEqual([expected]));

  it.each(['unknown()', 'a:b', '1 +', 'following::x', '"1" cast as xs:duration', '@@'])('%s is refused before any document is seen', (xpath) => {
    expect(() => compileXPath(parseXPath(xpath), { prefixes: {}, functions: new Map(), locals: new Set(), paths: new Map(), isContext: false })).toThrow();
  });
});
