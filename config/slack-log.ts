/** Slack's own libraries write into the office's log, without their chatter below warnings. */
import type { Logger } from '@slack/web-api';
import type { Log } from './logger';

/** Slack's Logger over pino; `part` names the library. */
export function slackLog(log: Log, part: string): Logger {
  const child = log.child({ library: part });
  const said = (parts: unknown[]): string => parts.map((each) => (each instanceof Error ? each.message : String(each))).join(' ');
  return {
    debug: () => {}, info: () => {},
    warn: (...parts: unknown[]) => child.warn(said(parts)),
    error: (...parts: unknown[]) => child.error(said(parts)),
    setLevel: () => {}, getLevel: () => 'warn' as ReturnType<Logger['getLevel']>, setName: () => {},
  };
}
