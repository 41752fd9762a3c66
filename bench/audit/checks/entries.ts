/** Entries: the history of a document is unbroken, its hashes hold, and it tells the document as it stands. */
import { canonical, same, sha256 } from '../canonical';
import { Findings, type Finding } from '../finding';
import { replayed } from '../replay';
import type { Entry, Recorded } from '../stored';

type About = { document: Recorded & { state?: string; createdAt?: string }; name: string };

const OFFERING = ['draft', 'issued', 'sent', 'declined', 'expired'];
/** Which state may follow which. */
const MOVES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  invoice: {
    draft: ['submitted', 'approved', 'discarded', 'void'], submitted: ['draft', 'approved', 'void'], approved: ['issued', 'void'],
    issued: ['sent', 'paid', 'void'], sent: ['paid'], paid: ['sent'],
  },
  estimate: {
    ...Object.fromEntries(OFFERING.map((state) => [state, ['draft', 'issued', 'accepted', 'discarded']])),
    issued: ['draft', 'sent', 'accepted', 'declined', 'expired', 'discarded'], sent: ['draft', 'issued', 'accepted', 'declined', 'expired', 'discarded'],
    accepted: ['converted'],
  },
  'credit-note': { issued: ['sent'] },
};

/** Every entry is whole, counted without a gap, and no act stands twice. `kind` chooses the states' order; clients have none. */
export function checkEntries({ document, name }: About, kind: 'invoice' | 'estimate' | 'credit-note' | 'client'): Finding[] {
  const findings = new Findings('entries', name);
  const { history, revision } = document;
  findings.expect(history.length > 0, 'it has no history.');
  findings.expect(revision === history.length, `it stands at revision ${revision} with ${history.length} entries.`);
  const broken = history.findIndex(({ seq }, at) => seq !== at + 1);
  findings.expect(broken === -1, `entry ${broken + 1} is counted as ${history[broken]?.seq}.`);
  const seen = new Set<string>();
  for (const entry of history) {
    findings.expect(isWhole(entry), `entry ${entry.seq} lacks its act, actor or time.`);
    findings.expect(!seen.has(entry.key), `the act ${entry.key} is recorded twice.`);
    seen.add(entry.key);
  }
  if (document.createdAt !== undefined) findings.expect(history[0]?.at === document.createdAt, 'it was created at another time than its first entry.');
  const moves = MOVES[kind];
  for (const { entry, before, after } of moves ? replayed<Recorded & { state: string }>(history) : []) {
    const [from, to] = [before.state, after.state];
    if (from === to) continue;
    const may = from === undefined ? [kind === 'credit-note' ? 'issued' : 'draft'] : (moves?.[from] ?? []);
    findings.expect(to !== undefined && may.includes(to), `entry ${entry.seq} (${entry.kind}) moves it from ${from ?? 'nothing'} to ${to ?? 'nothing'}.`);
  }
  return findings.found;
}

const isWhole = ({ key, at, by, kind }: Entry): boolean =>
  [key, kind, by?.email, by?.name, by?.via].every((text) => typeof text === 'string' && text !== '') && typeof at === 'string' && !Number.isNaN(Date.parse(at));

/** The changes, applied in order, are the document. */
export function checkReplay({ document, name }: About): Finding[] {
  const findings = new Findings('replay', name);
  const { _id: _, revision: __, history, ...stands } = document as Recorded & { _id?: unknown };
  const tells = (replayed<Recorded>(history).at(-1)?.after ?? {}) as Record<string, unknown>;
  const fields = new Set([...Object.keys(stands), ...Object.keys(tells)]);
  const off = [...fields].filter((field) => !same((stands as Record<string, unknown>)[field], tells[field])).sort();
  findings.expect(off.length === 0, `its history tells another ${off.join(', ')} than stands in it.`);
  return findings.found;
}

/** Each entry's hash is its own, and the next one carries it. */
export function checkChain({ document, name }: About): Finding[] {
  const findings = new Findings('chain', name);
  document.history.forEach((entry, at) => {
    const { hash, ...rest } = entry;
    findings.expect(hash === sha256(canonical(rest)), `entry ${entry.seq} (${entry.kind}) was changed after it was written.`);
    findings.expect(entry.previous === (document.history[at - 1]?.hash ?? ''), `entry ${entry.seq} (${entry.kind}) does not follow the one before it.`);
  });
  return findings.found;
}
