/** The archive of a period: every document with its files and its history in one ZIP, each file checked against the hash under which it is kept. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Book } from '../config/book';
import { brokenAt, safeName, type Archived } from '../domain/archive';
import type { Seller } from '../domain/client';
import { canonical } from '../domain/history';
import type { Period } from '../domain/period';
import { phrase } from '../domain/phrase';
import { checkPermission } from '../domain/permission';
import { DomainError } from '../domain/refusals';
import { keepUntil } from '../domain/retention';
import type { AccessQueries } from '../store/queries/access';
import type { ArchiveQueries } from '../store/queries/archive';
import { archiveReadme, checksums, indexCsv, type IndexRow } from '../templates/archive';
import { archiveDone, archiveProgress } from '../templates/slack/archive';
import { refusalText } from '../templates/slack/spoken';
import { speaking } from '../templates/slack/words';
import type { AnnouncedArchive, ShareArchive } from '../workflows/contracts/archive';
import type { Slack } from './gateways/slack';
import { openZip, ZipFull, type ZipFile } from './zip';

/** What came of it. `problems` are sentences; a sound archive has none. */
export type ArchiveReport = { documents: number; files: number; bytes: number; problems: string[] };
type Making = { archive: Pick<ArchiveQueries, 'documents' | 'file'>; period: Period; seller: Seller; zip: ZipFile; onDocument?(done: number): Promise<void> };

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Writes everything of the period into the ZIP and finishes it. Throws ZipFull. */
export async function writeArchive({ archive, period, seller, zip, onDocument }: Making): Promise<ArchiveReport> {
  const rows: IndexRow[] = [];
  const sums: { name: string; sha256: string }[] = [];
  const histories = new Map<string, { name: string; problem: string }>();
  const problems: string[] = [];
  let documents = 0;

  async function add(name: string, bytes: Uint8Array, date: string): Promise<string> {
    const hash = sha256(bytes);
    await zip.add(name, bytes, date);
    sums.push({ name, sha256: hash });
    return hash;
  }
  /** A history stands there once, also when several receipts lead to it. */
  async function historyOf({ historyOf: number, history, issueDate }: Archived): Promise<{ name: string; problem: string }> {
    const known = histories.get(number);
    if (known) return known;
    if (history.length === 0) return { name: '', problem: '' };
    const broken = brokenAt(history);
    const stands = { name: `histories/${safeName(number)}.jsonl`, problem: broken === undefined ? '' : `its history was changed at entry ${broken}` };
    histories.set(number, stands);
    await add(stands.name, Buffer.from(history.map((entry) => `${canonical(entry)}\n`).join('')), issueDate);
    return stands;
  }
  async function fileRow({ kind, issueDate }: Archived, { hash, name }: Archived['files'][number]): Promise<Pick<IndexRow, 'file' | 'bytes' | 'sha256' | 'problem'>> {
    const stored = await archive.file(hash);
    if (!stored) return { file: '', bytes: '', sha256: hash, problem: `${name} is missing from the store` };
    const path = `${kind}/${kind === 'received' ? `${hash.slice(0, 8)}-` : ''}${safeName(name)}`; // Others give the same name to many files.
    const stands = await add(path, stored.bytes, issueDate);
    return { file: path, bytes: String(stored.bytes.length), sha256: stands, problem: stands === hash ? '' : `${name} was changed: it was kept as ${hash}` };
  }

  for await (const document of archive.documents(period, seller)) {
    const history = await historyOf(document);
    const files = [];
    for (const file of document.files) files.push(await fileRow(document, file));
    const { kind, number, issueDate, client, net, vat, total, currency, state, paid, approvedBy, mailed } = document;
    for (const file of files.length > 0 ? files : [{ file: '', bytes: '', sha256: '', problem: '' }]) {
      const problem = [file.problem, history.problem].filter(Boolean).join('; ');
      if (problem) problems.push(`${number}: ${problem}.`);
      rows.push({
        kind, number, issueDate, client: client.name, vatId: client.vatId ?? '', net, vat, total, currency, state, paid, ...file, keepUntil: keepUntil(issueDate, document.country),
        approvedBy, mailed, history: history.name, historyHash: document.history.at(-1)?.hash ?? '', problem,
      });
    }
    documents += 1;
    await onDocument?.(documents);
  }
  await add('index.csv', Buffer.from(indexCsv(rows)), period.to);
  await add('README.txt', Buffer.from(archiveReadme({ seller: seller.name, period: period.name })), period.to);
  await zip.add('SHA256SUMS', Buffer.from(checksums(sums)), period.to);
  return { documents, files: sums.length + 1, bytes: await zip.finish(), problems };
}

/** A larger one is made on the server: Slack takes up to 1 GB, but it waits in a worker's temporary folder, which has 256 MB (docker-compose.yml). */
const MOST_IN_SLACK = 200_000_000;
/** The message that tells how far it is is written anew after so many documents. */
const TOLD_EVERY = 100;

type Deps = { archive: ArchiveQueries; access: AccessQueries; slack: Pick<Slack, 'post' | 'update' | 'shareLarge'>; book: Book };

export const createArchiveActivities = ({ archive, access, slack, book }: Deps) => ({
  /** Says that it is begun, in the person's conversation with the office. Refuses NotAllowed. */
  async announceArchive({ period, documents, userId, by }: ShareArchive): Promise<AnnouncedArchive> {
    checkPermission(await access.of(by.email, book.current()), 'archive');
    return slack.post(userId, speaking(book.current().office.locale, () => archiveProgress(period.name, 0, documents)));
  },

  /** Makes it and brings it to the person; one that is too large is told so, with the command that makes it. Refuses NotAllowed. */
  async shareArchive({ period, documents, userId, by, place }: ShareArchive & { place: AnnouncedArchive }): Promise<void> {
    checkPermission(await access.of(by.email, book.current()), 'archive');
    const say = <T>(words: () => T): T => speaking(book.current().office.locale, words);
    const tell = async (words: () => ReturnType<typeof archiveProgress>): Promise<void> => void (place !== 'gone' && (await slack.update(place, say(words))));
    const folder = await mkdtemp(join(tmpdir(), 'archive-'));
    const path = join(folder, 'archive.zip');
    try {
      const zip = await openZip(path, MOST_IN_SLACK);
      const onDocument = async (done: number): Promise<void> => void (done % TOLD_EVERY === 0 && (await tell(() => archiveProgress(period.name, done, documents))));
      const report = await writeArchive({ archive, period, seller: book.current().office.seller, zip, onDocument }).finally(() => zip.close());
      const done = say(() => archiveDone(period.name, report));
      await slack.shareLarge(userId, { name: `archive-${period.name}.zip`, path, comment: done.text });
      await tell(() => done);
    } catch (error) {
      if (!(error instanceof ZipFull)) throw error;
      const instead = phrase`Take shorter periods, or make it on the server: ${`npm run -s archive -- ${period.name} --out archive-${period.name}.zip`}`;
      await tell(() => ({ text: refusalText(new DomainError('ArchiveTooLarge', { period: period.name, most: `${MOST_IN_SLACK / 1_000_000} MB`, instead })) }));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});
