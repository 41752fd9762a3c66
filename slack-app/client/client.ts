/** Clients in chat: find, make, edit. */
import { DomainError } from '../../domain/refusals';
import { isMailAddress } from '../../domain/client';
import { checkPermission, hiddenClients, may } from '../../domain/permission';
import { amount, clipped, typed } from '../../templates/slack/text';
import { actions, button, context, section } from '../../templates/slack/blocks';
import { ACTION, tokenOf } from '../../templates/slack/token';
import { key, listed, t } from '../../templates/slack/words';
import type { Deed } from '../deed';
import { clientById } from '../find';
import { open } from '../modal';
import type { Registrations, Told } from '../registration';
import { draftFromKept, waitingLine } from './choice';
import { clientForm, clientFormFor } from './form';

/** As many as an answer shows; more are found by the beginning of their names. */
const SHOWN = 15;

async function listClients(deed: Deed, text: string): Told {
  if (!may(deed.access, 'list')) throw new DomainError('NotInOffice', { command: '/invoice clients', who: officeOf(deed) });
  const found = await deed.parts.reading.clients.match(text, hiddenClients(deed.access));
  const shown = found.kind === 'one' ? [found.client] : found.kind === 'many' ? found.clients : text === '' ? await deed.parts.reading.clients.choices('', hiddenClients(deed.access)) : [];
  const said = headOf(shown.length, clipped(text));
  const edits = may(deed.access, 'edit_clients');
  const rows = shown.slice(0, SHOWN).map(({ id, name, email, currency }) => section(`*${clipped(name)}*\n${typed(email)} · ${typed(currency)}`, edits ? { accessory: button(t`Edit`, ACTION.editClient, tokenOf({ document: id })) } : {}));
  const credit = found.kind === 'one' ? found.client.credit.filter(({ minor }) => minor !== 0).map((money) => amount(money)) : [];
  const more = shown.length > SHOWN ? [context(t`Type the beginning of a name: \`/invoice clients Acme\`.`)] : [];
  return {
    text: said,
    blocks: [section(said), ...rows, ...(credit.length > 0 ? [context(t`Credit: ${credit.join(', ')}`)] : []), ...more, ...(edits ? [actions('clients_new', [button(t`New client`, ACTION.createClient, 'command')])] : [])],
  };
}

/** `count` clients were found for the words, or of all where nothing was asked for. */
function headOf(count: number, words: string): string {
  if (count === 0) return words ? t`There is no client '${words}'.` : t`There are no clients yet.`;
  if (count > SHOWN) return words ? t`The first clients for '${words}':` : t`The first clients:`;
  return words ? t`Clients for '${words}':` : t`Clients:`;
}

/** Whom to ask. */
export const officeOf = ({ parts }: Deed): string => listed(parts.book.peopleWithRole('coordinator').map(({ name }) => name), 'disjunction') || t`the office`;

/** `client`, `clients`, `client new [name|mail]`, `client edit <name>`, `client <name>`. */
async function clientCommand(deed: Deed, rest: string): Told {
  const [, word = '', name = ''] = /^(new|edit)\b\s*(.*)$/i.exec(rest) ?? [];
  if (word !== '') checkPermission(deed.access, 'edit_clients');
  if (word.toLowerCase() === 'new') return open(deed, clientFormFor(deed, {}, undefined, isMailAddress(name) ? { email: name } : { name }));
  if (word.toLowerCase() !== 'edit') return listClients(deed, rest);
  const found = await deed.parts.reading.clients.match(name, hiddenClients(deed.access));
  if (found.kind !== 'one') return listClients(deed, name);
  return open(deed, clientFormFor(deed, {}, found.client));
}

export const clients: Registrations = {
  commands: [{
    verb: 'clients', aliases: ['client'], needs: 'list', usage: 'clients [name] · client new [name] · client edit <name>', about: key`find, make and edit clients`,
    examples: ['clients', 'client new Contoso', 'client edit Acme'], run: clientCommand,
  }],
  clicks: [
    {
      id: ACTION.createClient, needs: 'edit_clients',
      async run(deed) {
        const line = deed.payload.actions?.[0]?.value ?? '';
        const waits = line.startsWith('form_') ? await waitingLine(deed, line) : undefined;
        const begun = waits && isMailAddress(waits.client) ? { email: waits.client } : { name: waits?.client };
        await open(deed, clientFormFor(deed, waits ? { line } : {}, undefined, begun));
      },
    },
    {
      id: ACTION.editClient, needs: 'edit_clients',
      async run(deed, token) {
        const client = token ? await clientById(deed, token.document) : null;
        if (!client) throw new DomainError('ClientUnknown');
        await open(deed, clientFormFor(deed, {}, client));
      },
    },
    {
      id: ACTION.pickClient, needs: 'create',
      async run(deed) {
        const [action] = deed.payload.actions ?? [];
        const formId = /^client_(form_[0-9a-f]+)_/.exec(action?.block_id ?? '')?.[1] ?? '';
        return draftFromKept(deed, formId, action?.selected_option?.value ?? '');
      },
    },
  ],
  forms: [clientForm],
};
