/** Letters: the order in which the post sorts them, and what becomes of a document that goes out as one. */
import type { Delivery, Invoice } from '../../domain/invoice';
import { posted, postOrder, sheetsOf } from '../../domain/posting';
import { money } from '../../domain/money';
import { act } from '../support/samples';

const to = (number: string, country: string, postcode: string | undefined, name: string) => ({ number, client: { name, address: { lines: [], country, ...(postcode && { postcode }) } } });

it('sorts the own country first, then by country, postcode and name', () => {
  const letters = [to('5', 'FR', '75001', 'Zoé'), to('4', 'DE', '80331', 'Bau AG'), to('3', 'DE', '20457', 'Überseehaus'), to('2', 'DE', '20457', 'Acme'), to('6', 'AT', '1010', 'Adler'), to('1', 'DE', '04109', 'Thomas')];
  expect(postOrder(letters, 'DE').map(({ number }) => number)).toEqual(['1', '2', '3', '4', '6', '5']);
  expect(postOrder(letters, 'FR')[0]?.number).toBe('5');
  expect(postOrder([to('b', 'DE', undefined, 'B'), to('a', 'DE', undefined, 'A')], 'DE').map(({ number }) => number)).toEqual(['a', 'b']);
});

it('takes a sheet for two pages, and one for a page', () => {
  expect([1, 2, 3, 4, 5].map(sheetsOf)).toEqual([1, 1, 2, 2, 3]);
});

describe('an invoice that goes out as a letter', () => {
  const delivery = (status: Delivery['status']): Delivery => ({ status, to: 'ap@acme.example', mailKey: 'invoice/inv_1/send', at: '2026-11-01T10:00:00Z' });
  const invoice = (change: Partial<Invoice>): Invoice =>
    ({ id: 'inv_1', number: 'INV-2026-0001', pdf: { hash: 'h', name: 'n', bytes: 1 }, balance: money(100, 'EUR'), state: 'issued', delivery: delivery('failed'), ...change }) as Invoice;

  it('counts as sent when no mail has brought it, and as posted wherever its mail is told', () => {
    const once = act();
    const { changes, kind, text } = posted(invoice({}), once);
    expect({ kind, text }).toEqual({ kind: 'posted', text: 'INV-2026-0001 is noted as posted and counts as sent.' });
    expect(changes).toEqual({ state: 'sent', sentAt: once.at, delivery: { status: 'posted', to: 'by post', mailKey: `post/${once.key}`, at: once.at } });
    expect(posted(invoice({ balance: money(0, 'EUR') }), act()).changes.state).toBe('paid');
  });

  it('stays as it is when its mail arrived: the letter is a copy', () => {
    expect(posted(invoice({ state: 'sent', delivery: delivery('delivered') }), act()).changes).toEqual({});
    expect(posted(invoice({ state: 'sent', delivery: delivery('bounced') }), act()).changes).toMatchObject({ delivery: { status: 'posted' } });
  });

  it('is refused while its mail is leaving, without a page, and when it is void', () => {
    expect(() => posted(invoice({ delivery: delivery('sending') }), act())).toThrow('INV-2026-0001 is being mailed at this moment.');
    expect(() => posted(invoice({ pdf: undefined }), act())).toThrow('INV-2026-0001 has no printed page; print it once it is issued.');
    expect(() => posted(invoice({ state: 'void' }), act())).toThrow('INV-2026-0001 is void; nothing more can be done with it.');
  });
});
