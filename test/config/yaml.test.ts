/** The strict part of YAML: what it refuses, where, and that nothing makes it crash. */
import fc from 'fast-check';
import { readYaml } from '../../config/yaml';
import { inOrder } from '../../domain/fault';

const read = (text: string) => readYaml(text, { one: 'policy', many: 'policies' });
const told = (text: string) => inOrder(read(text).faults).map(({ line, column, code }) => `${line}:${column} ${code}`);

describe('strict YAML', () => {
  it.each([
    ['a: &x 1\nb: *x\n', '2:4 YAML_ALIAS'],
    ['a: &x 1\n', '1:7 YAML_ALIAS'],
    ['a: *nothing\n', '1:4 YAML_ALIAS'],
    ['<<: {a: 1}\n', '1:1 YAML_MERGE'],
    ['a: 1\n---\nb: 2\n', '2:1 YAML_DOCUMENTS'],
    ['%YAML 1.1\n---\na: yes\n', '1:1 YAML_DIRECTIVE'],
    ['a: !mine 1\n', '1:10 YAML_TAG'],
    ['a: {b: 1, b: 2}\n', '1:11 YAML_DUPLICATE_KEY'],
    ['? [a]\n: 1\n', '1:3 YAML_KEY'],
    ['a: 1\n\tb: 2\n', '2:1 YAML_TAB'],
    ['a:\t1\n', '1:3 YAML_TAB'],
    ['a: "\u0007"\n', '1:5 CONTROL_CHARACTER'],
    ['a: "\\u0000"\n', '1:4 CONTROL_CHARACTER'],
    ['a: [1,\n', '2:1 YAML_SYNTAX'],
    ['a: b: c\n', '1:4 YAML_SYNTAX'],
    ['# nothing\n', '1:1 YAML_EMPTY'],
  ])('refuses %j', (text, place) => expect(told(text)).toEqual([place]));

  it('tells every tag, key written twice and alias of a file in one run', () => {
    expect(told('a: !!str 1\nb: &b 2\nb: 3\nc: *b\n')).toEqual(['1:10 YAML_TAG', '3:1 YAML_DUPLICATE_KEY', '4:4 YAML_ALIAS']);
  });

  it('keeps values as they were written: numbers, dates and no are text', () => {
    const { root } = read('a: 1_000\nb: .inf\nc: no\nd: 2026-01-02\ne: 0x10\n');
    expect(root).toMatchObject({ entries: [{ value: { text: '1_000' } }, { value: { text: '.inf' } }, { value: { text: 'no' } }, { value: { text: '2026-01-02' } }, { value: { text: '0x10' } }] });
  });

  it('allows twenty levels and refuses one more', () => {
    expect(read(`${'- '.repeat(20)}x`).faults).toEqual([]);
    expect(told(`${'- '.repeat(21)}x`)).toEqual(['1:41 YAML_TOO_DEEP']);
    expect(told(`a: ${'['.repeat(20)}`)).toEqual(['1:23 YAML_TOO_DEEP']);
  });

  it.each([['[', 250_000], ['- ', 125_000], ['? ', 125_000], ['{a: ', 60_000], ['a:\n', 80_000], ['"', 250_000], ['\n', 250_000]])(
    'answers a quarter of a million characters of %j without falling over', (unit, times) => expect(told(unit.repeat(times)).length).toBeGreaterThan(0));

  it('refuses more than 256 KiB unread', () => expect(told(`a: ${'x'.repeat(256 * 1024)}`)).toEqual(['1:1 YAML_TOO_LARGE']));

  it('answers any text with a tree or with faults', () => {
    const line = fc.array(fc.constantFrom('a', ': ', '- ', '[', ']', '{', '}', '"', "'", ' ', '\n', '&x', '*x', '!', '|', '>', '#', '?', ',', '%', '\t', '1', '<<')).map((parts) => parts.join(''));
    fc.assert(fc.property(fc.oneof(line, fc.string({ unit: 'binary' })), (text) => {
      const { root, faults } = read(text);
      expect(root !== undefined || faults.length > 0).toBe(true);
      for (const { line: at, column } of faults) expect(Math.min(at, column)).toBeGreaterThan(0);
    }), { numRuns: 500 });
  });
});
