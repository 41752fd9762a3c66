/**
 * From the compiled form of an official schematron to its rules as data. The publishers' XSLT is what ISO Schematron's skeleton makes:
 * a mode per pattern, a template per rule (the first rule first, by priority), an xsl:when per assertion. Whatever else stands there is
 * refused, so nothing is lost unseen.
 */
import { parseXmlDocument } from 'slimdom';

const XSL = 'http://www.w3.org/1999/XSL/Transform';
const FLAGS = ['fatal', 'warning', 'information'];
const SVRL = 'http://purl.oclc.org/dsdl/svrl';

/**
 * @param {string} xslt the stylesheet's text
 * @param {{ name: string, source: string, licence: string }} about what the set is called, where it is from and under which terms
 * @returns {object} a RuleSet as domain/einvoice/rules.ts has it
 */
export function ruleSetOf(xslt, about) {
  const sheet = parseXmlDocument(xslt).documentElement;
  const top = childrenOf(sheet);
  const namespaces = Object.fromEntries([...sheet.attributes]
    .filter(({ prefix, value }) => prefix === 'xmlns' && ![XSL, SVRL].includes(value)).map(({ localName, value }) => [localName, value]));
  const modes = top.filter((one) => isXsl(one, 'template') && one.getAttribute('match') === '/' && !one.hasAttribute('mode'))
    .flatMap((setup) => [...setup.getElementsByTagNameNS(XSL, 'apply-templates')].map((one) => one.getAttribute('mode')).filter(Boolean));
  const rules = top.filter((one) => isXsl(one, 'template') && modes.includes(one.getAttribute('mode')) && Number(one.getAttribute('priority')) >= 1000);
  const patterns = modes.map((mode) => rules.filter((rule) => rule.getAttribute('mode') === mode)
    .sort((one, other) => Number(other.getAttribute('priority')) - Number(one.getAttribute('priority'))).map(ruleOf));
  return {
    ...about,
    namespaces,
    functions: top.filter((one) => isXsl(one, 'function')).map(functionOf),
    lets: top.filter((one) => (isXsl(one, 'param') || isXsl(one, 'variable')) && one.hasAttribute('select')).map(letOf),
    patterns,
  };
}

/** As text that a diff can show: each rule, let, function and assertion on a line of its own. */
export const ruleSetText = (set) => `${JSON.stringify(set).replace(/(?<=[[,])\{"(?:id|name|context)":/g, '\n$&')}\n`;

function ruleOf(template) {
  const children = childrenOf(template).filter((one) => one.namespaceURI !== SVRL && !isXsl(one, 'apply-templates'));
  const strange = children.find((one) => !isXsl(one, 'variable') && !isXsl(one, 'choose'));
  if (strange) throw new Error(`A rule holds <${strange.nodeName}>, which is not read: ${template.getAttribute('match')}`);
  const lets = children.filter((one) => isXsl(one, 'variable')).map(letOf);
  return { context: tidy(template.getAttribute('match')), ...(lets.length > 0 ? { lets } : {}), tests: children.filter((one) => isXsl(one, 'choose')).map(testOf) };
}

function testOf(choose) {
  const [when, otherwise] = childrenOf(choose);
  const [failed] = childrenOf(otherwise);
  const said = Object.fromEntries(childrenOf(failed).filter((one) => isXsl(one, 'attribute')).map((one) => [one.getAttribute('name'), one.textContent.trim()]));
  const text = childrenOf(failed).find(({ localName }) => localName === 'text');
  if (failed.localName !== 'failed-assert' || !said.id || !FLAGS.includes(said.flag) || !text) throw new Error(`An assertion is not read: ${when.getAttribute('test')}`);
  return { id: said.id, flag: said.flag, test: tidy(when.getAttribute('test')), text: wordsOf(text) };
}

/** A sentence, or its pieces where some are looked up in the document. */
function wordsOf(text) {
  const pieces = [...text.childNodes].flatMap((node) => {
    if (node.nodeType === 3) return [node.data.replace(/\s+/g, ' ')];
    if (node.nodeType !== 1 || isXsl(node, 'text')) return [];
    if (!isXsl(node, 'value-of')) throw new Error(`A sentence holds <${node.nodeName}>, which is not read.`);
    return [{ value: tidy(node.getAttribute('select')) }];
  });
  return pieces.some((piece) => typeof piece !== 'string') ? pieces : pieces.join('').trim();
}

function functionOf(element) {
  const children = childrenOf(element);
  const params = children.filter((one) => isXsl(one, 'param')).map((one) => ({ name: one.getAttribute('name'), ...(one.hasAttribute('as') ? { as: one.getAttribute('as') } : {}) }));
  return { name: element.getAttribute('name'), params, body: bodyOf(children.filter((one) => !isXsl(one, 'param'))) };
}

function bodyOf(children) {
  const lets = children.filter((one) => isXsl(one, 'variable')).map(letOf);
  const result = children.at(-1);
  if (children.length !== lets.length + 1) throw new Error(`A function's body is not read: ${result?.parentNode?.nodeName}`);
  if (isXsl(result, 'sequence')) return { lets, result: tidy(result.getAttribute('select')) };
  const [when, otherwise, ...more] = isXsl(result, 'choose') ? childrenOf(result) : [];
  if (!when || !otherwise || more.length > 0) throw new Error(`A function ends in <${result.nodeName}>, which is not read.`);
  return { lets, test: tidy(when.getAttribute('test')), then: bodyOf(childrenOf(when)), otherwise: bodyOf(childrenOf(otherwise)) };
}

function letOf(element) {
  const [inner] = childrenOf(element);
  const value = element.getAttribute('select') ?? inner?.getAttribute('select') ?? `'${element.textContent.replaceAll("'", "''")}'`;
  return { name: element.getAttribute('name'), value: tidy(value) };
}

/** XPath on one line; what stands in quotes is kept as it is. */
const tidy = (xpath) => xpath.replace(/'[^']*'|"[^"]*"|\s+/g, (piece) => (piece.trim() === '' ? ' ' : piece)).trim();
const childrenOf = (element) => [...element.children];
const isXsl = (element, name) => element.namespaceURI === XSL && element.localName === name;
