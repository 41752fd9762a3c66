/** The office's book: its rule files, read together, re-read when one changes. A faulty edit leaves the old rules working. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BusinessHours } from '../domain/business-time';
import type { PlainDate } from '../domain/dates';
import type { DunningLadder } from '../domain/dunning';
import { faultLine, type Fault } from '../domain/fault';
import type { Look } from '../domain/look';
import type { Person, Role } from '../domain/people';
import type { Permissions } from '../domain/permission';
import type { ApprovalPolicy } from '../domain/policy/policy';
import { readApprovals } from './approvals';
import { closedDays, hoursIn } from './business-hours';
import { readDesigns } from './designs';
import { openRuleBook, type RuleFiles } from './einvoice-rules';
import { shippedConfig } from './env';
import { hashOfText, readOffice, type OfficeConfig } from './office';
import { readMails } from './mails';
import { ownTemplateFiles, readOwnTemplates } from './own-templates';
import { readPermissions } from './permissions';
import { RATES_FILE, ratesIn, withRatesFile } from './rates-file';
import type { Outcome } from './reading';
import { readReminders } from './reminders';

/** What the office goes by at this moment. */
export type OfficeBook = { office: OfficeConfig; approvals: ApprovalPolicy; ladder: DunningLadder; permissions: Permissions; look: Look };

/** Every look-up reads the files first if one of them changed, so an edit counts from the next act on. */
export type Book = {
  current(): OfficeBook;
  /** The official rules of e-invoices that are there, and a sentence for those that are not. */
  eInvoiceRules: RuleFiles;
  /** By mail address, in any case of letters. */
  personByEmail(email: string): Person | undefined;
  peopleWithRole(role: Role): Person[];
  /** The days of a year on which the office is closed, weekends not considered, in order. */
  holidaysOf(year: number): readonly PlainDate[];
  /** True on a holiday of the office; weekends not considered. */
  isHoliday(date: PlainDate): boolean;
  /** When the person works, by mail address; a stranger works as the office does. */
  hoursOf(email: string): BusinessHours;
  /** approvals.yaml as it lies there: the text that was read last, and what is wrong with one that was changed since and is faulty. */
  approvalsFile(): { text: string; faulty?: { hash: string; lines: string[] } };
  /** What is wrong with the other files, own templates, logo and font included, since one was changed: `designs.yaml 4:12 …`. Empty while all are sound. */
  otherFaults(): readonly string[];
};

const FILES = ['office.yaml', 'approvals.yaml', 'reminders.yaml', 'permissions.yaml', 'designs.yaml', 'mails.yaml'] as const;
type Texts = Record<(typeof FILES)[number], string>;
/** A folder from before there was such a file goes by the shipped one, until it gets its own. */
const TABLE = 'permissions.yaml';
const DESIGNS = 'designs.yaml';
const MAILS = 'mails.yaml';

