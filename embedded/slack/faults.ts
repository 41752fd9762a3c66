/** Scripted faults: tests say how the next calls go wrong, so that the office can be watched while they do. */
import type { ServerResponse } from 'node:http';
import { HttpRefusal } from './http';

/**
 * How a call goes wrong.
 * - `status`: answered with that HTTP status and nothing done; 429 carries `retryAfter` (seconds)
 * - `refuse`: answered `{ ok: false, error }` and nothing done
 * - `cut-before`: the socket is destroyed and nothing done
 * - `cut-after`: everything is done, then the socket is destroyed instead of an answer
 * - `delay`: waits `ms`, then goes on as usual
 */
export type Fault =
  | { kind: 'status'; status: number; retryAfter?: number }
  | { kind: 'refuse'; error: string }
  | { kind: 'cut-before' }
  | { kind: 'cut-after' }
  | { kind: 'delay'; ms: number };
/** `call` names the method (`chat.postMessage`, `mail.send`); `match` restricts it to bodies containing that text. */
export type ScriptedFault = Fault & { call: string; times?: number; match?: string };

const KINDS = new Set(['status', 'refuse', 'cut-before', 'cut-after', 'delay']);

/** The script: faults wait in order and each is used up after `times` calls (default 1). */
export class FaultScript {
  private pending: (ScriptedFault & { times: number })[] = [];

  /** Adds a fault. Refuses an unknown kind with 400, lest a misspelt test pass. */
  add(fault: ScriptedFault): void {
    if (!KINDS.has(fault.kind) || !fault.call) throw new HttpRefusal(400, { error: 'unknown_fault' });
    this.pending.push({ ...fault, times: fault.times ?? 1 });
  }

  /** Forgets every fault to come, and answers what is left: nothing. */
  clear(): readonly ScriptedFault[] {
    this.pending = [];
    return this.pending;
  }

  /** What is still to come. */
  list(): readonly ScriptedFault[] {
    return this.pending;
  }

  /** The fault for this call, counted down; undefined when it may go well. `body` is asked only when a fault has a `match`. */
  take(call: string, body: () => string): Fault | undefined {
    const fault = this.pending.find((each) => each.call === call && (!each.match || body().includes(each.match)));
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) this.pending = this.pending.filter((each) => each !== fault);
    return fault;
  }
}

/**
 * Plays the part of a fault that comes before the work. Returns true when the call is over.
 * `refuse` and `status` bodies are the caller's: they differ between servers.
 */
export async function playBefore(fault: Fault | undefined, response: ServerResponse): Promise<boolean> {
  if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
  if (fault?.kind !== 'cut-before') return false;
  response.destroy();
  return true;
}
