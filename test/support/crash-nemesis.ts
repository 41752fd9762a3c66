/** A nemesis: kills parts of an office at random moments and starts them again, the same moments for the same seed. */
import { setTimeout as delay } from 'node:timers/promises';

/** A part that can be killed as a power cut would, and started again on its data. */
export type Victim = { name: string; kill(): Promise<void>; restart(): Promise<void> };

/** Between two kills, and from a kill to the start again, in ms. */
const PAUSE = { least: 500, most: 3_000 } as const;
const AWAY_MS = 1_500;

/** Kills for so many ms, one part after the other, and answers who was killed. When it answers, all are there again. */
export async function torment(victims: readonly Victim[], random: () => number, forMs: number): Promise<string[]> {
  const killed: string[] = [];
  const end = Date.now() + forMs;
  while (Date.now() < end) {
    await delay(PAUSE.least + random() * (PAUSE.most - PAUSE.least));
    const victim = victims[Math.floor(random() * victims.length)] as Victim;
    await victim.kill();
    killed.push(victim.name);
    await delay(random() * AWAY_MS);
    await victim.restart();
  }
  return killed;
}
