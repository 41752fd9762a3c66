/** A corruption to plant, and the findings that must name it: `CHECK DOCUMENT`, all of them and no others. */
import type { Forger } from './forger';

export type Planted = { name: string; expects: readonly string[]; plant(forger: Forger): Promise<void> };
