/** The approval rules: proposed by the file, confirmed by two people, kept by their hash. */
import type { Book } from '../config/book';
import type { Policies } from '../config/policy/active';
import { checkPermission } from '../domain/permission';
import { confirmed, filesFound, foundFaulty, POLICY_BOOK, proposed, turnedDown } from '../domain/policy/adopting';
import type { ApprovalPolicy } from '../domain/policy/policy';
import { simulated } from '../domain/policy/replaying';
import type { PolicyStore, StoredPolicyBook } from '../store/policy';
import type { AccessQueries } from '../store/queries/access';
import type { InvoiceQueries } from '../store/queries/invoice';
import { differenceLines } from '../templates/policy/difference';
import { flowOf } from '../templates/policy/flow';
import { spoken } from '../templates/slack/spoken';
import { speaking } from '../templates/slack/words';
import type { DecidePolicy, ProposePolicy, TellFileFaults, TellPolicyFaults } from '../workflows/contracts/policy';
import type { Answered } from '../domain/phrase';
import { changeDocument, toldBy } from './change';
import { rulesAt } from './context';
import { actOfOffice } from './issue';

/** `read` reads a text of approvals.yaml against the office of this moment; undefined when it has faults. */
type Deps = { store: PolicyStore; policies: Policies; access: AccessQueries; invoices: Pick<InvoiceQueries, 'lastSubmitted'>; book: Book; read(text: string): ApprovalPolicy | undefined };
type At = { at: string };

/** As many documents as a proposal is tried on. */
const TRIED = 50;

/** A policy is named by its version wherever people see it. */
const versionTaken = (text: string, version: number): string =>
  `${text.split('\n').findIndex((line) => line.startsWith('version:')) + 1}:1 VERSION_TAKEN policy ${version} is in force already; raise the version, so that people can tell them apart.`;

export const createPolicyActivities = ({ store, policies, access, invoices, book, read }: Deps) => {
  const noteFaults = (hash: string, lines: readonly string[], at: string): Promise<unknown> =>
    changeDocument<StoredPolicyBook>(store.book, POLICY_BOOK, actOfOffice(`faulty/${hash}/${at}`, at), (seen) => foundFaulty(seen, hash, lines));

  return {
    /** Puts a text of the file before finance, with what it changes; a text that is decided or before them already changes nothing. */
    async proposePolicy({ text, at }: ProposePolicy & At): Promise<void> {
      const { office } = book.current();
      const policy = read(text);
      if (!policy) return; // The office's people changed meanwhile; the watch reads it again.
      const { people, currency } = office;
      await store.keep({ hash: policy.hash, text, people: [...people], currency, at });
      const before = await policies.active();
      if (policy.hash !== before.hash && policy.version <= before.version) return void (await noteFaults(policy.hash, [versionTaken(text, before.version)], at));
      const rules = { ...rulesAt(book, at), policy };
      const { changed, of } = simulated(await invoices.lastSubmitted(TRIED), rules, office.zone);
      const effect = speaking(office.locale, () => ({ difference: differenceLines(flowOf(before, people), flowOf(policy, people)), changed: changed.map((line) => spoken(line, line.text)), of }));
      const act = actOfOffice(`propose/${policy.hash}/${at}`, at);
      await changeDocument<StoredPolicyBook>(store.book, POLICY_BOOK, act, (seen) => proposed(seen, policy, effect, act));
    },

    /** Tells finance once what is wrong with the file. */
    async tellPolicyFaults({ hash, lines, at }: TellPolicyFaults & At): Promise<void> {
      await noteFaults(hash, lines, at);
    },

    /** Tells finance once what is wrong with the other files, and once that they are sound again. */
    async tellFileFaults({ hash, lines, at }: TellFileFaults & At): Promise<void> {
      await changeDocument<StoredPolicyBook>(store.book, POLICY_BOOK, actOfOffice(`files/${hash}/${at}`, at), (seen) => filesFound(seen, hash, lines));
    },

    /** A person's word on a proposal. Refuses PolicyChangeOver, PolicyConfirmedAlready, NotAllowed. */
    async decidePolicy({ hash, says, by, key, at }: DecidePolicy & At): Promise<Answered> {
      const rules = book.current();
      checkPermission(await access.of(by.email, rules), 'confirm_policy');
      const { people } = rules.office;
      const act = { by, key, at };
      const { entry } = await changeDocument<StoredPolicyBook>(store.book, POLICY_BOOK, act, (seen) => (says === 'confirm' ? confirmed : turnedDown)(seen, hash, act, people));
      return toldBy(entry);
    },
  };
};

/** An office that starts goes by its file; from then on by what two people confirmed. Twice is once. */
export async function seedPolicy(store: PolicyStore, book: Book, at: string): Promise<void> {
  const { approvals, office } = book.current();
  await store.keep({ hash: approvals.hash, text: book.approvalsFile().text, people: [...office.people], currency: office.currency, at });
  const act = actOfOffice('first policy', at);
  await store.book.create({ id: POLICY_BOOK, active: { hash: approvals.hash, version: approvals.version, since: at, by: [act.by] } }, act, 'adopted');
}
