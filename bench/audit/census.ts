/** The census: what only shows when all documents are known. It keeps ids and sums, never documents. */
import { setTimeout as delay } from 'node:timers/promises';
import { minorIn, shown } from './arithmetic';
import { againstOutbox } from './checks/mails';
import { creditFrom } from './checks/money';
import { numberOf, Series } from './checks/numbers';
import type { Dossier } from './dossier';
import { Findings, type Check, type Finding } from './finding';
import type { Sources } from './gather';
import { creditsOf, paymentsOf, type Client } from './stored';

/** App Homes, the approval rules and the weeks' digests have rows among the messages too, under names that begin so; they show no document. */
const NO_DOCUMENTS: readonly string[] = ['home', 'pol_approvals', 'digest'];

export class Census {
  readonly notes: string[] = [];
  private readonly kinds = new Map<string, Dossier['kind']>();
  private readonly bearers = new Map<string, string>();
  private readonly payments = new Map<string, string>();
  private readonly credit = new Map<string, bigint>();
  private readonly findings: Finding[] = [];
  constructor(private readonly sources: Sources, private readonly patienceMs: number) {}

  get documents(): number {
    return this.kinds.size;
  }

  meet(dossier: Dossier): void {
    const { kind, document } = dossier;
    const { id, number } = document;
    this.kinds.set(id, kind);
    if (number !== undefined) this.bear('numbers', this.bearers, number, id);
    const payments = paymentsOf(dossier);
    for (const payment of payments) {
      this.bear('payments', this.payments, payment.id, id);
      if (payment.receipt) this.bear('numbers', this.bearers, payment.receipt.number, payment.id);
    }
    if (dossier.kind !== 'invoice' || (payments.length === 0 && creditsOf(dossier.document).length === 0)) return;
    const purse = `${document.client.id} ${document.content.currency}`;
    this.credit.set(purse, (this.credit.get(purse) ?? 0n) + creditFrom(dossier.document));
  }

  async judge(clients: readonly Client[]): Promise<Finding[]> {
    await this.judgeSeries();
    await this.judgeMails();
    await this.judgeStrays();
    await this.judgeWorkflows();
    for (const client of clients) await this.judgeCredit(client);
    for (const [id, told] of this.sources.acknowledgements) {
      const done = told.find(({ outcome }) => outcome === 'done');
      if (done && !(await this.exists(id))) this.tell('acknowledged', id, `${done.key} was acknowledged and there is no such document.`);
    }
    return this.findings;
  }

  /** Two that bear the same. */
  private bear(check: Check, bearers: Map<string, string>, what: string, id: string): void {
    const other = bearers.get(what);
    if (other !== undefined && other !== id) this.tell(check, id, `it bears ${what}, which ${other} bears.`);
    bearers.set(what, id);
  }

  private tell(check: Check, document: string, sentence: string): void {
    this.findings.push({ check, document, sentence });
  }

  /** A document may be younger than the first pass. */
  private async exists(id: string): Promise<boolean> {
    if (this.kinds.has(id) || this.payments.has(id)) return true;
    const names = ['invoices', 'estimates', 'creditNotes', 'clients'] as const;
    const found = await Promise.all([...names.map((name) => this.sources.database.has(name, { id })), this.sources.database.has('invoices', { 'payments.id': id })]);
    return found.includes(true);
  }

  private async judgeSeries(): Promise<void> {
    const series = new Map<string, Series>();
    for await (const batch of this.sources.database.batches('numbers', { sort: { series: 1, n: 1 } })) {
      for (const claim of batch) {
        const one = series.get(claim.series) ?? new Series(claim.series);
        series.set(claim.series, one);
        one.next(claim);
        if (!(await this.exists(claim.documentId))) this.tell('numbers', claim.series, `${numberOf(claim)} is claimed for ${claim.documentId}, which is not there.`);
      }
    }
    for (const one of series.values()) this.findings.push(...one.found);
  }

