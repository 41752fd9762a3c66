/** What changed between two versions: each difference once, in words; nothing where nothing changed. */
import { totalsOf, type Content } from '../../../domain/content';
import type { Version } from '../../../domain/versions';
import { changesBetween } from '../../../templates/slack/changes';
import { ACME, content, line } from '../../support/samples';

const client = { id: ACME.id, name: ACME.name, email: ACME.email, address: ACME.address, locale: 'en', zone: ACME.zone };
const version = (change: Partial<Content> = {}, name = ACME.name): Version => ({ version: 1, content: content(change), totals: totalsOf(content(change)), client: { ...client, name } });
const between = (before: Version, after: Version): string[] => changesBetween(before, after).map((text) => text.replaceAll('\u00a0', ' '));

it('are none between a version and itself', () => expect(between(version(), version())).toEqual([]));

it.each<[string, Version, string[]]>([
  ['another client', version({}, 'Acme <Holding>'), ['Client Acme GmbH → Acme &lt;Holding&gt;']],
  ['other terms', version({ terms: { days: 30 } }), ['Due 14 days after issue → 30 days after issue']],
  ['a date', version({ due: '2027-01-15' }), ['Due 14 days after issue → 15 January 2027']],
  ['another price', version({ lines: [line({ unitPrice: '1200' })] }), ['Total 1,190.00 EUR → 1,428.00 EUR', 'Line 1: Design day · 1 × 1000 EUR = *1,000.00 EUR* · 19 % VAT → Design day · 1 × 1200 EUR = *1,200.00 EUR* · 19 % VAT']],
  ['another tax of the same total', version({ lines: [line({ vat: { category: 'Z', rate: '0' }, unitPrice: '1190' })] }), [expect.stringMatching(/^Line 1: .* 19 % VAT → .* 0 % VAT$/)] as unknown as string[]],
  ['a line more', version({ lines: [line(), line({ id: 'l2', description: 'Travel', unitPrice: '10' })] }), ['Total 1,190.00 EUR → 1,201.90 EUR', 'New line: Travel · 1 × 10 EUR = *10.00 EUR* · 19 % VAT']],
  ['another line instead', version({ lines: [line({ id: 'l9' })] }), ['New line: Design day · 1 × 1000 EUR = *1,000.00 EUR* · 19 % VAT', 'Line gone: Design day · 1 × 1000 EUR = *1,000.00 EUR* · 19 % VAT']],
  ['a discount', version({ discount: { percent: '10' } }), ['Total 1,190.00 EUR → 1,071.00 EUR', 'Discount none → 10 %']],
  ['references and a note', version({ purchaseOrder: 'PO-1', project: 'Relaunch', note: 'Thank you' }), ['Purchase order none → PO-1', 'Project none → Relaunch', 'The note is another']],
])('tell %s', (_, after, told) => expect(between(version(), after)).toEqual(told));

it('count lines beyond the first six', () => {
  const lines = Array.from({ length: 9 }, (_, index) => line({ id: `n${index}`, description: `Piece ${index}` }));
  expect(between(version(), version({ lines }))).toContain('and 4 more changed lines');
});
