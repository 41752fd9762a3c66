/** From the words behind `/invoice` to the command they mean. */
import { readVerb } from '../../domain/command';
import { plainText } from '../../domain/typed-text';
import { key } from '../../templates/slack/words';
import type { Deed } from '../deed';
import { admit } from '../needs';
import type { Command, Told } from '../registration';
import { helpOn, overview, unknownVerb } from './help';

/** No verb shows the actions of one's role; an unknown one is answered with what was meant or what comes instead. */
export function openRouter(nouns: readonly Command[]) {
  const help: Command = {
    verb: 'help', needs: 'nothing', usage: 'help [verb]', about: key`what there is, with examples`, examples: ['help', 'help create'],
    run: async (deed, rest) => (rest === '' ? overview(deed, commands) : helpOn(deed, readVerb(rest).verb, commands)),
  };
  const commands = [...nouns, help];
  const byWord = new Map(commands.flatMap((command) => [command.verb, ...(command.aliases ?? [])].map((word) => [word, command] as const)));

  return async (deed: Deed, text: string): Told => {
    const { verb, rest } = readVerb(plainText(text));
    if (verb === '') return overview(deed, commands);
    const command = byWord.get(verb);
    if (!command) return unknownVerb(verb, commands);
    admit(deed.access, command.needs);
    return command.run({ ...deed, needs: command.needs }, rest);
  };
}
