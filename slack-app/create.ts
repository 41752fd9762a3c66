/** `/invoice create` and `/invoice estimate`: by form, in one line, or as a copy; and the shortcuts that open the form. */
import { idOf } from '../domain/id';
import { readClient } from '../domain/grammar';
import { hiddenClients } from '../domain/permission';
import { plainText } from '../domain/typed-text';
import type { Answer } from './answer';
import { askClient, draftFromLine } from './client/choice';
import type { Deed } from './deed';
import { estimateMeant, invoiceMeant, meansEstimate, type Kind } from './find';
import { blankForm, openForm } from './form/open';
import { kept, forget } from './form/keeping';
import { draftCreated } from './invoice/draft';
import { confirmOffer, estimateCreated } from './estimate/draft';
import { admit } from './needs';
import type { Registrations, Told } from './registration';
import { refusalText } from '../templates/slack/spoken';
import { ACTION } from '../templates/slack/token';
import { typed } from '../templates/slack/text';
import { key, t } from '../templates/slack/words';
import { DomainError } from '../domain/refusals';

const FROM = /^from\s+(.*)$/i;

/** A line becomes a draft; nothing behind the verb opens the form and says what could stand there. */
async function create(deed: Deed, rest: string, kind: Kind): Told {
  if (rest === '') {
    await openForm(deed, blankForm(deed, kind));
    return { text: typed(refusalText(new DomainError('UsageCreate')).replace('/invoice create', kind === 'estimate' ? '/invoice estimate' : '/invoice create')) };
  }
  const copied = FROM.exec(rest);
  if (copied) return copy(deed, kind, copied[1] ?? '');
  const { client, rest: lines } = readClient(rest);
  const match = await deed.parts.reading.clients.match(client, hiddenClients(deed.access));
  if (match.kind === 'one') return draftFromLine(deed, kind, match.client, lines, deed.key);
  return askClient(deed, { kind, client, rest: lines }, match.kind === 'many' ? match.clients : []);
}

/** An earlier document's content without its number, dates, payments or state. */
async function copy(deed: Deed, kind: Kind, rest: string): Promise<Answer> {
  const usage = `${kind === 'estimate' ? 'estimate' : 'create'} from <number>`;
  const source = (await meansEstimate(deed, rest)) ? (await estimateMeant(deed, rest, usage)).document : (await invoiceMeant(deed, rest, usage)).document;
  const { due: _, supplied: __, ...content } = source.content;
  if (kind === 'estimate') return estimateCreated(deed, idOf('est', deed.key), content);
  const from = source.id.startsWith('inv_') ? { invoiceId: source.id } : { estimateId: source.id };
  return draftCreated(deed, idOf('inv', deed.key), content, { ...from, ...(source.number && { number: source.number }) });
}

/** `estimate send EST-7`, or a new one. */
async function estimate(deed: Deed, rest: string): Told {
  const send = /^send\s+(.*)$/i.exec(rest);
  const needs = send ? 'send' : 'create';
  admit(deed.access, needs);
  if (!send) return create({ ...deed, needs }, rest, 'estimate');
  const { document } = await estimateMeant({ ...deed, needs }, send[1] ?? '', 'estimate send <number>');
  return confirmOffer(deed, document, document.version);
}

const blank = (kind: Kind) => (deed: Deed): Promise<void> => openForm(deed, blankForm(deed, kind));

export const creation: Registrations = {
  commands: [
    {
      verb: 'create', aliases: ['new'], needs: 'create', usage: 'create <client> <line>{, <line>} [due <date>] [po X] [project X]', about: key`draft an invoice, in one line or by form`,
      examples: ['create', 'create ap@acme.example 100 EUR consulting', 'create Acme 3x "Design day" @ 800 EUR vat 19% disc 5%, 120 EUR travel due 30d po PO-7', 'create from INV-7'],
      run: (deed, rest) => create(deed, rest, 'invoice'),
    },
    {
      verb: 'estimate', aliases: ['offer', 'quote'], needs: ['create', 'send'], usage: 'estimate <client> <line>{, <line>} [due <valid until>]', about: key`draft an estimate, in one line or by form`,
      examples: ['estimate', 'estimate Acme 3x "Design day" @ 800 EUR', 'estimate from EST-7', 'estimate send EST-7'], run: estimate,
    },
  ],
  clicks: [
    { id: ACTION.create, needs: 'create', run: blank('invoice') }, { id: ACTION.createEstimate, needs: 'create', run: blank('estimate') },
    {
      id: ACTION.continueForm, needs: 'nothing',
      async run(deed) {
        await openForm(deed, await kept(deed, deed.payload.actions?.[0]?.value ?? ''));
      },
    },
    {
      id: ACTION.dropForm, needs: 'nothing',
      async run(deed) {
        const { formId } = await kept(deed, deed.payload.actions?.[0]?.value ?? '');
        await forget(deed, formId);
        return { text: t`Discarded.`, manner: 'replacing' };
      },
    },
  ],
  shortcuts: [
    { callbackId: 'inv.new', needs: 'create', run: blank('invoice') },
    {
      callbackId: 'inv.from-message', needs: 'create',
      async run(deed) {
        const state = blankForm(deed, 'invoice');
        const words = plainText(deed.payload.message?.text ?? '').replace(/\s+/g, ' ').slice(0, 500);
        await openForm(deed, { ...state, rows: state.rows.map((row) => ({ ...row, description: words })) });
      },
    },
  ],
};
