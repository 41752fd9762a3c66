/** Approvals: who said yes to what, read from the acts alone, and before what. */
import type { InvoiceDossier, Policy, PolicyStep } from '../dossier';
import { Findings, type Finding } from '../finding';
import { replayed, type Turn } from '../replay';
import { nameOf, type Approval, type Entry, type Invoice } from '../stored';
import { contentHashOf } from './content';

/** The question that is open: what was asked, and who has answered since. */
type Asked = { approval: Approval; step: number; yes: number; people: string[]; exceptor?: string };

/** Follows one invoice through its acts. */
class Hearing {
  private creator = '';
  private editor = '';
  private asked: Asked | undefined;
  private numbered = false;
  constructor(private readonly findings: Findings, private readonly policy: Policy | undefined) {}

  hear({ entry, before, after }: Turn<Invoice>): void {
    if (entry.seq === 1) this.creator = this.editor = entry.by.email;
    if (entry.kind === 'edited') this.editor = entry.by.email;
    if (['edited', 'withdrawn', 'rejected', 'approval.lapsed'].includes(entry.kind)) this.asked = undefined;
    if (entry.kind === 'submitted' || entry.kind === 'policy.moved') this.open(entry, after);
    if (entry.kind === 'approved') this.count(entry, before);
    if (entry.kind === 'approval.moved' && this.asked && after.approval) this.move(after.approval);
    if (entry.kind === 'approval.escalated' || entry.kind === 'approval.silent') this.pass(entry, before, after);
    if (entry.kind.startsWith('exception.')) this.except(entry, before);
    if (after.state === 'approved' && before.state !== 'approved') this.expectGranted(before, 'was approved');
    if (after.number !== undefined && before.number === undefined) {
      this.expectGranted(before, `got ${after.number}`);
      this.numbered = true;
    }
    if (entry.kind === 'mail.sending') this.findings.expect(this.numbered, 'it was mailed before it had its number.');
  }

  private open(entry: Entry, after: Partial<Invoice>): void {
    const { approval } = after;
    if (!this.findings.expect(Boolean(approval), 'it was submitted and nobody asked the policy.') || !approval) return;
    this.asked = { approval, step: 0, yes: 0, people: [] };
    this.findings.expect(approval.version === after.version && approval.contentHash === hashIn(after), 'approval was asked for another content than it had.');
    for (const person of approval.steps.flatMap(({ asked }) => asked)) {
      this.findings.expect(person !== this.creator && person !== this.editor, `${person} was asked, who ${person === this.creator ? 'created' : 'last edited'} it.`);
    }
    if (after.content && after.totals) {
      const { minor } = after.totals.due;
      const rule = this.policy?.({ policyHash: approval.policy.hash, minor: BigInt(minor), currency: after.content.currency, date: entry.at });
      if (rule) this.findings.expect(isRuled(approval.steps, rule.steps, rule.fallback), `the policy wants ${inWords(rule.steps)}, asked were ${inWords(approval.steps)}.`);
    }
  }

  /** One yes: of somebody asked at this step, who had no hand in it and has not said it before. */
  private count(entry: Entry, before: Partial<Invoice>): void {
    const { findings, asked } = this;
    const who = entry.by.email;
    if (!findings.expect(Boolean(asked), `${who} approved what was not submitted.`) || !asked) return;
    const step = asked.approval.steps[asked.step];
    findings.expect(who !== this.creator, `${who} approved it and created it.`);
    findings.expect(who !== this.editor, `${who} approved it and was the last to edit it.`);
    findings.expect(!asked.people.includes(who), `${who} approved it twice.`);
    findings.expect(Boolean(step?.asked.includes(who)), `${who} approved it and was not asked.`);
    findings.expect(before.version === asked.approval.version && hashIn(before) === asked.approval.contentHash, `${who} approved another content than was asked about.`);
    asked.people.push(who);
    asked.yes += 1;
    if (step && asked.yes >= step.quorum) {
      asked.step += 1;
      asked.yes = 0;
    }
  }

  /** Seats changed hands: nobody who had a hand in it, or who said yes already, came to one. */
  private move(approval: Approval): void {
    const { asked, findings } = this;
    if (!asked) return;
    asked.approval = approval;
    for (const { asked: people } of approval.steps.slice(asked.step)) {
      for (const person of people) findings.expect(person !== this.creator && person !== this.editor, `${person} came to a seat, who had a hand in it.`);
    }
  }

