/** The difference between two policies in plain language. */
import { differenceLines } from '../../../templates/policy/difference';
import type { Flow, Road } from '../../../templates/policy/flow';

const road = (title: string, question = 'invoices', steps = ['Milo']): Road => ({ title, question, steps });
const flow = (roads: Road[], otherwise = ['any one of finance'], exceptions: string[] = []): Flow => ({ heading: '', roads, otherwise, exceptions });

it.each<[string, Flow, Flow, string[]]>([
  ['who may except', flow([]), flow([], undefined, ['any one of finance asks', 'Milo confirms']), ['Exceptions now: any one of finance asks, then Milo confirms; before: none.']],
  ['nothing', flow([road('A')]), flow([road('A')]), []],
  ['what is new', flow([]), flow([road('A', 'invoices with total > 5', ['Milo', 'any one of finance'])]), ['New: “A”, for invoices with total > 5: Milo, then any one of finance.']],
  ['what is gone', flow([road('A', 'all documents', [])]), flow([]), ['Gone: “A”, for all documents: nobody.']],
  ['whom it asks', flow([road('A')]), flow([road('A', 'invoices', [])]), ['“A” now asks nobody; it asked Milo.']],
  ['for what it is', flow([road('A')]), flow([road('A', 'estimates')]), ['“A” is now for estimates; it was for invoices.']],
  ['the order', flow([road('A'), road('B')]), flow([road('B'), road('A')]), ['They are asked in another order now: “B”, “A”.']],
  ['no order where one is only new between', flow([road('A'), road('B')]), flow([road('A'), road('C'), road('B')]), ['New: “C”, for invoices: Milo.']],
  ['the fallback', flow([]), flow([], ['Ana']), ['The fallback is now Ana; it was any one of finance.']],
])('tells %s', (_, before, after, lines) => expect(differenceLines(before, after)).toEqual(lines));