  /** Mails of nobody, mails to a client without a document, and mails that the office never wrote down. */
  private async judgeMails(): Promise<void> {
    const messages = this.sources.outbox?.messages;
    const strange = new Set(messages?.keys());
    const seen = new Set<string>();
    for await (const batch of this.sources.database.batches('mails')) {
      for (const mail of batch) {
        strange.delete(mail.outboxId);
        if (seen.has(mail.outboxId)) this.tell('mails', mail.documentId, `${mail.key} has the outbox id of another mail.`);
        seen.add(mail.outboxId);
        if (!(await this.exists(mail.documentId))) this.tell('mails', mail.documentId, `${mail.key} is about a document that is not there.`);
        else if (mail.documentKind === 'client' && messages) this.findings.push(...againstOutbox(mail, messages.get(mail.outboxId) ?? [], mail.documentId));
      }
    }
    for (const outboxId of strange) for (const { id, to } of messages?.get(outboxId) ?? []) this.tell('outbox', id, `a mail to ${to.join(', ')} was accepted that no row knows.`);
  }

  /** Links and Slack messages of nobody. */
  private async judgeStrays(): Promise<void> {
    for await (const batch of this.sources.database.batches('links')) {
      for (const { hash, clientId, documentId } of batch) {
        const goal = clientId ?? documentId ?? '';
        if (!(await this.exists(goal))) this.tell('clients', `link ${hash.slice(0, 8)}`, `it opens the portal of ${goal}, who is not there.`);
      }
    }
    for await (const batch of this.sources.database.batches('messages')) {
      for (const { key, documentId } of batch) if (!NO_DOCUMENTS.includes(documentId.split('/')[0] ?? '') && !(await this.exists(documentId))) this.tell('clients', `message ${key}`, `it shows ${documentId}, which is not there.`);
    }
  }

  /** The list may be late, and a workflow begins before its document: both are looked at again. */
  private async judgeWorkflows(): Promise<void> {
    const { histories, database } = this.sources;
    const open = await histories?.open();
    if (histories && !open) this.notes.push('workflows: this server cannot list, so that open ones without a document do not show.');
    const strange = (open ?? []).map((workflowId) => ({ workflowId, kind: workflowId.split('/')[0], id: workflowId.split('/')[1] ?? '' }))
      .filter(({ kind, id }) => this.kinds.get(id) !== kind);
    if (strange.length > 0) await delay(this.patienceMs);
    for (const { workflowId, kind, id } of strange) {
      if (await database.has(kind === 'invoice' ? 'invoices' : kind === 'estimate' ? 'estimates' : 'creditNotes', { id })) continue;
      if ((await histories?.look(workflowId))?.open) this.tell('workflows', id, `the workflow ${workflowId} is open and there is no such document.`);
    }
  }

  private async judgeCredit({ id, credit }: Client): Promise<void> {
    const findings = new Findings('credit', id);
    const currencies = new Set([...credit.map(({ currency }) => currency), ...[...this.credit.keys()].filter((purse) => purse.startsWith(`${id} `)).map((purse) => purse.slice(id.length + 1))]);
    for (const currency of currencies) {
      const held = (purse: Client['credit']): bigint => purse.filter((each) => each.currency === currency).reduce((all, each) => all + minorIn(each, currency), 0n);
      if (held(credit) === (this.credit.get(`${id} ${currency}`) ?? 0n)) continue;
      const [again] = await this.sources.database.find('clients', { id }); // Payments may have come in since.
      const invoices = await this.sources.database.find('invoices', { 'client.id': id, 'content.currency': currency });
      const right = invoices.reduce((all, invoice) => all + creditFrom(invoice), 0n);
      const stands = held(again?.credit ?? []);
      findings.expect(stands === right, `${shown(stands, currency)} stand to its credit, its payments left ${shown(right, currency)}.`);
    }
    this.findings.push(...findings.found);
  }
}

