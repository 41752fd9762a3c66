/** Programs of one command line: what they print, and the exit code. */

/** `out` and `err` are lines; code 0 is done, 1 found something amiss, 2 was called wrongly or could not. */
export type Printed = { code: 0 | 1 | 2; out: string[]; err: string[] };

export const failed = (...err: string[]): Printed => ({ code: 2, out: [], err });

/** Runs the program of this process and prints what it answers. */
export function runCommandLine(program: (args: readonly string[]) => Promise<Printed>): void {
  program(process.argv.slice(2)).then(({ code, out, err }) => {
    if (out.length > 0) process.stdout.write(`${out.join('\n')}\n`);
    if (err.length > 0) process.stderr.write(`${err.join('\n')}\n`);
    process.exitCode = code;
  }).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
}
