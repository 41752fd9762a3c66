/** The auditor shares no rule with the office, and comes to the same all the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { canonical, sha256 } from '../../bench/audit/canonical';
import { totalsOf } from '../../bench/audit/totals';
import { totalsOf as officeTotals, type Content } from '../../domain/content';
import { hashOf } from '../../domain/history';
import { DomainError } from '../../domain/refusals';

const AUDIT = join(__dirname, '../../bench/audit');
/** Node itself, the drivers of the stores it reads, and the reader of YAML. */
const ALLOWED = [/^node:/, /^mongoose$/, /^@temporalio\/(client|proto)$/, /^yaml$/];

it('imports nothing of the office', () => {
  const files = readdirSync(AUDIT, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const imports = files.flatMap((file) => [...readFileSync(join(AUDIT, file), 'utf8').matchAll(/(?:from|import|require\.resolve|require)\s*\(?\s*'([^']+)'/g)]
    .map(([, from = '']) => ({ file, from: from.startsWith('.') ? join(AUDIT, file, '..', from) : from })));
  expect(files.length).toBeGreaterThan(20);
  expect(imports.filter(({ from }) => !from.startsWith(AUDIT) && from !== 'unpdf' && !ALLOWED.some((allowed) => allowed.test(from)))).toEqual([]);
});

it('hashes every value as the office does', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(sha256(canonical(value))).toBe(hashOf(value));
  }));
});

const decimal = (most: number, decimals: number) => fc.integer({ min: 0, max: most }).chain((whole) =>
  fc.integer({ min: 0, max: 10 ** decimals - 1 }).map((part) => (part === 0 ? String(whole) : `${whole}.${String(part).padStart(decimals, '0')}`)));
const percent = decimal(99, 2);
const vat = fc.oneof(fc.constantFrom('19', '7', '5.5', '19.0', '20').map((rate) => ({ category: 'S' as const, rate })), fc.constantFrom('O' as const, 'Z' as const, 'AE' as const).map((category) => ({ category, rate: '0' })));
const sideTax = fc.record({ kind: fc.constantFrom('added' as const, 'withheld' as const), name: fc.constantFrom('IRPF', 'State', 'City'), rate: fc.constantFrom('15', '4.50', '0.375') });
const taxed = fc.oneof({ weight: 3, arbitrary: vat }, { weight: 1, arbitrary: fc.tuple(vat, fc.array(sideTax, { minLength: 1, maxLength: 3 })).map(([of, beside]) => ({ ...of, beside })) });
const line = fc.record(
  { id: fc.constant('1'), description: fc.constant('Work'), quantity: decimal(2_000, 3), unitPrice: decimal(50_000, 4), vat: taxed, discountPercent: percent },
  { requiredKeys: ['id', 'description', 'quantity', 'unitPrice', 'vat'] },
);
const content: fc.Arbitrary<Content> = fc.record(
  {
    clientId: fc.constant('cli_1'), currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'), prices: fc.constantFrom('exclusive' as const, 'inclusive' as const),
    lines: fc.array(line, { minLength: 1, maxLength: 8 }), terms: fc.constant({ days: 14 }), discount: percent.map((share) => ({ percent: share })),
  },
  { requiredKeys: ['clientId', 'currency', 'prices', 'lines', 'terms'] },
);

it('comes to the same totals as the office, by arithmetic of its own', () => {
  fc.assert(fc.property(content, (written) => {
    expect(canonical(totalsOf(written))).toBe(canonical(officeTotals(written)));
  }), { numRuns: 500 });
});

it('takes a fixed discount off as the office does', () => {
  fc.assert(fc.property(content, fc.integer({ min: 1, max: 99_999 }), (written, amount) => {
    const discounted: Content = { ...written, discount: { amount: String(amount) } };
    const office = refusalOr(() => canonical(officeTotals(discounted)));
    if (office !== undefined) expect(canonical(totalsOf(discounted))).toBe(office);
  }), { numRuns: 300 });
});

/** What the office refuses the auditor never sees. */
function refusalOr<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
