/** Statements of account: reckoned from what is stored, printed once as long as nothing changes, brought to a person or mailed to the client. */
import { createHash } from 'node:crypto';
import type { Book } from '../config/book';
import { isMailAddress } from '../domain/client';
import { dateOfInstant } from '../domain/dates';
import type { FileRef } from '../domain/invoice';
import { readPeriod } from '../domain/period';
import { aboutClient, checkPermission, may } from '../domain/permission';
import { DomainError } from '../domain/refusals';
import { statementOf, type Statement } from '../domain/statement';
import type { ClientStore, StoredClient } from '../store/client';
import type { FileStore } from '../store/file';
import type { AccessQueries } from '../store/queries/access';
import type { StatementQueries } from '../store/queries/statement';
import { carried, fileName } from '../templates/file-name';
import { renderMail } from '../templates/render';
import { statementSent } from '../templates/slack/statement';
import { speaking, t } from '../templates/slack/words';
import { statementModel } from '../templates/statement';
import type { PrintedStatement, PrintStatement, SendStatement, ShareStatement } from '../workflows/contracts/statement';
import type { Printer } from './gateways/chromium';
import type { Slack } from './gateways/slack';
import type { Links } from './link';
import type { Mailer } from './mail';
import { printOnce } from './print';

type Reading = { clients: ClientStore; statements: StatementQueries; access: AccessQueries; book: Book };
type PrintingDeps = Reading & { files: FileStore; printer: Printer; slack: Pick<Slack, 'share'> };
type MailingDeps = Reading & { mailer: Mailer; links: Links; slack: Pick<Slack, 'post'> };
type At = { at: string };

const reckoning = ({ clients, statements, book }: Pick<Reading, 'clients' | 'statements' | 'book'>) =>
  async (clientId: string, period: string, at: string): Promise<{ statement: Statement; client: StoredClient }> => {
    const client = await clients.find(clientId);
    if (!client) throw new DomainError('NotFound', { what: 'client' });
    const { zone } = book.current().office;
    return { client, statement: statementOf({ ...(await statements.of(clientId)), period: readPeriod(period), today: dateOfInstant(at, zone), zone, currency: client.currency }) };
  };

export const createStatementPrinting = ({ clients, statements, access, book, files, printer, slack }: PrintingDeps) => {
  const reckon = reckoning({ clients, statements, book });

  /** Kept under all that its page is made of: a statement that says the same is the same file. */
  async function printed(clientId: string, period: string, at: string): Promise<{ file: FileRef; client: StoredClient }> {
    const { statement, client } = await reckon(clientId, period, at);
    const { office: { seller }, look } = book.current();
    const { history: _, revision: __, credit: ___, ...addressed } = client;
    const content = createHash('sha256').update(JSON.stringify([statement, addressed, seller, look])).digest('hex');
    const model = statementModel(statement, client, { seller });
    const file = await printOnce({ files, printer }, { key: `statement/${clientId}/${content}`, name: fileName(model.heading, model.seller.name), model, look, at });
    return { file, client };
  }

  return {
    /** For the client itself. Refuses NotFound, PeriodUnreadable. */
    printStatement: async ({ clientId, period, at }: PrintStatement & At): Promise<PrintedStatement> => ({ hash: (await printed(clientId, period, at)).file.hash }),

    /** For a mail: who asks may send to the client. Refuses NotFound, NotAllowed, PeriodUnreadable. */
    async printStatementMail({ clientId, period, by, at }: SendStatement & At): Promise<FileRef> {
      const client = await clients.find(clientId);
      if (!client) throw new DomainError('NotFound', { what: 'client' });
      checkPermission(await access.of(by.email, book.current()), 'send', aboutClient(client));
      return (await printed(clientId, period, at)).file;
    },

    /** Uploads it to the person's conversation with the app. Refuses NotFound, also for a client that the person may not see, and PeriodUnreadable. */
    async shareStatement({ clientId, period, userId, by, at }: ShareStatement & At): Promise<void> {
      const client = await clients.find(clientId);
      if (!client || !may(await access.of(by.email, book.current()), 'see', aboutClient(client))) throw new DomainError('NotFound', { what: 'client' });
      const { file: { hash, name } } = await printed(clientId, period, at);
      const stored = await files.byHash(hash);
      if (!stored) throw new Error(`The file ${hash} of a statement is not in the store.`);
      await speaking(book.current().office.locale, () => slack.share(userId, { name, bytes: stored.bytes, comment: t`The statement of account of ${client.name}, ${period}.` }));
    },
  };
};

export const createStatementMailing = ({ clients, statements, access, book, mailer, links, slack }: MailingDeps) => {
  const reckon = reckoning({ clients, statements, book });
  return {
    /** Mails the printed statement under the key of the click, never twice, and tells the person how it went. Refuses NotFound, NotAllowed, AddressUnusable. */
    async mailStatement({ clientId, period, to, by, key, userId, file, at }: SendStatement & At & { file: FileRef }): Promise<void> {
      const { statement, client } = await reckon(clientId, period, at);
      const { office: { seller, locale }, look } = book.current();
      checkPermission(await access.of(by.email, book.current()), 'send', aboutClient(client));
      if (!isMailAddress(to)) throw new DomainError('AddressUnusable', { address: to });
      const url = await links.mintLink({ clientId, at });
      const model = statementModel(statement, client, { seller, url, look });
      const message = renderMail('statement', model, look);
      const mail = await mailer.deliver({ key: `statement/${clientId}/${key}`, kind: 'statement', documentId: clientId, documentKind: 'client', to, ...message, attachments: [carried(file, model)], at });
      await speaking(locale, () => slack.post(userId, statementSent(client.name, mail)));
    },
  };
};
