/** A fault in a text that a person wrote (a rule file, a template): where it is, its code, and what to write instead. */

/** `line` and `column` count from 1. `code` is stable, `sentence` is for the person and says the remedy. */
export type Fault = { line: number; column: number; code: string; sentence: string };

/** In the order of reading; faults at one place keep the order in which they were found. */
export const inOrder = (faults: readonly Fault[]): Fault[] => [...faults].sort((a, b) => a.line - b.line || a.column - b.column);

/** `LINE:COL CODE sentence`, as the checks print it and as editors link it. */
export const faultLine = ({ line, column, code, sentence }: Fault): string => `${line}:${column} ${code} ${sentence}`;
