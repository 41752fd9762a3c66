/** `/invoice statement <client> [period]`: what was booked with a client is shown first, then it comes as a PDF or goes to the client. */
import type { ModalView } from '@slack/types';
import { isMailAddress } from '../../domain/client';
import { readPeriod, type Period } from '../../domain/period';
import { aboutClient, hiddenClients, may } from '../../domain/permission';
import { DomainError } from '../../domain/refusals';
import { statementOf, usualPeriod } from '../../domain/statement';
import type { ClientMatch } from '../../store/queries/client';
import { option } from '../../templates/slack/blocks';
import { statementPreview } from '../../templates/slack/statement';
import { clipped, typed } from '../../templates/slack/text';
import { key, listed, t } from '../../templates/slack/words';
import type { Answer } from '../answer';
import { actingOf, type Deed, type Values } from '../deed';
import { input, metadataOf, modal, open, valueOf } from '../modal';
import type { Registrations, Told } from '../registration';

const WAY = 'way_0_0';
const TO = 'to_0_0';
/** Clients that an answer names when several could be meant. */
const NAMED = 5;

/** The client and the period: of a last word that is a period, unless it belongs to the client's name. */
async function meant({ parts, access, today }: Deed, text: string): Promise<{ match: ClientMatch; period: Period; name: string }> {
  const whole = await parts.reading.clients.match(text, hiddenClients(access));
  const [, name = '', word = ''] = /^(.*\S)\s+(\S+)$/.exec(text.trim()) ?? [];
  if (whole.kind === 'one' || !/^\d{4}/.test(word)) return { match: whole, period: readPeriod(usualPeriod(today)), name: text };
  return { match: await parts.reading.clients.match(name, hiddenClients(access)), period: readPeriod(word), name };
}

async function preview(deed: Deed, text: string): Told {
  const { match, period, name } = await meant(deed, text);
  if (match.kind === 'many') return { text: t`'${clipped(name)}' could be several clients: ${typed(listed(match.clients.slice(0, NAMED).map((client) => client.name), 'disjunction'))}. Write more of the name.` };
  if (match.kind === 'none' || !may(deed.access, 'see', aboutClient(match.client))) return { text: t`There is no client '${clipped(name)}'.` };
  const { client } = match;
  const { zone } = deed.parts.book.current().office;
  const statement = statementOf({ ...(await deed.parts.reading.statements.of(client.id)), period, today: deed.today, zone, currency: client.currency });
  const ways = [option(t`Bring me the PDF`, 'pdf'), ...(may(deed.access, 'send', aboutClient(client)) ? [option(t`Mail it to the client`, 'mail')] : [])];
  const [first] = ways;
  const view: ModalView = modal({
    flow: 'statement', title: t`Statement`, submit: t`Go on`, close: t`Cancel`, metadata: { document: client.id, extra: period.name },
    blocks: [
      ...statementPreview(statement, client.name),
      input({ id: WAY, label: t`What next?`, element: { type: 'radio_buttons', options: ways, initial_option: first! } }),
      ...(ways.length > 1 ? [input({ id: TO, label: t`To, if it is mailed`, optional: true, element: { type: 'email_text_input', initial_value: client.email } })] : []),
    ],
  });
  await open(deed, view);
}

const isMailed = (values: Values | undefined): boolean => valueOf(values, WAY) === 'mail';

async function carryOut(deed: Deed): Promise<Answer> {
  const { document: clientId = '', extra: period = '' } = metadataOf(deed.payload);
  const { door } = deed.parts;
  const values = deed.payload.view?.state?.values;
  const order = { ...actingOf(deed), clientId, period, userId: deed.userId };
  if (!isMailed(values)) {
    await door.shareStatement(order);
    return { text: t`The statement is in your conversation with the office.` };
  }
  const to = valueOf(values, TO);
  await door.sendStatement({ ...order, to });
  return { text: t`The statement goes to ${typed(to)} now. How that went is told in your conversation with the office.` };
}

export const statements: Registrations = {
  commands: [{
    verb: 'statement', needs: 'see', usage: 'statement <client> [period]', about: key`what was booked with a client, with its balance, as a PDF or by mail`, examples: ['statement Acme', 'statement Acme 2026-Q1', 'statement Acme 2026-01..2026-03'],
    async run(deed, rest) {
      if (rest === '') throw new DomainError('Usage', { usage: '/invoice statement Acme, /invoice statement Acme 2026-Q1' });
      return preview(deed, rest);
    },
  }],
  forms: [{
    flow: 'statement', needs: 'see',
    async check({ view }) {
      const address = valueOf(view?.state?.values, TO);
      return isMailed(view?.state?.values) && !isMailAddress(address) ? { errors: { [TO]: new DomainError('AddressUnusable', { address }).message } } : undefined;
    },
    run: carryOut,
  }],
};
