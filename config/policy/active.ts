/** The approval rules that count: those the store names, read once a process. The file is only the next proposal. */
import type { Person } from '../../domain/people';
import type { ApprovalPolicy } from '../../domain/policy/policy';
import { readApprovals } from '../approvals';

/** Where the texts lie; the store's own type says more. */
type Texts = { activeHash(): Promise<string | undefined>; text(hash: string): Promise<{ hash: string; text: string; people: readonly Person[]; currency: string } | null> };

export type Policies = {
  /**
   * The rules in force; in a store that never had any, those of the file.
   * @throws when the text in force cannot be read any more: the file, which nobody confirmed, does not take its place.
   */
  active(): Promise<ApprovalPolicy>;
  /** The rules of a hash, such as a document pinned; undefined when they are not at hand. */
  byHash(hash: string): Promise<ApprovalPolicy | undefined>;
};

/** `ofFile` answers the rules of approvals.yaml as it lies there. */
export function openPolicies(texts: Texts, ofFile: () => ApprovalPolicy): Policies {
  const read = new Map<string, ApprovalPolicy>();
  async function byHash(hash: string): Promise<ApprovalPolicy | undefined> {
    const known = read.get(hash);
    if (known) return known;
    const stored = await texts.text(hash);
    const policy = stored && readApprovals(stored.text, stored).value; // Read by the people it was written for: names in it mean them, also when they have left.
    if (policy) read.set(hash, policy);
    return policy ?? undefined;
  }
  return {
    byHash,
    async active() {
      const hash = await texts.activeHash();
      if (hash === undefined) return ofFile();
      const policy = await byHash(hash);
      if (!policy) throw new Error(`The approval policy in force, ${hash.slice(0, 8)}, cannot be read.`);
      return policy;
    },
  };
}
