/** Workflows: whoever is open is taken care of, and what a workflow answered with yes is recorded. */
import { CLOSED, type Dossier } from '../dossier';
import { Findings, type Finding } from '../finding';
import type { Asked } from '../histories';
import { nameOf, type Entry } from '../stored';

/** A task that failed this often fails again: the code cannot go on with its history. */
const STUCK_AFTER = 5;

/** Closed, and no effect is left to be done. */
function isOver(dossier: Dossier): boolean {
  const { kind, document } = dossier;
  const left = dossier.kind === 'invoice' ? dossier.document.owed.length > 0 : dossier.document.outgoing !== undefined;
  return CLOSED[kind].includes(document.state) && !left;
}

export function checkWorkflows(dossier: Dossier): Finding[] {
  const { document, workflow } = dossier;
  const findings = new Findings('workflows', nameOf(document));
  if (workflow === undefined) return findings.found;
  const over = isOver(dossier);
  if (!workflow?.open) {
    findings.expect(over, `it is ${document.state}, and ${workflow ? `its workflow has ended (${workflow.status})` : 'there is no workflow for it'}.`);
    return findings.found;
  }
  findings.expect(!over || workflow.pending > 0, `it is ${document.state}, and its workflow is still open.`);
  findings.expect(workflow.attempts < STUCK_AFTER, `its workflow cannot go on: its task failed ${workflow.attempts} times.`);
  return findings.found;
}

/** What the workflow's own history and the drivers' logs say was answered, beside what is recorded. */
export function checkAcknowledged({ document, workflow, acknowledgements }: Dossier): Finding[] {
  const findings = new Findings('acknowledged', nameOf(document));
  const recorded = new Map<string, Entry>(document.history.map((entry) => [entry.key, entry]));
  const isDenial = (entry: Entry | undefined): boolean => entry?.kind === 'approval.denied';
  for (const { key, outcome } of acknowledgements) {
    const entry = recorded.get(key);
    if (outcome === 'done') findings.expect(entry !== undefined, `${key} was acknowledged and is not recorded.`);
    if (outcome === 'refused') findings.expect(entry === undefined || isDenial(entry), `${key} was refused and is recorded.`);
  }
  for (const { key, verb, act, outcome, at } of workflow?.updates ?? []) {
    const entry = recorded.get(key);
    if (outcome === 'done' && verb !== 'open' && !(verb === 'decide' && isRepeated(act, document.history))) findings.expect(entry !== undefined, `${verb} ${key} was answered with yes and is not recorded.`);
    if (outcome === 'refused') findings.expect(!entry || isDenial(entry) || Date.parse(entry.at) < at, `${verb} ${key} was refused and is recorded.`);
  }
  return findings.found;
}

/** A decision that a person repeats, the same on the same step of the same version, is the same success and is written once. */
const isRepeated = ({ by, says, step, version }: Asked, history: readonly Entry[]): boolean => history.some(({ kind, by: actor, detail }) =>
  ['approved', 'rejected'].includes(kind) && actor.email === by?.email && detail['says'] === says && detail['step'] === step && detail['version'] === version);
