/** Slack's way of saying no: HTTP 200 with `{ ok: false, error }`. */
import type { Dict } from './json';
import { sentenceOf } from './lint';
import type { Violation } from './lint-shapes';

/** Thrown by a method; `code` is one of the error names the method's page on docs.slack.dev lists. */
export class SlackError extends Error {
  constructor(readonly code: string, readonly extra: Dict = {}) {
    super(code);
    this.name = 'SlackError';
  }
}

/** Blocks beyond Slack's limits: `invalid_blocks` for messages, `invalid_arguments` for views, with Slack's list of sentences. */
export function blocksRefused(code: 'invalid_blocks' | 'invalid_arguments', violations: readonly Violation[]): SlackError {
  const sentences = violations.map(sentenceOf);
  return new SlackError(code, { errors: sentences, response_metadata: { messages: sentences.map((each) => `[ERROR] ${each}`) } });
}
