/** Portal links: a fresh one for every mail, and one mailed on its own to a client whose old one has expired. */
import { randomBytes } from 'node:crypto';
import type { Book } from '../config/book';
import type { Log } from '../config/logger';
import { dateOfInstant } from '../domain/dates';
import { DomainError } from '../domain/refusals';
import type { ClientStore } from '../store/client';
import type { LinkStore } from '../store/link';
import { linkModel } from '../templates/model';
import { renderMail } from '../templates/render';
import { statementSent } from '../templates/slack/statement';
import { speaking } from '../templates/slack/words';
import type { MailEvent } from '../workflows/contracts/invoice';
import type { SendLink } from '../workflows/contracts/office';
import type { Slack } from './gateways/slack';
import type { Mailer } from './mail';

/** 256 bits from the system's generator: nobody guesses one. */
const TOKEN_BYTES = 32;
/** Longer than the ladder of reminders, each of which brings a fresh link. */
const LIFETIME_DAYS = 90;
/** Longer than an approval should wait; whoever takes longer has a fresh one mailed. */
const APPROVAL_LIFETIME_DAYS = 14;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Whose portal, and which document (in which version) its link opens; without one it opens the overview. `at` is an ISO instant. */
export type Minting = { clientId: string; documentId?: string; version?: number; at: string };

export type Links = ReturnType<typeof createLinks>;

export function createLinks({ links, publicUrl }: { links: LinkStore; publicUrl: string }) {
  return {
    /** Makes a link that works for 90 days and answers its address; the token is nowhere else. */
    async mintLink({ clientId, documentId, version, at }: Minting): Promise<string> {
      const token = freshToken();
      await links.keep(token, { clientId, documentId, version, at, expiresAt: expiryOf(at) });
      return `${publicUrl}/p/${token}${pathOf(documentId)}`;
    },
    /** Makes a link that leads an approver to an invoice for 14 days; what it shows needs a code besides. */
    async mintApprovalLink({ approver, invoiceId, at }: { approver: string; invoiceId: string; at: string }): Promise<{ url: string; expiresAt: string }> {
      const token = freshToken();
      const expiresAt = expiryOf(at, APPROVAL_LIFETIME_DAYS);
      await links.keep(token, { approver, documentId: invoiceId, at, expiresAt });
      return { url: `${publicUrl}/approvals/${token}`, expiresAt };
    },
    /** Ends every link of a client; answers how many there were. */
    revokeLinks: ({ clientId, at }: Pick<Minting, 'clientId' | 'at'>): Promise<number> => links.revokeOf(clientId, at),
  };
}

const freshToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');
const expiryOf = (at: string, days = LIFETIME_DAYS): string => new Date(Date.parse(at) + days * DAY_MS).toISOString();

/** A document's id says its kind (`inv_…`, `est_…`). */
function pathOf(documentId: string | undefined): string {
  if (documentId === undefined) return '';
  return `/${documentId.startsWith('est_') ? 'estimates' : 'invoices'}/${documentId}`;
}

const mailKey = (clientId: string, hour: string): string => `link/${clientId}/${hour}`;

type Deps = { links: Links; clients: ClientStore; mailer: Mailer; slack: Pick<Slack, 'post' | 'channelOf'>; book: Book; log: Log };

export const createLinkActivities = ({ links, clients, mailer, slack, book, log }: Deps) => {
  /** The hour before may have ended a minute ago. */
  const mailedLately = async (clientId: string, hour: string, at: string): Promise<boolean> => {
    const before = new Date(Date.parse(`${hour}:00:00Z`) - HOUR_MS).toISOString().slice(0, 13);
    const last = await mailer.find(mailKey(clientId, before));
    return last !== null && Date.parse(at) - Date.parse(last.log[0]?.at ?? last.at) < HOUR_MS;
  };

  return {
    /**
     * Mails a client a fresh link to the address the office holds; the same hour (`YYYY-MM-DDTHH`, UTC) is the same mail, and no two
     * leave within 60 minutes. Refuses ClientUnknown.
     */
    async sendLink({ clientId, hour, at }: SendLink & { at: string }): Promise<void> {
      const client = await clients.find(clientId);
      if (!client) throw new DomainError('ClientUnknown');
      if (await mailedLately(clientId, hour, at)) return;
      const url = await links.mintLink({ clientId, at });
      const until = dateOfInstant(expiryOf(at), client.zone);
      const message = renderMail('link', linkModel(client, { seller: book.current().office.seller, url, until }), book.current().look);
      await mailer.deliver({ key: mailKey(clientId, hour), kind: 'link', documentId: clientId, documentKind: 'client', to: client.email, ...message, attachments: [], at });
    },

    /**
     * What became of the mail of a link, a code or a statement. Of a bounce finance is told where it was a statement; who waits for a link or a
     * code sees that nothing came, and has our address.
     */
    async noteLinkMail({ mailKey: key, event, at, reason }: MailEvent): Promise<void> {
      const { mail, changed } = await mailer.report({ key, event, at, reason });
      const { locale, channels } = book.current().office;
      if (event === 'bounced' && mail.kind === 'statement') {
        const [client, channel] = [await clients.find(mail.documentId), await slack.channelOf(channels.finance)];
        if (channel) await speaking(locale, () => slack.post(channel, statementSent(client?.name ?? mail.to, mail)));
      } else if (changed && event === 'bounced') log.warn({ event: `${mail.kind}.bounced`, documentId: mail.documentId, reason }, 'A link or a code could not be delivered.');
    },
  };
};