  /** Time ended a step: its own time, and as its limit says. Who is asked instead had no hand in it. */
  private pass(entry: Entry, before: Partial<Invoice>, after: Partial<Invoice>): void {
    const { findings, asked } = this;
    if (!findings.expect(Boolean(asked && after.approval), 'time passed on what was not submitted.') || !asked || !after.approval) return;
    const step = before.approval?.steps[asked.step];
    const isSilent = entry.kind === 'approval.silent';
    findings.expect(step?.dueAt !== undefined && Date.parse(step.dueAt) <= Date.parse(entry.at), `step ${asked.step + 1} was ${isSilent ? 'approved by silence' : 'passed on'} before its time.`);
    findings.expect(isSilent === (step?.limit?.then === 'approve by silence'), `step ${asked.step + 1} was ${isSilent ? 'approved by silence' : 'passed on'}, which its time limit does not say.`);
    asked.step += 1;
    asked.yes = 0;
    asked.approval = after.approval;
    for (const person of asked.approval.steps[asked.step]?.asked ?? []) findings.expect(person !== this.creator && person !== this.editor, `${person} was asked instead, who had a hand in it.`);
  }

  /** An exception: two people of no hand in it who had not decided, the policy knows exceptions, and the content is what was asked about. */
  private except(entry: Entry, before: Partial<Invoice>): void {
    const { findings, asked } = this;
    const who = entry.by.email;
    if (!findings.expect(Boolean(asked), `${who} spoke about an exception of what was not submitted.`) || !asked) return;
    findings.expect(who !== this.creator && who !== this.editor, `${who} spoke about an exception and had a hand in it.`);
    findings.expect(!asked.people.includes(who), `${who} spoke about an exception and had approved already.`);
    findings.expect(before.approval?.mayExcept !== undefined, `${who} spoke about an exception, which the policy does not know.`);
    if (entry.kind === 'exception.asked') asked.exceptor = who;
    else findings.expect(asked.exceptor !== undefined && asked.exceptor !== who, `${who} alone made an exception.`);
    if (entry.kind === 'exception.turned-down') asked.exceptor = undefined;
    if (entry.kind !== 'exception.confirmed') return;
    findings.expect(before.version === asked.approval.version && hashIn(before) === asked.approval.contentHash, `${who} confirmed an exception for another content than was asked about.`);
    asked.step = asked.approval.steps.length;
  }

  private expectGranted(before: Partial<Invoice>, what: string): void {
    const { findings, asked } = this;
    if (!findings.expect(Boolean(asked), `it ${what} and approval was never asked for.`) || !asked) return;
    const open = asked.approval.steps.length - asked.step;
    findings.expect(open <= 0, `it ${what} with ${open} of ${asked.approval.steps.length} approval steps open.`);
    findings.expect(hashIn(before) === asked.approval.contentHash, `it ${what} with another content than was approved.`);
  }
}

export function checkApprovals({ document, policy }: InvoiceDossier): Finding[] {
  const findings = new Findings('approvals', nameOf(document));
  const hearing = new Hearing(findings, policy);
  for (const turn of replayed<Invoice>(document.history)) hearing.hear(turn);
  const wasNumbered = document.history.some(({ changes }) => changes?.number !== undefined);
  findings.expect(document.number === undefined || wasNumbered, 'it has a number that no act gave it.');
  return [...new Map(findings.found.map((finding) => [finding.sentence, finding])).values()]; // Once is enough.
}

const hashIn = ({ content, client }: Partial<Invoice>): string => (content && client ? contentHashOf(content, client) : '');

/** The steps asked are the policy's; where too few people were left, the fallback stands for a step. */
function isRuled(asked: readonly PolicyStep[], steps: readonly PolicyStep[], fallback: readonly PolicyStep[]): boolean {
  const [step, ...rest] = steps;
  if (!step) return asked.length === 0;
  const begins = (wanted: readonly PolicyStep[]): boolean => wanted.every((one, at) => inWords([one]) === inWords(asked.slice(at, at + 1)));
  return [[step], fallback].some((wanted) => begins(wanted) && isRuled(asked.slice(wanted.length), rest, fallback));
}

const inWords = (steps: readonly PolicyStep[]): string =>
  (steps.length === 0 ? 'nobody' : steps.map(({ approvers, quorum }) => `${quorum} of ${[...approvers].sort().join(', ')}`).join(' then '));
