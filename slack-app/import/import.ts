/** `/invoice import`: e-invoices that come in. A file is judged by the official rules, kept for good, shown, given out again, and becomes a draft where it fits. */
import type { KnownBlock } from '@slack/types';
import type { Client } from '../../domain/client';
import { draftContent, type ReceivedInvoice } from '../../domain/einvoice/taking-over';
import { idOf } from '../../domain/id';
import { hiddenClients } from '../../domain/permission';
import { DomainError } from '../../domain/refusals';
import { plainText } from '../../domain/typed-text';
import { context, section, sections } from '../../templates/slack/blocks';
import { receivedBlocks, receivedLine } from '../../templates/slack/received';
import { ACTION, type Token } from '../../templates/slack/token';
import { key, t } from '../../templates/slack/words';
import type { ShareReceived } from '../../workflows/contracts/import';
import type { Answer } from '../answer';
import { actingOf, type Deed, type Value } from '../deed';
import { draftCreated } from '../invoice/draft';
import { input, modal, open } from '../modal';
import { outcomeOf } from '../refused';
import type { Click, Registrations } from '../registration';

const FILES = 'files_0_0';
/** Slack's limit of a file_input (https://docs.slack.dev/reference/block-kit/block-elements/file-input-element). */
const MOST_FILES = 10;
const NEWEST = 5;

async function openImport(deed: Deed): Promise<void> {
  const newest = await deed.parts.reading.received.newest(NEWEST);
  await open(deed, modal({
    flow: 'import', title: t`Import e-invoices`, submit: t`Import`, close: t`Cancel`,
    blocks: [
      input({ id: FILES, label: t`Files`, hint: t`UBL or CII as XML, or a PDF with one of them inside (Factur-X, ZUGFeRD).`, element: { type: 'file_input', filetypes: ['xml', 'pdf'], max_files: MOST_FILES } as never }),
      context(t`Each is judged by the official rules and kept. Nothing is sent or paid.`),
      ...(newest.length > 0 ? sections([t`*Imported last:*`, ...newest.map((one) => `• ${receivedLine(one)}`)]) : []),
    ],
  }));
}

/** The files of the submission, as Slack names them. */
const filesIn = ({ payload }: Deed): NonNullable<Value['files']> => Object.values(payload.view?.state?.values?.[FILES] ?? {}).flatMap(({ files = [] }) => files);

/** One after the other, each for itself: a refused one hinders no other. */
async function run(deed: Deed): Promise<Answer> {
  const { door, reading } = deed.parts;
  const blocks: KnownBlock[] = [];
  const texts: string[] = [];
  for (const { id = '', name = id, url_private_download: url = '' } of filesIn(deed)) {
    const acting = actingOf(deed);
    const came = await outcomeOf(deed.parts, async () => {
      const { id: receivedId, repeated } = await door.importEInvoice({ ...acting, key: `${acting.key}/${id}`, url, name });
      const received = (await reading.received.find(receivedId))!;
      blocks.push(...(repeated ? [context(t`It was here already; nothing is kept twice.`)] : []), ...receivedBlocks(received));
      return { text: receivedLine(received) };
    });
    if (came.came !== 'done') blocks.push(section(`:warning: ${came.text}`));
    texts.push(came.text);
  }
  return { text: texts.join('\n'), title: t`Import e-invoices`, blocks };
}

async function show(deed: Deed, number: string): Promise<Answer> {
  const received = await deed.parts.reading.received.byNumber(number);
  if (!received) throw new DomainError('ImportUnknown', { number });
  return { text: receivedLine(received), blocks: receivedBlocks(received) };
}

async function receivedBy({ parts }: Deed, token: Token | undefined): Promise<ReceivedInvoice> {
  const received = token ? await parts.reading.received.find(token.document) : null;
  if (!received) throw new DomainError('CardOutOfDate');
  return received;
}

/** The client that an e-invoice was written to: by its mail address, else by its name. Refuses ImportNobody. */
async function clientOf({ parts, access }: Deed, { said: { buyer } }: ReceivedInvoice): Promise<Client> {
  const addresses = [buyer.contact?.email, buyer.endpoint?.scheme === 'EM' ? buyer.endpoint.value : undefined, buyer.name].filter((one): one is string => Boolean(one));
  for (const known of addresses) {
    const match = await parts.reading.clients.match(known, hiddenClients(access));
    if (match.kind === 'one') return match.client;
  }
  throw new DomainError('ImportNobody', { name: buyer.name });
}

/** The button that brings one of its files. */
const gives = (id: string, file: ShareReceived['file']): Click => ({
  id, needs: 'create',
  async run(deed, token) {
    await deed.parts.door.shareReceived({ ...actingOf(deed), receivedId: (await receivedBy(deed, token)).id, file, userId: deed.userId });
    return { text: t`The file is in your conversation with the office.` };
  },
});

export const imports: Registrations = {
  commands: [{
    verb: 'import', needs: 'create', usage: 'import [number]', about: key`bring in e-invoices: UBL, CII, Factur-X`, examples: ['import', 'import RE-2026-0815'],
    async run(deed, rest) {
      if (rest !== '') return show(deed, plainText(rest).trim());
      return openImport(deed);
    },
  }],
  clicks: [
    gives(ACTION.receivedPdf, 'pdf'), gives(ACTION.receivedUbl, 'ubl'), gives(ACTION.receivedOriginal, 'original'),
    {
      id: ACTION.receivedDraft, needs: 'create',
      async run(deed, token) {
        const received = await receivedBy(deed, token);
        const client = await clientOf(deed, received);
        return draftCreated(deed, idOf('inv', `received/${received.id}`), draftContent(received.said, client));
      },
    },
  ],
  forms: [{ flow: 'import', needs: 'create', run }],
};
