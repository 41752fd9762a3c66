/** `/invoice print`: documents as letters. What goes into the envelopes is shown in post order first; confirmed, it comes as one PDF and each document notes that it was posted. */
import type { ModalView } from '@slack/types';
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import { listLimit, may } from '../../domain/permission';
import { estimatePosted, POST_LIMITS, posted, postOrder, sheetsOf, type PostedInvoice } from '../../domain/posting';
import { DomainError } from '../../domain/refusals';
import { context, section, sections } from '../../templates/slack/blocks';
import { estimateName, invoiceName } from '../../templates/slack/name';
import { refusalText } from '../../templates/slack/spoken';
import { clipped, typed } from '../../templates/slack/text';
import { key, t, tn } from '../../templates/slack/words';
import { said, type Answer } from '../answer';
import { actingOf, actOf, type Deed } from '../deed';
import { documentsMeant, kindOf } from '../find';
import { metadataOf, modal, resultView } from '../modal';
import { outcomeOf } from '../refused';
import type { Registrations } from '../registration';

/** Noted at the same time while the person waits. */
const AT_ONCE = 8;

type Letter = Pick<Invoice | Estimate, 'client'> & (PostedInvoice | Pick<Estimate, 'id' | 'number' | 'state' | 'pdf' | 'delivery'>);

const isInvoice = (letter: Letter): letter is Letter & PostedInvoice => kindOf(letter.id) === 'invoice';
const nameOf = (letter: Letter): string => (isInvoice(letter) ? invoiceName(letter) : estimateName(letter));

/** Invoices whose mail came back or was refused, and which were not posted since, as far as the person may send them. */
async function unposted({ parts, access }: Deed): Promise<Letter[]> {
  const found = await parts.reading.invoices.rows({ list: 'unposted' }, 0, POST_LIMITS.documents + 1, listLimit(access));
  return found.filter((row) => may(access, 'send', row));
}

/** Refuses what could not be posted, before anything is printed, and TooManyLetters. */
function inPostOrder(deed: Deed, letters: readonly Letter[]): Letter[] {
  if (letters.length > POST_LIMITS.documents) throw new DomainError('TooManyLetters', { most: POST_LIMITS.documents });
  const act = actOf(deed);
  letters.forEach((letter) => void (isInvoice(letter) ? posted(letter, act) : estimatePosted(letter, act)));
  return postOrder(letters, deed.parts.book.current().office.seller.address.country);
}

/** Opened at once, because Slack waits three seconds for a modal; the pages are counted then. */
async function confirm(deed: Deed, letters: readonly Letter[], why: readonly string[] = []): Promise<void> {
  const { slack, door } = deed.parts;
  const ordered = inPostOrder(deed, letters);
  const opened = await slack.views.open({ trigger_id: deed.address.triggerId ?? '', view: resultView(t`Print letters`, `:hourglass_flowing_sand: ${tn(ordered.length, '{count} letter: counting the sheets…', '{count} letters: counting the sheets…')}`) });
  const documents = ordered.map(({ id }) => id);
  const { pages } = await door.planPost({ ...actingOf(deed), documents });
  await slack.views.update({ view_id: opened.view?.id ?? '', view: confirmation(ordered, pages, why) });
}

function confirmation(letters: readonly Letter[], pages: readonly number[], why: readonly string[]): ModalView {
  const sheets = pages.map(sheetsOf);
  const [allPages, allSheets] = [pages, sheets].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [number, number];
  if (allPages > POST_LIMITS.pages) return resultView(t`Print letters`, typed(refusalText(new DomainError('PostTooLong', { pages: allPages, most: POST_LIMITS.pages }))));
  const rows = letters.map((letter, at) => {
    const { name, address: { postcode = '', city = '', country } } = letter.client;
    return `${at + 1}. *${nameOf(letter)}* · ${clipped(name, 60)} · ${clipped(`${country} ${postcode} ${city}`, 60)} · ${sheetsText(sheets[at] ?? 0)}`;
  });
  const [number, together, bothSides] = [tn(letters.length, '{count} letter', '{count} letters'), sheetsText(allSheets), tn(allPages, '{count} page', '{count} pages')];
  return modal({
    flow: 'print', title: t`Print letters`, submit: t`Print`, close: t`Cancel`, metadata: { flow: 'print', extra: letters.map(({ id }) => id).join(',') },
    blocks: [
      section([t`*${number} on ${together}* (${bothSides}, on both sides), in post order.`, ...why].join(' ')), ...sections(rows),
      context(t`Each is noted in its history as posted by you today. An invoice that no mail has brought to its client counts as sent from then on, and its reminders run. You can print them again at any time.`),
    ],
  });
}

const sheetsText = (count: number): string => tn(count, '{count} sheet', '{count} sheets');

async function print(deed: Deed): Promise<Answer> {
  const { door } = deed.parts;
  const documents = (metadataOf(deed.payload).extra ?? '').split(',').filter(Boolean);
  await door.sharePost({ ...actingOf(deed), documents, userId: deed.userId, date: deed.today });
  const note = async (id: string): Promise<Answer> => {
    const act = { ...actingOf(deed), key: `${deed.key}/${id}` };
    return said(kindOf(id) === 'invoice' ? await door.actOnInvoice('post', id, act) : await door.actOnEstimate('post', id, act));
  };
  const outcomes: Awaited<ReturnType<typeof outcomeOf>>[] = [];
  for (let at = 0; at < documents.length; at += AT_ONCE) outcomes.push(...(await Promise.all(documents.slice(at, at + AT_ONCE).map((id) => outcomeOf(deed.parts, () => note(id))))));
  const failed = outcomes.filter(({ came }) => came !== 'done').map(({ text }) => `:warning: ${text}`);
  const text = tn(
    documents.length, '{count} letter is in your conversation with the office as one PDF; {0} noted as posted.',
    '{count} letters are in your conversation with the office as one PDF; {0} noted as posted.', documents.length - failed.length,
  );
  return { text, title: t`Print letters`, blocks: [section(text), ...sections(failed)] };
}

export const printing: Registrations = {
  commands: [{
    verb: 'print', needs: 'send', usage: 'print <numbers>|unposted', about: key`documents as letters: one PDF in post order, noted as posted`, examples: ['print INV-7 INV-8 EST-3', 'print unposted'],
    async run(deed, rest) {
      if (rest === '') throw new DomainError('Usage', { usage: t`/invoice print INV-7 EST-3 …, or /invoice print unposted` });
      if (rest.toLowerCase() !== 'unposted') return confirm(deed, await documentsMeant(deed, rest.split(/[\s,]+/).filter(Boolean)));
      const letters = await unposted(deed);
      if (letters.length === 0) return { text: t`Nothing waits for the post: there is no invoice whose mail came back or was refused and that was not posted since.` };
      return confirm(deed, letters, [t`Their mails came back or were refused, and they were not posted since.`]);
    },
  }],
  forms: [{ flow: 'print', needs: 'send', run: print }],
};
