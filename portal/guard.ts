/** The limit on guessing: an address that tries links which do not exist has to wait. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../domain/refusals';

/** 20 a minute is far above what a person mistypes and far below what guessing needs. */
const GUESSES = 20;
const WINDOW_SECONDS = 60;

export type Guard = ReturnType<typeof openGuard>;

/** Counts in this process; of several portals each counts for itself. */
export function openGuard() {
  const limiter = new RateLimiterMemory({ points: GUESSES, duration: WINDOW_SECONDS, blockDuration: WINDOW_SECONDS });
  return {
    /** Counts an attempt before its outcome is known, so that many at once gain nothing. Refuses TooManyAttempts. */
    async count(ip: string): Promise<void> {
      const told = await limiter.consume(ip).catch((over: RateLimiterRes) => over);
      if (told.consumedPoints > GUESSES) throw new DomainError('TooManyAttempts', { seconds: Math.ceil(told.msBeforeNext / 1_000) });
    },
    /** Takes back the count of an attempt that was none: the link exists. */
    forgive: async (ip: string): Promise<void> => void (await limiter.reward(ip)),
  };
}
