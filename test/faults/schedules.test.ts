/**
 * An approval, a rejection, an edit and the end of the time limit at the same moment, on the real server: one outcome, and everybody is
 * told the truth about it.
 *
 * The limit really runs out, by the workflow's own timer on the server's own clock; no stored moment is changed and no clock is turned.
 * A limit of "1 day" lasts as long as a working day, and this office works for one minute a day, the next one that begins: what is
 * submitted before that minute is due at its end. Each such moment costs a minute of waiting, so many invoices share one.
 */
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { seeded } from '../../bench/random';
import { holidaysIn } from '../../config/holidays';
import { waitingFor } from '../../domain/approval';
import type { Content } from '../../domain/content';
import { dateOfInstant } from '../../domain/dates';
import { idOf } from '../../domain/id';
import type { Invoice } from '../../domain/invoice';
import type { Actor } from '../../domain/people';
import { DomainError } from '../../domain/refusals';
import { ACTION } from '../../templates/slack/token';
import type { InvoiceAnswer } from '../../workflows/contracts/invoice';
import { Acts } from '../support/crash-acts';
import { auditedAtRest } from '../support/crash-audit';
import { until } from '../support/desk-door';
import { KINDS, POLICY, price, standOf, tooLate, type Kind, type Stand } from '../support/limits';
import { openOffice, type TestOffice } from '../support/office';
import { ANA, CARLA, content, FATIMA, line, MILO } from '../support/samples';

const SCHEDULES = 200;
const SEED = Number(process.env.OFFICE_TEST_SEED ?? 20261122);
/** Submitted at once: few enough that no caller runs out of patience on two cores. */
const BATCH = 20;
const MINUTE_MS = 60_000;
/** Before its minute begins a batch has so long to be submitted; one that is late is submitted again. */
const LEAD_MS = 10_000;
/** An office whose every limit runs out at once needs seconds to get to the last of them, and within those the people act. */
const FIRST_MS = -2_000;
const LAST_MS = 10_000;
/** The acts of one schedule lie closer together than one takes. */
const SPREAD_MS = 30;
/** Far more than it takes. */
const PATIENCE_MS = 600_000;
const REST_MS = 240_000;

/** Where the minute of work does not cross midnight, and a country in which nobody has a holiday, whenever this runs. */
const ZONE = new Date().getUTCHours() < 12 ? 'Asia/Tokyo' : 'America/New_York';
const TODAY = dateOfInstant(new Date().toISOString(), ZONE);
const COUNTRY = ['DE', 'SA', 'JP'].find((country) => !holidaysIn(Number(TODAY.slice(0, 4)), { country, extra: [] }).includes(TODAY)) ?? 'DE';
const SHIPPED = readFileSync(join(__dirname, '..', '..', 'config', 'office.yaml'), 'utf8');

/** office.yaml of an office that works every day, for the minute that begins at that instant. */
function officeOf(opensAt: number): string {
  const [from, to] = [opensAt, opensAt + MINUTE_MS].map((at) => new Date(at).toLocaleTimeString('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' }));
  const days = '[monday, tuesday, wednesday, thursday, friday, saturday, sunday]';
  return SHIPPED.replace(/^zone: .*$/m, `zone: ${ZONE}`).replace(/^business_hours: .*$/m, `business_hours: {days: ${days}, from: "${from}", to: "${to}"}`)
    .replace(/^holidays:\n( .*\n)+/m, `holidays: {country: ${COUNTRY}}\n`);
}

type Act = 'approve' | 'reject' | 'edit';
type Plan = { kind: Kind; aroundMs: number; laterMs: number[] };
type Told = { act: Act; by: Actor; key: string; answer?: InvoiceAnswer; refusal?: DomainError };
type Raced = { id: string; kind: Kind; all: Told[] };

