/** The limit on guessing: an address that tries links which do not exist has to wait. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { DomainError } from '../domain/refusals';

/** 20 a minute is far above what a person mistypes and far below what guessing needs. */
const GUESSES = 20;
const WINDOW_SECONDS = 60;

export type Guard = { check(ip: string): Promise<void>; count(ip: string): Promise<void> };

/** Counts in this process; several portals count each for themselves. */
export function openGuard(): Guard {
  const limiter = new RateLimiterMemory({ points: GUESSES, duration: WINDOW_SECONDS });
  const refuse = (seconds: number): never => {
    throw new DomainError('TooManyAttempts', { seconds });
  };
  return {
    /** Refuses TooManyAttempts; the first refusal begins a full wait. */
    async check(ip) {
      const seen = await limiter.get(ip);
      if (!seen || seen.consumedPoints < GUESSES) return;
      if (seen.consumedPoints > GUESSES) return refuse(Math.ceil(seen.msBeforeNext / 1_000));
      await limiter.block(ip, WINDOW_SECONDS);
      refuse(WINDOW_SECONDS);
    },
    /** Counts one attempt in vain. */
    count: async (ip) => void (await limiter.penalty(ip)),
  };
}
