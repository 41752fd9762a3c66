/** What the mail provider accepted, where it can be seen: the local outbox, through its pages or in its folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './canonical';

/** An accepted mail: the addresses it went to, and the hashes of its attachments. `secrets` are the canaries found in it. */
export type Message = { id: string; outboxId: string; to: string[]; subject: string; files: string[]; secrets: string[] };

/** As SendGrid takes it, as far as it is read. */
type Payload = {
  subject?: string; custom_args?: { outbox_id?: string }; attachments?: { content: string }[];
  personalizations: { to?: { email: string }[]; cc?: { email: string }[]; bcc?: { email: string }[]; subject?: string; custom_args?: { outbox_id?: string } }[];
};
type Posted = { id: string; sequence: number; payload: Payload };

/** The mails after a sequence number, in any order. */
type Source = (after: number) => AsyncGenerator<Posted>;

export class Outbox {
  private readonly byId = new Map<string, Message[]>();
  private last = 0;
  constructor(private readonly source: Source, private readonly canaries: readonly string[]) {}

  /** Reads what came since the last time. */
  async refresh(): Promise<void> {
    let last = this.last;
    for await (const posted of this.source(this.last)) {
      const message = messageOf(posted, this.canaries);
      this.byId.set(message.outboxId, [...(this.byId.get(message.outboxId) ?? []), message]);
      last = Math.max(last, posted.sequence);
    }
    this.last = last;
  }

  /** Accepted mails by the outbox id they carry. */
  get messages(): ReadonlyMap<string, Message[]> {
    return this.byId;
  }
}

function messageOf({ id, payload }: Posted, canaries: readonly string[]): Message {
  const { personalizations, attachments = [], ...rest } = payload;
  const [first = {}] = personalizations;
  const everyone = personalizations.flatMap(({ to = [], cc = [], bcc = [] }) => [...to, ...cc, ...bcc]);
  const text = JSON.stringify({ personalizations, ...rest });
  return {
    id, outboxId: first.custom_args?.outbox_id ?? payload.custom_args?.outbox_id ?? '', to: everyone.map(({ email }) => email),
    subject: first.subject ?? payload.subject ?? '', files: attachments.map(({ content }) => sha256(Buffer.from(content, 'base64'))),
    secrets: canaries.filter((canary) => text.includes(canary)),
  };
}

/** The outbox at an address; throws when it does not answer. */
export const outboxAt = (url: string): Source => async function* (after) {
  const read = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${url.replace(/\/+$/, '')}/outbox/mails${path}`);
    if (!response.ok) throw new Error(`The outbox answered ${response.status} for ${response.url}.`);
    return (await response.json()) as T;
  };
  const { mails } = await read<{ mails: { id: string; sequence: number }[] }>(`?since=${after}&limit=${Number.MAX_SAFE_INTEGER}`);
  for (const { id, sequence } of mails) yield { id, sequence, payload: (await read<{ payload: Payload }>(`/${encodeURIComponent(id)}`)).payload };
};

/** The outbox in a data folder; undefined when there is none. */
export function outboxIn(dataFolder: string): Source | undefined {
  const folder = join(dataFolder, 'outbox', 'mails');
  if (!existsSync(folder)) return undefined;
  return async function* (after) {
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
      const sequence = Number.parseInt(name, 10);
      if (sequence > after) yield { ...(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Posted), sequence };
    }
  };
}