describe(`an approval, a rejection, an edit and the time limit at the same moment (seed ${SEED})`, () => {
  let office: TestOffice;
  let acts: Acts;
  let log: string;
  let paper: (net: number) => Content;
  beforeAll(async () => {
    office = await openOffice({ files: { 'approvals.yaml': POLICY, 'office.yaml': officeOf(Date.now()) } });
    acts = new Acts(office);
    log = join(office.folder, 'told.jsonl');
    writeFileSync(log, '');
    const clientId = await acts.acme();
    paper = (net) => content({ clientId, lines: [line({ unitPrice: String(net), vat: { category: 'O', rate: '0' } })] });
  });
  afterAll(() => office.close());

  /** Lets the office work in the next minute that leaves time to submit something before it; answers when that minute ends. */
  function workNext(): number {
    const opensAt = Math.ceil((Date.now() + LEAD_MS) / MINUTE_MS) * MINUTE_MS;
    const file = join(office.configFolder, 'office.yaml');
    writeFileSync(`${file}.new`, officeOf(opensAt));
    renameSync(`${file}.new`, file);
    return opensAt + MINUTE_MS;
  }

  /** Insists until there is an answer: whoever gets none in time presses again, the same act under the same key. */
  async function insist(call: () => Promise<InvoiceAnswer>): Promise<InvoiceAnswer> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) throw error;
      }
    }
  }

  async function submit({ kind }: Plan): Promise<string> {
    const made = { ...acts.by(CARLA), content: paper(price(kind)), submit: 'now' as const };
    const id = idOf('inv', `${made.key}-${Date.now()}`);
    await insist(() => office.door.createInvoice(id, made));
    return id;
  }

  /** Everybody acts around the instant at which the limit runs out. */
  async function race(id: string, { kind, aroundMs, laterMs }: Plan, dueAt: number): Promise<Raced> {
    const told = async (act: Act, by: Actor, at: number, call: (key: string) => Promise<InvoiceAnswer>): Promise<Told> => {
      const key = acts.key();
      await delay(Math.max(0, at - Date.now()));
      const outcome = await insist(() => call(key)).catch((error: unknown) => {
        if (error instanceof DomainError) return error;
        throw error;
      });
      const isRefused = outcome instanceof DomainError;
      appendFileSync(log, `${JSON.stringify({ key, documentId: id, outcome: isRefused ? 'refused' : 'done' })}\n`);
      return { act, by, key, ...(isRefused ? { refusal: outcome } : { answer: outcome }) };
    };
    const { door } = office;
    const decision = { step: 0, version: 1 };
    const approve = (by: Actor, at: number) => told('approve', by, at, (key) => door.actOnInvoice('decide', id, { by, key, ...decision, says: 'approve' }));
    const [noAt = 0, editAt = 0, yesAt = 0] = laterMs.map((ms) => dueAt + aroundMs + ms);
    const all = await Promise.all([
      ...kind.early.map((by) => approve(by, 0)),
      told('reject', ANA, noAt, (key) => door.actOnInvoice('decide', id, { by: ANA, key, ...decision, says: 'reject', reason: 'not this month' })),
      told('edit', CARLA, editAt, (key) => door.actOnInvoice('edit', id, { by: CARLA, key, version: 1, content: paper(price(kind) - 1) })),
      approve(MILO, yesAt),
    ]);
    return { id, kind, all };
  }

  /** What somebody was told is what is recorded, under their name, and says what became of it. */
  function judgeTold({ act, by, key, answer, refusal }: Told, invoice: Invoice, stand: Stand): void {
    const entry = invoice.history.find((each) => each.key === key);
    if (!answer) {
      expect(entry).toBeUndefined();
      const may = act === 'edit' ? [{ code: 'AlreadyIssued', details: expect.anything() }] : tooLate(stand);
      expect(may).toContainEqual({ code: refusal?.code, details: refusal?.details ?? {} });
      return;
    }
    expect(entry).toMatchObject({ kind: { approve: 'approved', reject: 'rejected', edit: 'edited' }[act], by: { email: by.email }, detail: { told: answer.text } });
    expect(answer.invoiceId).toBe(invoice.id);
    const says = { approve: 'You approved', reject: 'You rejected', edit: 'Saved version 2' }[act];
    expect(answer.text.startsWith(says)).toBe(true);
    if (act === 'approve') expect(answer.text.includes('it goes out now')).toBe((entry?.changes['approval'] as Invoice['approval'])?.verdict === 'granted');
    if (act === 'edit') expect(answer.text.includes('approvals given are void')).toBe(stand.verdict === 'voided');
  }

  /** At rest, by the history alone: one ending, and state, verdict and version as it left them. */
  function judge(invoice: Invoice, { kind, all }: Raced): string {
    const stand = standOf(invoice, kind);
    expect(stand.ended).toHaveLength(1);
    for (const told of all) judgeTold(told, invoice, stand);
    expect(all.find(({ act }) => act === 'edit')?.answer !== undefined).toBe(stand.now !== 'granted');
    const { state, version, approval, revision, history } = invoice;
    expect({ state, version, verdict: approval?.verdict, revision }).toEqual({ state: { asked: '', next: 'submitted', granted: 'sent', back: 'draft' }[stand.now], version: stand.version, verdict: stand.verdict, revision: history.length });
    expect(invoice.number !== undefined).toBe(stand.now === 'granted');
    return stand.ended[0]?.kind ?? '';
  }

  /** Approve buttons that a person's cards still have, by the invoices that they are of. */
  async function buttonsOf({ email }: Actor, ids: readonly string[]): Promise<string[]> {
    const cards = (await (await office.desk.as(email)).messages('dm')).map((message) => JSON.stringify(message)).filter((text) => text.includes(ACTION.approve));
    return ids.filter((id) => cards.some((text) => text.includes(id))).sort();
  }

  it(`has one outcome, in ${SCHEDULES} schedules`, async () => {
    const random = seeded(SEED);
    const waiting = Array.from({ length: SCHEDULES }, (_, index): Plan => ({
      kind: KINDS[index % KINDS.length] as Kind, aroundMs: FIRST_MS + (LAST_MS - FIRST_MS) * random(), laterMs: [random(), random(), random()].map((share) => share * SPREAD_MS),
    }));
    const races: Promise<Raced>[] = [];
    while (waiting.length > 0) {
      const dueAt = workNext();
      const batch = waiting.splice(0, BATCH);
      const ids = await Promise.all(batch.map(submit));
      for (const [index, plan] of batch.entries()) {
        const { approval } = await acts.stored(ids[index] ?? '');
        if (Date.parse(approval?.steps[0]?.dueAt ?? '') !== dueAt) waiting.push(plan); // Too late for that minute, so due tomorrow.
        else races.push(race(ids[index] ?? '', plan, dueAt));
        races.at(-1)?.catch(() => undefined); // Awaited below.
      }
    }
    const raced = await Promise.all(races);

    const isAtRest = ({ state, approval, owed }: Invoice): boolean => state === 'draft' || (state === 'sent' && owed.length === 0) || (state === 'submitted' && approval?.current === 1);
    const endings = new Set<string>();
    const asked: string[] = [];
    const numbers: string[] = [];
    for (const each of raced) {
      const invoice = await acts.until(each.id, isAtRest, `${each.id} to come to rest`);
      endings.add(`${each.kind.name}: ${judge(invoice, each)}`);
      if (invoice.number) numbers.push(invoice.number);
      if (invoice.approval && waitingFor(invoice.approval).includes(FATIMA.email)) asked.push(each.id);
    }
    expect([...endings].map((ending) => ending.split(': ')[1])).toEqual(expect.arrayContaining(['approved', 'rejected', 'edited', 'approval.lapsed', 'approval.silent', 'approval.escalated']));
    expect([...endings]).toContain('Two of three: approved');

    const subjects = (await office.outbox.mails()).map(({ subject }) => subject);
    expect(numbers.filter((number) => subjects.filter((subject) => subject.includes(number)).length !== 1)).toEqual([]);
    expect(subjects).toHaveLength(numbers.length);
    const ids = raced.map(({ id }) => id);
    for (const [person, buttons] of [[MILO, []], [ANA, []], [FATIMA, asked.sort()]] as const) {
      await until(async () => JSON.stringify(await buttonsOf(person, ids)) === JSON.stringify(buttons), `the cards of ${person.name} to be right`, REST_MS);
    }
    expect(await auditedAtRest({ ...office, surroundings: { mongoUri: office.mongoUri, temporalAddress: office.env.temporal.address, outbox: office.env.sendgrid.baseUrl } }, log)).toEqual([]);
  }, PATIENCE_MS);
});
