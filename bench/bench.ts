/** What a bench is: one measured question. */
import type { Servers } from './servers';

/** `say` tells progress; `profile` is a folder into which the measured processes write CPU profiles. */
export type BenchOptions = { say(progress: string): void; profile?: string };

/** Measures and answers its tables as text. It judges against its targets in words; a missed one is no error. */
export type Bench = (servers: Servers, options: BenchOptions) => Promise<string>;
