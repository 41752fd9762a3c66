/** How a document is paid by its page: EPC's QR code beside the account, or the payment part of a Swiss QR-bill on a sheet of its own. */
import QRCode from 'qrcode';
import { SwissQRBill } from 'swissqrbill/svg';
import type { Address, ClientSnapshot, Seller } from '../domain/client';
import { toDecimal, type Money } from '../domain/money';
import { epcCode, takesQrBill } from '../domain/payment-code';
import { paymentReference } from '../domain/payment-reference';
import { oneLine } from './formats';

/** What sheet() lays into the page. `slip` is SVG of its own making, with every text escaped. */
export type PaymentSlip = { code?: string; slip?: string };

/** Of an issued invoice with something to pay; empty where neither can be made. */
export function paymentSlip({ seller, client, due, number, language }: { seller: Seller; client: ClientSnapshot; due: Money; number: string; language: string }): PaymentSlip {
  const { bank } = seller;
  if (!bank || due.minor <= 0) return {};
  if (takesQrBill(bank, due)) return { slip: swissSlip(seller, bank, client, due, number, language) };
  const code = epcCode(seller, due, number);
  return code === undefined ? {} : { code: qrSvg(code) };
}

/** Error correction M, as EPC069-12 wants it; four modules of quiet zone (ISO/IEC 18004). */
function qrSvg(text: string): string {
  const { modules: { size, data } } = QRCode.create([{ data: new TextEncoder().encode(text), mode: 'byte' }], { errorCorrectionLevel: 'M' });
  const rows = Array.from({ length: size }, (_, y) => Array.from({ length: size }, (__, x) => (data[y * size + x] ? `M${x + 4} ${y + 4}h1v1h-1z` : '')).join(''));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size + 8} ${size + 8}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size + 8}v${size + 8}H0z"/><path d="${rows.join('')}"/></svg>`;
}

/** Languages of the QR-bill; everybody else reads English. */
const SLIP_LANGUAGES = ['DE', 'EN', 'FR', 'IT'] as const;
/** What the bill's code carries at most (SIX, QR-bill 2.3, 4.2.2). */
const MOST = { name: 70, street: 70, postcode: 16, city: 35 } as const;
/** Its code knows Latin letters alone (SIX, QR-bill 2.3, 4.1.1). */
const isLatin = (text: string): boolean => !/[^\u0020-\u017f\u0218-\u021b\u20ac]/.test(text);

function party(name: string, { lines, postcode, city, country }: Address) {
  const street = lines.map(oneLine).join(', ');
  return { name: oneLine(name).slice(0, MOST.name), address: street.slice(0, MOST.street), zip: oneLine(postcode ?? '').slice(0, MOST.postcode), city: oneLine(city ?? '').slice(0, MOST.city), country };
}

function swissSlip(seller: Seller, { iban, references }: NonNullable<Seller['bank']>, client: ClientSnapshot, due: Money, number: string, language: string): string {
  const { kind, reference } = paymentReference(number, { iban, ...(references && { references }) });
  const debtor = party(client.name, client.address);
  const isWhole = debtor.zip !== '' && debtor.city !== '' && debtor.address !== '' && isLatin(Object.values(debtor).join(''));
  return new SwissQRBill({
    creditor: { ...party(seller.name, seller.address), account: iban }, amount: Number(toDecimal(due)), currency: due.currency as 'CHF' | 'EUR', // Exact: two decimals, far below 2^53.
    ...(kind === 'text' ? { message: number } : { reference, message: number }), ...(isWhole && { debtor }),
  }, { language: SLIP_LANGUAGES.find((one) => one === language.toUpperCase()) ?? 'EN', fontName: 'Helvetica' }).toString();
}

/** The code as the picture of its element, 24 mm with its quiet zone: without it 20 mm, the least that banks ask for. The slip ends a sheet of its own, where banks tear it off. */
export const slipRules = ({ code, slip }: PaymentSlip): string => [
  code ? `.payment-code{width:24mm;height:24mm;flex:none;content:url("data:image/svg+xml;base64,${Buffer.from(code).toString('base64')}")}` : '',
  slip ? '@page slip{margin:0;@bottom-left{content:none}@bottom-center{content:none}@bottom-right{content:none}}.slip{page:slip;break-before:page;height:296mm;display:flex;align-items:flex-end;direction:ltr}.slip svg{width:210mm;height:105mm}.slip *{font-family:"Noto Sans"!important}' : '',
].join('');

export const slipMarkup = ({ slip }: PaymentSlip): string => (slip ? `<section class="slip">${slip}</section>` : '');
