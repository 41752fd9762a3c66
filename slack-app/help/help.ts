/** Help: what there is for one's role, with examples; what a misspelt word may have meant; what comes later and what to do until then. */
import { closest } from '../../domain/suggestion';
import { DomainError } from '../../domain/refusals';
import { actions, button, context, section, sections } from '../../templates/slack/blocks';
import { typed } from '../../templates/slack/text';
import { ACTION } from '../../templates/slack/token';
import { key, sentence, t } from '../../templates/slack/words';
import type { Answer } from '../answer';
import type { Deed } from '../deed';
import { forWhom, isOffered } from '../needs';
import type { Command } from '../registration';

/** What is not there yet, and what serves meanwhile. */
const LATER: Readonly<Record<string, { what: string; instead: string }>> = {
  unbilled: { what: key`A list of unbilled work`, instead: key`Until then begin with /invoice create.` },
  auto: { what: key`Recurring invoices`, instead: key`Until then copy the last one with /invoice create from INV-7.` },
  time: { what: key`Time sheets`, instead: key`Until then put the hours on a line: /invoice create Acme 2.5x "Design" @ 80 EUR.` },
  expense: { what: key`Expenses`, instead: key`Until then put them on a line: /invoice create Acme 120 EUR travel.` },
  report: { what: key`Reports`, instead: key`Until then App Home shows what is open by age, and /invoice list overdue what is late.` },
};

/** Words for ending an issued invoice, which ends only one way. */
const ENDINGS: readonly string[] = ['delete', 'remove', 'cancel', 'destroy', 'undo'];

/** A verb that is none. Always refuses, with the way on. */
export function unknownVerb(verb: string, commands: readonly Command[]): never {
  const later = LATER[verb];
  if (later) throw new DomainError('CommandLater', { what: sentence(later.what), instead: sentence(later.instead) });
  if (ENDINGS.includes(verb)) throw new DomainError('CommandUnknown', { verb, meant: t`; issued invoices are cancelled with /invoice credit` });
  const meant = closest(verb, commands.flatMap(({ verb: own, aliases = [] }) => [own, ...aliases]));
  throw new DomainError('CommandUnknown', { verb: verb.slice(0, 40), meant: meant ? t`; did you mean '${meant}'?` : '' });
}

/** The commands that the person may use, one line each, and the buttons they use most. */
export function overview({ person, access }: Deed, commands: readonly Command[]): Answer {
  const own = commands.filter(({ needs }) => isOffered(access, needs));
  const writes = own.some(({ verb }) => verb === 'create');
  const text = person ? t`What you can do here, ${typed(person.name)}:` : t`What there is here:`;
  return {
    text, title: t`Help`,
    blocks: [
      section(`*${text}*`),
      actions('help_actions', [
        ...(writes ? [button(t`New invoice`, ACTION.create, 'help', 'primary'), button(t`New estimate`, ACTION.createEstimate, 'help')] : []), button(t`What waits`, `${ACTION.viewAll}.waiting`, 'waiting'), button(t`Overdue`, `${ACTION.viewAll}.overdue`, 'overdue'),
      ]),
      ...sections(own.map(({ usage, about }) => `\`/invoice ${typed(usage)}\` — ${sentence(about)}`)),
      context(t`\`/invoice help &lt;verb&gt;\` shows examples. \`last\` stands for your last document; numbers can be short: INV-7.`),
    ],
  };
}

/** Usage and examples of one verb. Refuses as unknownVerb does. */
export function helpOn({ access }: Deed, verb: string, commands: readonly Command[]): Answer {
  const command = commands.find(({ verb: own, aliases = [] }) => own === verb || aliases.includes(verb));
  if (!command) return unknownVerb(verb, commands);
  const about = sentence(command.about);
  const text = `/invoice ${typed(command.usage)}: ${about}.`;
  return { text, title: t`Help`, blocks: [section(`\`/invoice ${typed(command.usage)}\`\n${about} · ${forWhom(access, command.needs)}`), ...sections(command.examples.map((example) => `\`/invoice ${typed(example)}\``))] };
}
