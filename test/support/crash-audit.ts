/** The audit of an office under test: its findings, none for a sound one. */
import { main } from '../../bench/audit/main';
import type { CrashOffice } from './crash-office';

/** `logFile` holds what people were told, see crash-crowd.ts. */
export async function audited({ surroundings, namespace, configFolder }: CrashOffice, logFile: string): Promise<string[]> {
  const lines: string[] = [];
  const { mongoUri, temporalAddress, outbox } = surroundings;
  const args = ['--mongodb', mongoUri, '--temporal', temporalAddress, '--namespace', namespace, '--outbox', outbox, '--config', configFolder, '--log', logFile];
  const code = await main(args, (line) => void lines.push(line), (line) => void lines.push(line));
  return code === 0 ? [] : lines;
}
