/**
 * A planned death, for the tests of crashes. CRASH_AT names steps; the worker stands still at each of them, whoever comes first, and
 * once it stands at all of them it kills itself as a power cut would, so that one death meets many documents at different steps.
 */
import { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import type { Log } from '../config/logger';

/** A step is an activity (`mailInvoice`) or a call of the store in one (`mailInvoice/mails.move`): its `nth` in that run of the activity, from 1. */
type Point = { step: string; when: 'before' | 'after'; nth: number };

/** What the worker weaves in: `activities` around all of them, `watched` around every part of the store. */
export type Crash = { activities: ActivityInboundCallsInterceptor; watched<T extends object>(store: T): T };

/** `text` is `STEP:before|after[:NTH]`, several with commas between. */
export function planCrash(text: string, log: Log): Crash {
  const awaited: Point[] = text.split(',').map((point) => {
    const [step = '', when, nth = '1'] = point.split(':');
    return { step, when: when as Point['when'], nth: Number(nth) };
  });
  const storeCalls = new Set(awaited.flatMap(({ step }) => step.split('/').slice(1)));

  const passed = new WeakMap<Context, string[]>();

  /** Goes on, or never again. */
  async function passing(step: string, when: Point['when']): Promise<void> {
    const run = passed.get(Context.current()) ?? [];
    passed.set(Context.current(), [...run, `${step}:${when}`]);
    const nth = run.filter((each) => each === `${step}:${when}`).length + 1;
    const point = awaited.find((each) => each.step === step && each.when === when && each.nth === nth);
    if (!point) return;
    awaited.splice(awaited.indexOf(point), 1);
    log.warn({ event: 'crash.standing', step, when, left: awaited.length }, 'The worker stands still where it is to die.');
    if (awaited.length === 0) process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});
  }

  async function through<T>(step: string, call: () => Promise<T>): Promise<T> {
    await passing(step, 'before');
    const result = await call();
    await passing(step, 'after');
    return result;
  }

  const activity = (): string => Context.current().info.activityType;
  const watchedPart = (name: string, part: object): object => Object.fromEntries(Object.entries(part).map(([method, call]) => {
    const step = `${name}.${method}`;
    return [method, storeCalls.has(step) ? (...args: unknown[]) => through(`${activity()}/${step}`, () => call(...args)) : call];
  }));

  return {
    activities: { execute: (input, next) => through(activity(), () => next(input)) },
    watched: <T extends object>(store: T): T => Object.fromEntries(Object.entries(store).map(([name, part]) =>
      [name, [...storeCalls].some((step) => step.startsWith(`${name}.`)) ? watchedPart(name, part) : part])) as T,
  };
}
