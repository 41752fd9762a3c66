/**
 * The audit: every document judged by itself, then what only shows across documents. What looks wrong is looked at again
 * before it is reported, because the office may be at work meanwhile.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { inDatabase, inFolders, inOutbox } from './canary';
import { Census } from './census';
import { CHECKS, lineOf, type Check, type Finding } from './finding';
import { gather, type Sources } from './gather';
import type { Heads } from './heads';
import { judgeClient, judgeDocument } from './judge';
import { nameOf, type Client, type Subject } from './stored';

/** `patienceMs` is the time before the second look; `folders` are searched for canaries. */
export type Auditing = Sources & { heads?: Heads; canaries: readonly string[]; folders: readonly string[]; patienceMs: number };
/** `documents` counts invoices, estimates, credit notes and clients. `notes` tell what could not be looked at. */
export type Report = { findings: Finding[]; documents: number; checks: number; notes: string[] };

const KINDS = { invoices: 'invoice', estimates: 'estimate', creditNotes: 'credit-note' } as const;
const NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[];

export async function audit(auditing: Auditing): Promise<Report> {
  const { database, outbox, heads, canaries } = auditing;
  const findings: Finding[] = [];
  const suspects: Suspect[] = [];
  const census = new Census(auditing, auditing.patienceMs);
  await outbox?.refresh();
  for (const name of NAMES) {
    for await (const batch of database.batches(name)) {
      const dossiers = await gather(auditing, batch.map((document) => ({ kind: KINDS[name], document }) as Subject));
      for (const dossier of dossiers) {
        census.meet(dossier);
        findings.push(...(heads?.judge(dossier.document, nameOf(dossier.document)) ?? []));
        const seen = judgeDocument(dossier, canaries);
        if (seen.length > 0) suspects.push({ kind: dossier.kind, id: dossier.document.id, seen: new Set(seen.map(lineOf)) });
      }
    }
  }
  findings.push(...(await secondLook(auditing, suspects)));
  const clients: Client[] = [];
  for await (const batch of database.batches('clients')) clients.push(...batch);
  for (const client of clients) findings.push(...judgeClient(client), ...(heads?.judge(client, client.id) ?? []));
  findings.push(...(await census.judge(clients)));
  findings.push(...(heads?.missing() ?? []), ...(await inDatabase(database, canaries)), ...inOutbox(outbox?.messages.values() ?? []));
  findings.push(...(await inFolders(auditing.folders, canaries)));
  if (findings.length === 0) heads?.keep();
  const skipped = skippedOf(auditing);
  const order = Object.keys(CHECKS);
  return {
    findings: findings.sort((one, other) => order.indexOf(one.check) - order.indexOf(other.check) || (one.document < other.document ? -1 : 1)),
    documents: census.documents + clients.length, checks: order.length - skipped.size, notes: [...skipped.values(), ...census.notes],
  };
}

/** A document that looked wrong, with the findings' lines. */
type Suspect = { kind: Subject['kind']; id: string; seen: ReadonlySet<string> };

/** Judges the suspects as they are a moment later. What has mended itself, or looks wrong in another way now, was work in progress. */
async function secondLook(auditing: Auditing, suspects: readonly Suspect[]): Promise<Finding[]> {
  if (suspects.length > 0) await delay(auditing.patienceMs);
  const findings: Finding[] = [];
  for (const [name, kind] of Object.entries(KINDS) as [keyof typeof KINDS, Suspect['kind']][]) {
    const seen = new Map(suspects.filter((suspect) => suspect.kind === kind).map((suspect) => [suspect.id, suspect.seen]));
    for await (const batch of auditing.database.batches(name, { ids: [...seen.keys()] })) {
      const dossiers = await gather(auditing, batch.map((document) => ({ kind, document }) as Subject));
      await auditing.outbox?.refresh();
      for (const dossier of dossiers) findings.push(...judgeDocument(dossier, auditing.canaries).filter((finding) => seen.get(dossier.document.id)?.has(lineOf(finding))));
    }
  }
  return findings;
}

/** The checks that have nothing to look at here, with the reason. */
function skippedOf({ histories, outbox, pages, heads, acknowledgements, canaries }: Auditing): Map<Check, string> {
  const skipped = new Map<Check, string>();
  if (!histories) skipped.set('workflows', 'workflows: no Temporal was named.');
  if (!outbox) skipped.set('outbox', 'outbox: no mail outbox was named, a real provider shows none.');
  if (!pages) skipped.set('pages', 'pages: they were not wanted, or unpdf, which reads them, is not installed.');
  if (!heads) skipped.set('heads', 'heads: no file of an earlier audit was named.');
  if (!histories && acknowledgements.size === 0) skipped.set('acknowledged', 'acknowledged: neither Temporal nor a log was named.');
  if (canaries.length === 0) skipped.set('canary', 'canary: no canary was named.');
  return skipped;
}
