/** Issue: what was printed never changes, and what was printed, kept and sent is one and the same. */
import { same, sha256 } from '../canonical';
import { digitsOf, shown, type Money } from '../arithmetic';
import type { Dossier } from '../dossier';
import { Findings, type Finding } from '../finding';
import { replayed } from '../replay';
import { nameOf, type FileRef, type Offered } from '../stored';

/** What an invoice and a credit note keep from their issue on. */
const FROZEN = ['content', 'contentHash', 'totals', 'version', 'client', 'seller', 'issueDate', 'dueDate', 'source', 'exchange', 'taxExchange'];
/** What a credit note keeps besides. */
const OF_NOTES = ['invoice', 'reason', 'settlement', 'applied', 'surplus', 'remaining'];
/** What no document changes once it has it. */
const LASTING = ['id', 'number', 'createdBy', 'createdAt'];

export function checkFrozen({ kind, document }: Dossier): Finding[] {
  const findings = new Findings('frozen', nameOf(document));
  let issued = false;
  for (const { entry, before, after } of replayed<Offered>(document.history)) {
    const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
    const once = ['pdf', ...LASTING].filter((field) => was[field] !== undefined && (kind !== 'estimate' || field !== 'pdf'));
    const kept = [...once, ...(issued && kind !== 'estimate' ? [...FROZEN, ...OF_NOTES] : [])];
    const off = kept.filter((field) => !same(was[field], is[field]));
    findings.expect(off.length === 0, `entry ${entry.seq} (${entry.kind}) changed its ${off.join(', ')} after ${issued ? 'issue' : 'it was set'}.`);
    issued ||= after.number !== undefined;
  }
  return findings.found;
}

/** A printed file that the document names, with what its page must say. */
type Printed = { key: string; ref: FileRef; name: string; texts: string[]; amounts: Money[] };

function printedOf(dossier: Dossier): Printed[] {
  const { document } = dossier;
  const { id, number = '', pdf, totals } = document;
  const key = dossier.kind === 'estimate' ? `estimate/${id}/v${dossier.document.version}` : `${dossier.kind}/${id}`;
  const texts = dossier.kind === 'credit-note' ? [number, dossier.document.invoice.number] : [number];
  const own = pdf ? [{ key, ref: pdf, name: number, texts, amounts: [totals.due] }] : [];
  const receipts = (dossier.kind === 'invoice' ? dossier.document.payments : []).flatMap(({ id: paymentId, amount, receipt }) =>
    (receipt?.pdf ? [{ key: `receipt/${paymentId}`, ref: receipt.pdf, name: receipt.number, texts: [receipt.number, number], amounts: [amount, receipt.remaining] }] : []));
  return [...own, ...receipts];
}

export function checkFiles(dossier: Dossier): Finding[] {
  const { document, files } = dossier;
  const findings = new Findings('files', nameOf(document));
  if (['sent', 'paid'].includes(document.state)) findings.expect(document.pdf !== undefined, 'it was sent and has no printed page.');
  for (const { key, hash, bytes } of files) {
    findings.expect(sha256(bytes) === hash, `the bytes of ${key} are not those of its hash.`);
    findings.expect(Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-', `${key} is no PDF.`);
  }
  for (const { key, ref, name } of printedOf(dossier)) {
    const file = files.find((each) => each.key === key);
    if (!findings.expect(file !== undefined, `the page of ${name} is not kept under ${key}.`) || !file) continue;
    findings.expect(file.hash === ref.hash, `the page of ${name} is kept with another hash than the document names.`);
    findings.expect(file.bytes.length === ref.bytes, `the page of ${name} has ${file.bytes.length} bytes, the document says ${ref.bytes}.`);
  }
  return findings.found;
}

export function checkPages(dossier: Dossier): Finding[] {
  const { document, pages } = dossier;
  const findings = new Findings('pages', nameOf(document));
  for (const { ref, name, texts, amounts } of pages ? printedOf(dossier) : []) {
    const page = pages?.get(ref.hash);
    if (page === undefined) continue; // The file is missing or unreadable: the files' check tells.
    for (const text of texts) findings.expect(says(page, escaped(text)), `the page of ${name} does not say ${text}.`);
    for (const amount of amounts) findings.expect(says(page, amountPattern(amount)), `the page of ${name} does not say ${shown(amount.minor, amount.currency)}.`);
  }
  return findings.found;
}

const says = (page: string, pattern: string): boolean => new RegExp(`(?<![\\p{L}\\d.,-])${pattern}(?![\\p{L}\\d])`, 'u').test(page);
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The amount with its currency, whatever separates its digits: "1,234.50 EUR", "1.234,50 EUR", "1 234,50 EUR". */
function amountPattern({ minor, currency }: Money): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const group = "[.,'\\u2019\\s]?";
  const major = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+(?!\d))/g, group);
  return `${minor < 0 ? '\\u2212' : ''}${major}${digits === 0 ? '' : `[.,]${text.slice(-digits)}`}\\s*${currency}`;
}

