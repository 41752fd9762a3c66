/** The audit of an office under test: its findings, none for a sound one. */
import { main } from '../../bench/audit/main';
import type { CrashOffice, Surroundings } from './crash-office';
import { until } from './desk-door';

/** From the last thing that was seen to the end of what follows it: cards drawn again, workflows that end. */
const REST_MS = 120_000;

/** What the audit has to know of an office. */
type Audited = Pick<CrashOffice, 'namespace' | 'configFolder'> & { surroundings: Omit<Surroundings, 'slack'> };

/** `logFile` holds what people were told, see crash-crowd.ts. */
export async function audited({ surroundings, namespace, configFolder }: Audited, logFile: string): Promise<string[]> {
  const lines: string[] = [];
  const { mongoUri, temporalAddress, outbox } = surroundings;
  const args = ['--mongodb', mongoUri, '--temporal', temporalAddress, '--namespace', namespace, '--outbox', outbox, '--config', configFolder, '--log', logFile];
  const code = await main(args, (line) => void lines.push(line), (line) => void lines.push(line));
  return code === 0 ? [] : lines;
}

/** The audit once everything has come to rest: its last findings, none for an office that came out sound. */
export async function auditedAtRest(office: Audited, logFile: string): Promise<string[]> {
  let findings = ['The audit never came to an end.'];
  await until(async () => (findings = await audited(office, logFile)).length === 0, 'the office to be sound', REST_MS).catch(() => undefined);
  return findings;
}
