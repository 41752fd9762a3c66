/** Names of files: what people look for, and nothing that a mail program or a file system takes amiss. */
import { carried, fileName } from '../../templates/file-name';
import { invoiceModel } from '../../templates/model';
import { acme, invoice, northlight, oneLine, speaking } from './samples';

const nameIn = (locale: string, second?: 'de', seller = northlight.name): string => {
  const model = invoiceModel(invoice(oneLine, speaking(acme, locale, second), { seller: { ...northlight, name: seller } }));
  return carried({ hash: 'h', name: 'INV-2026-0001.pdf' }, model).as;
};

describe('the name of a mailed file', () => {
  it.each([
    ['en-GB', 'Invoice INV-2026-0001 Northlight Studio.pdf'], ['de-DE', 'Rechnung INV-2026-0001 Northlight Studio.pdf'], ['fr', 'Facture INV-2026-0001 Northlight Studio.pdf'],
    ['ja', '請求書 INV-2026-0001 Northlight Studio.pdf'], ['ar', 'فاتورة INV-2026-0001 Northlight Studio.pdf'], ['he', 'חשבונית INV-2026-0001 Northlight Studio.pdf'],
  ])('is in the client’s language: %s', (locale, name) => expect(nameIn(locale)).toBe(name));

  it('speaks the first of two languages alone', () => expect(nameIn('en-GB', 'de')).toBe('Invoice INV-2026-0001 Northlight Studio.pdf'));

  it('names the e-invoice after its page', () => {
    const model = invoiceModel(invoice(oneLine, acme));
    expect(carried({ hash: 'h', name: 'INV-2026-0001.xml' }, model)).toEqual({ hash: 'h', as: 'Invoice INV-2026-0001 Northlight Studio.xml' });
  });

  it.each([
    ['../../etc/passwd', 'Invoice 1 .. .. etc passwd'], ['a<b>:"c|d?e*f\\g', 'Invoice 1 a b c d e f g'], ['GmbH & Co. ', 'Invoice 1 GmbH & Co'], ['x\r\nContent-Type: y', 'Invoice 1 x Content-Type y'],
    ['\u202egpj.exe\u2066', 'Invoice 1 gpj.exe'], ['ü'.repeat(300), `Invoice 1 ${'ü'.repeat(70)}`],
  ])('is safe for a seller called %j', (seller, name) => expect(fileName('Invoice 1', seller)).toBe(name));

  it('fits a file system in any script', () => expect(Buffer.byteLength(`${fileName('請'.repeat(300), '求')}.pdf`)).toBeLessThanOrEqual(255));
});
