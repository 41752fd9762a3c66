/** Corruptions of records: histories, hashes, contents, approvals and states. */
import { canonical, sha256 } from '../../bench/audit/canonical';
import type { Row } from './forger';
import type { Planted } from './planted';
import { CARLA, IDS } from './world';

const { accepted, small, large, inclusive, draft, waiting, estimate } = IDS;

/** Entries of a kind, in their order. */
const of = (history: Row[], kind: string): Row[] => history.filter((entry) => entry.kind === kind);
const drop = (history: Row[], entry: Row): void => void history.splice(history.indexOf(entry), 1);
const hashOf = ({ hash: _, ...entry }: Row): string => sha256(canonical(entry));
const contentHash = ({ content, client }: Row): string => sha256(canonical({ content, client: client.id }));

export const RECORDS: readonly Planted[] = [
  {
    name: 'an entry that is missing', expects: [`entries ${large}`, `chain ${large}`, `acknowledged ${large}`, `approvals ${large}`, `heads ${large}`],
    plant: (forger) => forger.touch('invoices', { id: large }, ({ history }) => drop(history, of(history, 'submitted')[1])),
  },
  {
    name: 'an entry that was taken out, with all counts and hashes mended', expects: [`acknowledged ${accepted}`, `approvals ${accepted}`, `entries ${accepted}`, `heads ${accepted}`],
    plant: (forger) => forger.forge('invoices', accepted, (history) => drop(history, of(history, 'approved')[0])),
  },
  {
    name: 'an entry that was changed', expects: [`chain ${large}`],
    plant: (forger) => forger.touch('invoices', { id: large }, ({ history }) => { of(history, 'disputed')[0].detail.reason = 'They were content.'; }),
  },
  {
    name: 'an entry that was changed and hashed anew, so that the next does not follow it', expects: [`chain ${large}`],
    plant: (forger) => forger.touch('invoices', { id: large }, ({ history }) => {
      const entry = of(history, 'disputed')[0];
      entry.detail.reason = 'They were content.';
      entry.hash = hashOf(entry);
    }),
  },
  {
    name: 'a history that was rewritten with all its hashes', expects: [`heads ${large}`],
    plant: (forger) => forger.forge('invoices', large, (history) => { of(history, 'disputed')[0].detail.reason = 'They were content.'; }),
  },
  {
    name: 'an act that is recorded twice', expects: [`entries ${draft}`],
    plant: (forger) => forger.forge('invoices', draft, (history) => void history.push({ ...history[0], kind: 'edited', changes: {} })),
  },
  {
    name: 'an entry of nobody', expects: [`entries ${large}`, `heads ${large}`],
    plant: (forger) => forger.forge('invoices', large, (history) => { of(history, 'dispute.resolved')[0].by = { email: '', name: '', via: 'slack' }; }),
  },
  {
    name: 'a state that no act leads to', expects: [`entries ${draft}`, `files ${draft}`],
    plant: (forger) => forger.forge('invoices', draft, (history) => void history.push({ ...history[0], key: 'jump', kind: 'jumped', changes: { state: 'sent' } })),
  },
  {
    name: 'a field that was changed beside the history', expects: [`replay ${waiting}`],
    plant: (forger) => forger.touch('invoices', { id: waiting }, (invoice) => { invoice.searchText = 'nothing'; }),
  },
  {
    name: 'a cent that was swapped', expects: [`totals ${small}`, `replay ${small}`, `balance ${small}`, `pages ${small}`],
    plant: (forger) => forger.touch('invoices', { id: small }, ({ totals }) => { totals.due.minor += 1; }),
  },
  {
    name: 'tax that was rounded line by line', expects: [`totals ${accepted}`, `heads ${accepted}`],
    plant: (forger) => forger.forge('invoices', accepted, ([{ changes: { totals } }]) => { totals.vat[0].tax.minor += 1; totals.vat[1].tax.minor -= 1; }),
  },
  {
    name: 'a content hash of another content', expects: [`totals ${draft}`, `heads ${draft}`],
    plant: (forger) => forger.forge('invoices', draft, ([{ changes }]) => { changes.contentHash = contentHash({ ...changes, content: {} }); }),
  },
  {
    name: 'content that was edited after issue', expects: [`frozen ${inclusive}`],
    plant: (forger) => forger.forge('invoices', inclusive, (history) => {
      const [{ changes }] = history;
      const content = { ...changes.content, note: 'Something else.' };
      history.push({ ...history[0], key: 'late', kind: 'amended', changes: { content, contentHash: contentHash({ ...changes, content }) } });
    }),
  },
  {
    name: 'a seller that changed after issue', expects: [`frozen ${small}`],
    plant: (forger) => forger.forge('invoices', small, (history) => {
      const { seller } = of(history, 'issued')[0].changes;
      history.push({ ...history[0], key: 'late', kind: 'amended', changes: { seller: { ...seller, bank: { iban: 'DE00' } } } });
    }),
  },
  {
    name: 'an approval by the creator', expects: [`approvals ${accepted}`, `heads ${accepted}`],
    plant: (forger) => forger.forge('invoices', accepted, (history) => {
      const entry = of(history, 'approved')[0];
      entry.by = entry.changes.approval.steps[0].decisions[0].by = CARLA;
    }),
  },
  {
    name: 'an approval by somebody who was not asked', expects: [`approvals ${large}`, `heads ${large}`],
    plant: (forger) => forger.forge('invoices', large, (history) => { of(history, 'approved')[2].by = { ...CARLA, email: 'stranger@northlight.example' }; }),
  },
  {
    name: 'one person who approved twice', expects: [`approvals ${large}`, `heads ${large}`],
    plant: (forger) => forger.forge('invoices', large, (history) => {
      const [, first, second] = of(history, 'approved');
      for (const { changes: { approval } } of [of(history, 'submitted')[1], first, second]) approval.steps[1].asked = approval.steps[0].asked;
      second.by = first.by;
    }),
  },
  {
    name: 'an exception that the policy does not know, by its creator alone', expects: [`approvals ${waiting}`],
    plant: (forger) => forger.forge('invoices', waiting, (history) => {
      const { approval } = of(history, 'submitted')[0].changes;
      const exception = { by: CARLA, at: approval.requestedAt, reason: 'It is urgent.', asked: [CARLA.email] };
      history.push({ ...history[0], key: 'asked', kind: 'exception.asked', changes: { approval: { ...approval, exception } } });
      history.push({ ...history[0], key: 'confirmed', kind: 'exception.confirmed', changes: { state: 'approved', approval: { ...approval, verdict: 'granted', exception } } });
    }),
  },
  {
    name: 'a quorum that is missing', expects: [`approvals ${large}`, `acknowledged ${large}`, `heads ${large}`],
    plant: (forger) => forger.forge('invoices', large, (history) => {
      const second = of(history, 'approved')[2];
      of(history, 'approved')[1].changes = second.changes;
      drop(history, second);
    }),
  },
  {
    name: 'steps that the policy asks for and nobody pinned', expects: [`approvals ${accepted}`, `acknowledged ${accepted}`, `heads ${accepted}`],
    plant: (forger) => forger.forge('invoices', accepted, (history) => {
      const { changes } = of(history, 'submitted')[0];
      changes.approval = { ...changes.approval, verdict: 'granted', steps: [] };
      changes.state = 'approved';
      drop(history, of(history, 'approved')[0]);
    }),
  },
  {
    name: 'an approval of another content', expects: [`approvals ${accepted}`, `heads ${accepted}`],
    plant: (forger) => forger.forge('invoices', accepted, (history) => {
      for (const { changes } of history) if (changes.approval) changes.approval.contentHash = '0'.repeat(64);
    }),
  },
  {
    name: 'an answer to another version than was sent', expects: [`answers ${estimate}`, `heads ${estimate}`],
    plant: (forger) => forger.forge('estimates', estimate, (history) => { of(history, 'accepted')[0].detail.contentHash = '0'.repeat(64); }),
  },
  {
    name: 'a second invoice from one estimate', expects: [`answers ${estimate}`, `clients ${draft}`, `replay ${draft}`],
    plant: (forger) => forger.touch('invoices', { id: draft }, (invoice) => { invoice.source = { estimateId: estimate }; }),
  },
  {
    name: 'a document that is gone', expects: [`heads ${small}`, 'numbers INV-2026', `mails ${small}`, 'clients message', `workflows ${small}`],
    plant: async (forger) => void (await forger.rows('invoices').deleteOne({ id: small })),
  },
];