/** All faults of all files, one line each: `approvals.yaml 4:12 AMOUNT_FORMAT write 1000, not '1_000'.` */
export class BookFaults extends Error {
  constructor(readonly folder: string, readonly faults: readonly string[]) {
    super(`The rules in ${folder} have ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'BookFaults';
  }
}

/** Where the book tells that an edit came into force or was refused. */
type Log = { info(fields: object, message: string): void; warn(fields: object, message: string): void };

/**
 * Opens the rules in a folder. `peppolRules` is the file of Peppol's rules, where set-up has made it.
 * @throws BookFaults when they are faulty at the start; later faults are logged, each edit once.
 */
export function openBook(folder: string, log: Log, { peppolRules }: { peppolRules?: string | undefined } = {}): Book {
  let hasTable = false;
  let watched: readonly string[] = [];
  let stamp = stampOf(folder, watched);
  const readOnce = (): ReturnType<typeof readBook> => readBook(folder, (hasTable ||= existsSync(join(folder, TABLE))));
  /** Stamped before it is read, so that no edit falls between; read again when it names other files than those stamped. */
  const read = (): ReturnType<typeof readBook> => {
    const found = readOnce();
    const { files } = found.book.office.branding;
    if (files.join() === watched.join()) return found;
    watched = files;
    stamp = stampOf(folder, watched);
    return readOnce();
  };
  let { book, texts } = read();
  let faulty: { hash: string; lines: string[] } | undefined;
  let others: readonly string[] = [];

  const current = (): OfficeBook => {
    const now = stampOf(folder, watched);
    if (now === stamp) return book;
    stamp = now;
    try {
      ({ book, texts } = read());
      faulty = undefined;
      others = [];
      log.info({ policy: book.approvals.version, policyHash: book.approvals.hash }, 'The changed rules are in force.');
    } catch (error) {
      if (!(error instanceof BookFaults)) throw error;
      faulty = faultsOf(folder, error.faults);
      others = error.faults.filter((fault) => !isOfApprovals(fault));
      for (const fault of error.faults) log.warn({ fault }, 'A changed rule file is faulty; the rules before it stay in force.');
    }
    return book;
  };
  const eInvoiceRules = openRuleBook({ peppol: peppolRules });
  const holidaysOf = (year: number): readonly PlainDate[] => closedDays(year, current().office.holidays);
  return {
    current, eInvoiceRules,
    personByEmail: (email) => current().office.people.find((person) => person.email === email.toLowerCase()),
    peopleWithRole: (role) => current().office.people.filter(({ roles }) => roles.includes(role)),
    holidaysOf,
    hoursOf: (email) => hoursIn(current().office, email),
    isHoliday: (date) => holidaysOf(Number(date.slice(0, 4))).includes(date),
    approvalsFile: () => {
      current();
      return { text: texts['approvals.yaml'], ...(faulty && { faulty }) };
    },
    otherFaults: () => {
      current();
      return others;
    },
  };
}

/** Changes whenever a file does: editors write in place or rename, so the inode counts too. */
function stampOf(folder: string, others: readonly string[]): string {
  return [...FILES, RATES_FILE, ...others, ...ownTemplateFiles(folder)].map((name) => {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    return stat ? `${name}/${stat.ino}/${stat.mtimeMs}/${stat.size}` : 'missing';
  }).join(' ');
}

const isOfApprovals = (fault: string): boolean => fault.startsWith('approvals.yaml ');

/** The faults of approvals.yaml among those of all files; undefined when they are in the others. */
function faultsOf(folder: string, faults: readonly string[]): { hash: string; lines: string[] } | undefined {
  const own = faults.filter(isOfApprovals);
  return own.length === 0 ? undefined : { hash: hashOfText(textOf(folder, 'approvals.yaml', [])), lines: own.map((fault) => fault.slice('approvals.yaml '.length)) };
}

/** Once a folder had a table of its own (`hasTable`), a missing one is a fault: no right may come from a file that is gone. */
function readBook(folder: string, hasTable: boolean): { book: OfficeBook; texts: Texts } {
  const faults: string[] = [];
  const isShipped = (name: string): boolean => (name === TABLE && !hasTable) || ([DESIGNS, MAILS].includes(name) && !existsSync(join(folder, name)));
  const texts = Object.fromEntries(FILES.map((name) => [name, textOf(isShipped(name) ? shippedConfig() : folder, name, faults)])) as Texts;
  if (faults.length > 0) throw new BookFaults(folder, faults);
  const kept = <T>(name: string, { value, faults: found }: Outcome<T>): T | undefined => {
    faults.push(...(found ?? []).map((fault: Fault) => `${name} ${faultLine(fault)}`));
    return value;
  };
  const plain = kept('office.yaml', readOffice(texts['office.yaml'], folder));
  const office = plain && kept(RATES_FILE, withRatesFile(plain, ratesIn(folder)));
  const approvals = kept('approvals.yaml', readApprovals(texts['approvals.yaml'], office));
  const ladder = kept('reminders.yaml', readReminders(texts['reminders.yaml'], office?.channels));
  const permissions = kept(TABLE, readPermissions(texts[TABLE], hasTable ? office?.people : undefined));
  const designs = kept(DESIGNS, readDesigns(texts[DESIGNS]));
  const mails = kept(MAILS, readMails(texts[MAILS]));
  const templates = readOwnTemplates(folder);
  faults.push(...templates.faults.map(({ file, fault }) => `${file} ${faultLine(fault)}`));
  if (!office || !approvals || !ladder || !permissions || !designs || !mails || templates.faults.length > 0) throw new BookFaults(folder, faults);
  return { book: { office, approvals, ladder, permissions, look: { brand: office.branding.brand, designs, own: templates.own, mails } }, texts };
}

function textOf(folder: string, name: string, faults: string[]): string {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    faults.push(`${name} cannot be read in ${folder}.`);
    return '';
  }
}
