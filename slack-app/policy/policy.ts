/** The policy in chat: the rules in force as a flow, and how they come to ask whom about one invoice. */
import { DomainError } from '../../domain/refusals';
import { flowOf, stepLines, type Road } from '../../templates/policy/flow';
import { actions, button, context, section, sections } from '../../templates/slack/blocks';
import { typed } from '../../templates/slack/text';
import { ACTION, type Token } from '../../templates/slack/token';
import { key, t } from '../../templates/slack/words';
import { said, type Answer } from '../answer';
import { exceptionsShown } from '../approval/exception';
import { explain } from '../approval/explain';
import { actingOf, type Deed } from '../deed';
import { invoiceMeant } from '../find';
import { admit } from '../needs';
import type { Registrations } from '../registration';
import { askToMove, moveForm } from './moving';

const USAGE = 'policy [explain <invoice>|move|exceptions]';

/** The same words as the picture of `npm run policy show`. */
async function shown({ parts }: Deed): Promise<Answer> {
  const { office } = parts.book.current();
  const active = await parts.policies.active();
  const { heading, roads, otherwise } = flowOf(active, office.people);
  return {
    text: heading, title: t`Approval policy`,
    blocks: [
      section(`*${typed(heading)}*`), ...sections(roads.map(roadText)), section(`*${t`Otherwise, and where too few people are left`}*\n${stepsText(otherwise)}`),
      actions('policy_shown', [button(t`Picture`, ACTION.policyPicture, 'picture')]),
      context(`${t`The first that matches counts. Nobody approves what they made or changed last.`} ${active.hash.slice(0, 8)} · ${t`\`/invoice policy explain INV-7\` shows the rules at work on an invoice.`}`),
    ],
  };
}

const roadText = ({ title, question, steps }: Road, index: number): string => `*${index + 1}. ${typed(title)}*\n${t`for ${typed(question)}`}\n${stepsText(steps)}\n`;
const stepsText = (steps: readonly string[]): string => stepLines(steps).map((step) => `:arrow_right: ${typed(step)}`).join('\n');

export const policies: Registrations = {
  commands: [{
    verb: 'policy', needs: 'see_policy', usage: USAGE, about: key`the approval rules in force, how they come to ask whom, or asking them again`, examples: ['policy', 'policy explain INV-7', 'policy explain last', 'policy move', 'policy exceptions'],
    async run(deed, rest) {
      const [, word, about = ''] = /^(\S*)\s*(.*)$/s.exec(rest.trim()) ?? [];
      if (word === '' || word === 'show') return shown(deed);
      if (word === 'exceptions') return exceptionsShown(deed);
      if (word === 'move') {
        admit(deed.access, 'move_policy');
        return askToMove(deed);
      }
      if (word !== 'explain') throw new DomainError('Usage', { usage: USAGE });
      const { document } = await invoiceMeant(deed, about, 'policy explain <invoice>');
      return explain(deed, document);
    },
  }],
  forms: [moveForm],
  clicks: [
    {
      id: ACTION.policyPicture, needs: 'see_policy',
      async run(deed) {
        await deed.parts.door.sharePolicy({ ...actingOf(deed), userId: deed.userId });
        return { text: t`The picture is in your conversation with the office.` };
      },
    },
    { id: ACTION.confirmPolicy, needs: 'confirm_policy', freshness: 'fresh', run: (deed, token) => decide(deed, token, 'confirm') },
    { id: ACTION.turnDownPolicy, needs: 'confirm_policy', freshness: 'fresh', run: (deed, token) => decide(deed, token, 'turn down') },
  ],
};

/** Refuses CardOutOfDate for a card that is none of ours, and what the rules of adopting refuse. */
async function decide(deed: Deed, token: Token | undefined, says: 'confirm' | 'turn down'): Promise<Answer> {
  if (!token?.extra) throw new DomainError('CardOutOfDate');
  return said(await deed.parts.door.decidePolicy({ ...actingOf(deed), hash: token.extra, says }));
}
