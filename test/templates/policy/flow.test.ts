/** A policy as a flow: the picture holds the words of the text, every example fits its boxes, and what is typed stays text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApprovals } from '../../../config/approvals';
import { shippedConfig } from '../../../config/env';
import { readOffice } from '../../../config/office';
import { flowLines, flowOf, flowPicture } from '../../../templates/policy/flow';

const examples = join(shippedConfig(), 'examples');
const office = readOffice(readFileSync(join(examples, 'office.yaml'), 'utf8')).value!;
const flow = (text: string) => flowOf(readApprovals(text, office).value!, office.people);
const words = (text: string): string[] => text.split(/\s+/).filter(Boolean).sort();
const shownIn = (picture: string): string => [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text).join(' ')
  .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

describe.each(readdirSync(examples).filter((name) => name !== 'office.yaml'))('the picture of %s', (name) => {
  const one = flow(readFileSync(join(examples, name), 'utf8'));
  const picture = flowPicture(one);

  it('says what the text says, word for word', () => {
    expect(words(shownIn(picture)).filter((word) => word !== 'else')).toEqual(words(flowLines(one).join(' ')).filter((word) => word !== 'else'));
  });

  it('breaks its lines where its boxes end', () => {
    for (const [, x = '', text = ''] of picture.matchAll(/<text x="(\d+)"[^>]*font-size="14"[^>]*>([^<]*)<\/text>/g)) {
      expect({ text, fits: text.replace(/&\w+;/g, '?').length <= (x === '28' ? 44 : 27) || !text.includes(' ') }).toEqual({ text, fits: true });
    }
  });
});

it('is told in lines, with the steps of each road and the fallback', () => {
  const text = 'version: 2\ncurrency: EUR\npolicies:\n  - name: <b>&"Large"\n    for: [invoice, estimate]\n    when: total > 5\n    steps: [{approvers: [managers, Fatima], quorum: 2}, {approvers: department head, when: total > 9}]\n  - {name: Rest, for: invoice, approvers: nobody}\nfallback: [finance, Milo]\n';
  expect(flowLines(flow(text))).toEqual([
    'Approval policy 2, totals in EUR', '1. <b>&"Large"', '   for invoices and estimates with total > 5', '   step 1: any 2 of managers and Fatima',
    '   step 2: the head of the creator’s department, if total > 9', '2. Rest', '   for invoices', '   nobody has to approve', 'Otherwise, and where too few people are left', '   any one of finance and Milo',
  ]);
  expect(flowPicture(flow(text))).toContain('&lt;b&gt;&amp;&quot;Large&quot;');
});
