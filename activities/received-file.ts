/** A file that is said to be an e-invoice: XML, or a PDF with XML inside, judged by the rules it names and, of a PDF, by what its page shows. */
import { extractText, getDocumentProxy } from 'unpdf';
import { judged, type Judged } from '../domain/einvoice/judging';
import type { RuleBook } from '../domain/einvoice/rule-book';
import { pageFaults } from '../domain/einvoice/shown';
import { DomainError } from '../domain/refusals';
import { hybridIn } from './pdf-a';

const PDF = Buffer.from('%PDF-');
/** A reader finds the header within the first kilobyte (ISO 32000-1, Annex H.3.4.1). */
const HEADER_WITHIN = 1024;

/** What a file says, in one shape, wherever something is wrong with it; `xml` are the bytes that were judged. */
export async function judgedFile(bytes: Uint8Array, book: RuleBook): Promise<Judged & { xml?: Uint8Array }> {
  try {
    if (!Buffer.from(bytes.subarray(0, HEADER_WITHIN)).includes(PDF)) return { ...judged(bytes, book), xml: bytes };
    const xml = await hybridIn(bytes);
    if (!xml) return { faults: [{ rule: 'PDF-XML', text: 'The PDF holds no e-invoice: no factur-x.xml, zugferd-invoice.xml or xrechnung.xml is attached to it.' }] };
    const result = judged(xml, book);
    const shown = result.invoice ? pageFaults(await textOf(bytes), result.invoice) : [];
    return shown.length > 0 ? { faults: shown } : { ...result, xml };
  } catch (error) {
    if (error instanceof DomainError) return { faults: [{ rule: error.code, text: error.message }] };
    return { faults: [{ rule: 'UNREADABLE', text: `The file cannot be read: ${(error as Error).message}` }] };
  }
}

async function textOf(pdf: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  return text;
}
