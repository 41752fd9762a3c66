/** Programs of this folder that read PDFs in a process of their own: pdf.js is a module that jest cannot load. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What the program answers to these lines. Rejects with its complaints when it fails. */
export function answerOf(program: 'pdf-reader.mjs' | 'pdf-painter.mjs', lines: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(__dirname, program)], { stdio: ['pipe', 'pipe', 'pipe'] });
    const told: Buffer[] = [];
    let complaints = '';
    child.stdout.on('data', (part: Buffer) => told.push(part));
    child.stderr.on('data', (part: Buffer) => (complaints += part.toString()));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(Buffer.concat(told).toString()) : reject(new Error(complaints))));
    child.stdin.end(lines);
  });
}
