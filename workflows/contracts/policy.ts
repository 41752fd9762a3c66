/** The approval rules: what the watch of the file and people in Slack ask of the office. */
import type { Acting } from './invoice';

/** The file has a new, sound text. */
export const PROPOSE_POLICY = 'proposePolicy';
export type ProposePolicy = { hash: string; text: string };
/** The file has a new text with faults; `lines` say each with its place. */
export const TELL_POLICY_FAULTS = 'tellPolicyFaults';
export type TellPolicyFaults = { hash: string; lines: string[] };
/** The office's other files are faulty, or sound again: `lines` say each fault with its file and place, `hash` is theirs. */
export const TELL_FILE_FAULTS = 'tellFileFaults';
export type TellFileFaults = { hash: string; lines: string[] };
/** Somebody confirms a proposal, or turns it down. */
export const DECIDE_POLICY = 'decidePolicy';
export type DecidePolicy = Acting & { hash: string; says: 'confirm' | 'turn down' };
export const policyWorkflowId = (key: string): string => `policy/${key}`;
