/** What every handler is given: the roads to write and to read, the office's rules, and Slack. */
import type { WebClient } from '@slack/web-api';
import type { Book } from '../config/book';
import type { Log } from '../config/logger';
import type { Policies } from '../config/policy/active';
import type { Reading } from '../store/queries/reading';
import type { Door } from '../workflows/contracts/door';
import type { Directory } from './identity';

/** `slack` gives up after 2.5 s and tries once more: a person is waiting. `directory` knows who is who. */
export type Parts = { door: Door; reading: Reading; policies: Policies; book: Book; slack: WebClient; directory: Directory; log: Log };
