/** Every breach of Slack's limits seen since the start, so that a test can fail on any and the desk can show them. */
import type { Violation } from './lint-shapes';
import type { Workspace } from './workspace';

/** `call` is the method or answer that carried the blocks; `sent` is what it carried. */
export type LintEntry = { at: string; call: string; violations: Violation[]; sent: unknown };

/** The last entries are enough to find the sender; older ones are dropped. */
const KEEP = 500;

export class LintLog {
  private log: LintEntry[] = [];

  constructor(private readonly workspace: Workspace) {}

  /** Records what was found, if anything was. */
  note(call: string, violations: readonly Violation[], sent: unknown): void {
    if (violations.length === 0) return;
    this.log = [...this.log, { at: new Date().toISOString(), call, violations: [...violations], sent }].slice(-KEEP);
    this.workspace.announce({ kind: 'lint' });
  }

  entries(): readonly LintEntry[] {
    return this.log;
  }

  /** Forgets everything, and answers what is left: nothing. */
  clear(): readonly LintEntry[] {
    this.log = [];
    return this.log;
  }
}
