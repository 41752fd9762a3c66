/** The written parts of an archive: its index as CSV, its checksums, and a page that says how to read and check it. */
import { stringify } from 'csv-stringify/sync';

/** A row a file, and one for a document that has none. `problem` is empty for what is as it should be. */
export type IndexRow = {
  kind: string; number: string; issueDate: string; client: string; vatId: string; net: string; vat: string; total: string; currency: string; state: string; paid: string;
  file: string; bytes: string; sha256: string; keepUntil: string; approvedBy: string; mailed: string; history: string; historyHash: string; problem: string;
};

const COLUMNS: readonly { key: keyof IndexRow; header: string }[] = [
  { key: 'kind', header: 'kind' }, { key: 'number', header: 'number' }, { key: 'issueDate', header: 'issue date' }, { key: 'client', header: 'client' }, { key: 'vatId', header: 'VAT id' },
  { key: 'net', header: 'net' }, { key: 'vat', header: 'VAT' }, { key: 'total', header: 'total' }, { key: 'currency', header: 'currency' }, { key: 'state', header: 'state' }, { key: 'paid', header: 'paid' },
  { key: 'file', header: 'file' }, { key: 'bytes', header: 'bytes' }, { key: 'sha256', header: 'sha256' }, { key: 'keepUntil', header: 'keep until' }, { key: 'approvedBy', header: 'approved by' },
  { key: 'mailed', header: 'mailed to and when' }, { key: 'history', header: 'history' }, { key: 'historyHash', header: "history's last hash" }, { key: 'problem', header: 'problem' },
];
/** Amounts may begin with a minus and are no formulas. */
const AMOUNTS: readonly unknown[] = ['net', 'vat', 'total', 'paid'] satisfies (keyof IndexRow)[];

/** CSV by RFC 4180 with a byte order mark, which spreadsheets need to read UTF-8; a text that a spreadsheet would take for a formula gets an apostrophe in front. */
export const indexCsv = (rows: readonly IndexRow[]): string => stringify([...rows], {
  header: true, columns: [...COLUMNS], bom: true, record_delimiter: 'windows', escape_formulas: true,
  cast: { string: (value, { column }) => (AMOUNTS.includes(column) ? { value, escape_formulas: false } as never : value) },
});

/** What `sha256sum -c` reads: two blanks say that a file is taken as it is. */
export const checksums = (files: readonly { name: string; sha256: string }[]): string => files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');

/** English, as the index is: for whoever opens the archive without the office. */
export const archiveReadme = ({ seller, period }: { seller: string; period: string }): string => `${seller}: archive of ${period}

index.csv      A row for every file, with its document: amounts, state, approvals, mailings, and until when it must be kept.
invoices/      Invoices as they were sent. A PDF holds its e-invoice as an attachment unless an XML of the same name lies beside it.
credit-notes/  Credit notes, with their e-invoices in the same way.
receipts/      Receipts of payments.
estimates/     Estimates, every version that was sent.
received/      E-invoices that were brought in: as they came, and as a page and UBL made of them.
histories/     What happened to each document, one JSON object a line, the oldest first.
SHA256SUMS     Checksums of all files. In this folder: sha256sum -c SHA256SUMS

Every file was compared with the checksum under which it was stored when it was made. Where it differs, or is not there, the column
"problem" of the index says so.

A history is a chain: "hash" is the SHA-256 of the entry without "hash", written as JSON with sorted keys and without blanks, and
"previous" is the hash of the entry before. "changes" are the fields that the entry set; applied in order they give the document.
`;
