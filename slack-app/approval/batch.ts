/** Approving several at once: only what the person has opened in this very version, each judged as a click of its own. */
import type { InputBlock } from '@slack/types';
import { isAmong } from '../../domain/inbox';
import { DomainError } from '../../domain/refusals';
import type { InboxRow } from '../../store/queries/inbox';
import { context, option, plain, section, sections } from '../../templates/slack/blocks';
import { totalWords } from '../../templates/slack/inbox';
import { invoiceName } from '../../templates/slack/name';
import { refusalText } from '../../templates/slack/spoken';
import { amount, clipped } from '../../templates/slack/text';
import { ACTION, readToken, tokenOf, type Token } from '../../templates/slack/token';
import { t, tn } from '../../templates/slack/words';
import type { Answer } from '../answer';
import type { Deed, Payload } from '../deed';
import { chosen, input, modal, open, textElement, valueOf } from '../modal';
import { outcomeOf } from '../refused';
import type { Registrations } from '../registration';
import { approve } from './decide';

/** Check boxes hold ten options (https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element). */
const IN_A_BLOCK = 10;
/** Decided one after the other while the person waits; what is left is approved in a second go. */
const MOST = 50;
const NOTE = 'note_0_0';

const boxesId = (index: number): string => `batch_${index}_0`;
const BOXES = Array.from({ length: MOST / IN_A_BLOCK }, (_, index) => boxesId(index));

/** Shows each of them once more, all ticked. Refuses NothingOpened. */
async function confirm(deed: Deed): Promise<void> {
  const { rates } = deed.parts.book.current().office;
  const opened = (await deed.parts.reading.inbox.of(deed.actor.email, { rates, today: deed.today })).filter(({ isOpened }) => isOpened);
  if (opened.length === 0) throw new DomainError('NothingOpened');
  const shown = opened.slice(0, MOST);
  const left = opened.length - shown.length;
  const groups = Math.ceil(shown.length / IN_A_BLOCK);
  await open(deed, modal({
    flow: 'approve-opened', title: t`Approve several`, submit: t`Approve`, close: t`Cancel`,
    blocks: [
      section(tn(
        shown.length, 'You have opened {count} invoice that waits for you, together {0}. Each ticked one is approved in the version shown.',
        'You have opened {count} invoices that wait for you, together {0}. Each ticked one is approved in the version shown.', totalWords(shown),
      )),
      ...BOXES.slice(0, groups).map((id, index) => input({
        id, label: groups === 1 ? t`Approve` : t`Approve (${index + 1} of ${groups})`, ...(groups > 1 && { optional: true }), element: boxes(shown.slice(index * IN_A_BLOCK, (index + 1) * IN_A_BLOCK)),
      })),
      ...(left > 0 ? [context(tn(left, '{count} more invoice can be approved afterwards.', '{count} more invoices can be approved afterwards.'))] : []),
      input({ id: NOTE, label: t`Note`, hint: t`It goes with each of them.`, optional: true, element: textElement({ most: 200 }) }),
    ],
  }));
}

function boxes(rows: readonly InboxRow[]): InputBlock['element'] {
  const options = rows.map((row) => ({
    ...option(`${invoiceName(row)} · ${[...row.client.name].slice(0, 30).join('')} · ${amount(row.totals.due)}`, tokenOf({ document: row.id, revision: row.version, step: row.approval?.current ?? 0 })),
    description: plain(t`version ${row.version}`),
  }));
  return { type: 'checkboxes', options, initial_options: options };
}

/** What is ticked, each document once. */
function ticked({ view }: Payload): Token[] {
  const tokens = BOXES.flatMap((id) => chosen(view?.state?.values, id)).map(readToken).filter((token) => token !== undefined);
  return [...new Map(tokens.map((token) => [token.document, token])).values()];
}

/** Refuses NotOpened for what this person has not seen in this version, whatever the form says; then it is a decision like any other. */
async function approveOpened(deed: Deed, token: Token, note: string): Promise<Answer> {
  const { document, revision = 0 } = token;
  const opened = await deed.parts.reading.inbox.opened(deed.actor.email, [document]);
  if (!isAmong(opened, document, revision)) throw new DomainError('NotOpened', { version: revision });
  return approve({ ...deed, key: `${deed.key}/${document}` }, token, note);
}

async function nameOf({ parts }: Deed, document: string): Promise<string> {
  const invoice = await parts.reading.invoices.find(document);
  return invoice ? `${invoiceName(invoice)}* · ${clipped(invoice.client.name, 80)} · *${amount(invoice.totals.due)}` : t`An unknown document`;
}

const SIGNS = { done: ':white_check_mark:', refused: ':no_entry_sign:', failed: ':warning:' } as const;

/** One after the other, and what came of each. Where the office itself does not answer, the rest are left for another time. */
async function decideAll(deed: Deed): Promise<Answer> {
  const tokens = ticked(deed.payload);
  const note = valueOf(deed.payload.view?.state?.values, NOTE);
  const lines: string[] = [];
  let approved = 0;
  for (const token of tokens) {
    const name = await nameOf(deed, token.document);
    const { came, text } = await outcomeOf(deed.parts, () => approveOpened(deed, token, note));
    lines.push(`${SIGNS[came]} *${name}*\n${text}`);
    if (came === 'done') approved += 1;
    if (came === 'failed') break;
  }
  const untried = tokens.length - lines.length;
  const text = tn(tokens.length, '{0} of {count} invoice approved.', '{0} of {count} invoices approved.', approved);
  const rest = untried > 0 ? [context(tn(untried, '{count} more invoice was not tried and still waits for you.', '{count} more invoices were not tried and still wait for you.'))] : [];
  return { text, title: t`Approve several`, blocks: [section(`*${text}*`), ...sections(lines), ...rest] };
}

export const batches: Registrations = {
  clicks: [{ id: ACTION.approveOpened, needs: 'decide', run: confirm }],
  forms: [{
    flow: 'approve-opened', needs: 'decide', freshness: 'fresh',
    check: async (payload) => (ticked(payload).length === 0 ? { errors: { [boxesId(0)]: refusalText(new DomainError('NothingTicked')) } } : undefined),
    run: decideAll,
  }],
};
