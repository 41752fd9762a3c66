/** The policy in chat: the rules in force as a flow, and how they come to ask whom about one invoice. */
import { maySee } from '../../domain/permission';
import { DomainError } from '../../domain/refusals';
import { flowOf, type Road } from '../../templates/policy/flow';
import { context, section, sections } from '../../templates/slack/blocks';
import { typed } from '../../templates/slack/text';
import { nameOf } from '../../templates/slack/wanted';
import type { Answer } from '../answer';
import { explain } from '../approval/explain';
import type { Deed } from '../deed';
import { invoiceMeant } from '../find';
import type { Registrations } from '../registration';

const USAGE = 'policy [explain <invoice>]';

/** The same words as the picture of `npm run policy show`. */
function shown({ parts, person }: Deed): Answer {
  if (!maySee(person)) throw new DomainError('NotAllowed', { who: 'people of the office' });
  const { approvals, office } = parts.book.current();
  const { heading, roads, otherwise } = flowOf(approvals, (email) => nameOf(email, office.people));
  return {
    text: heading, title: 'Approval policy',
    blocks: [
      section(`*${typed(heading)}*`), ...sections(roads.map(roadText)), section(`*Otherwise, and where too few people are left*\n${stepsText(otherwise)}`),
      context(`The first that matches counts. Nobody approves what they made or changed last. ${approvals.hash.slice(0, 8)} · \`/invoice policy explain INV-7\` shows the rules at work on an invoice.`),
    ],
  };
}

const roadText = ({ title, question, steps }: Road, index: number): string => `*${index + 1}. ${typed(title)}*\nfor ${typed(question)}\n${stepsText(steps)}\n`;
const stepsText = (steps: readonly string[]): string => steps.map((step, at) => `:arrow_right: ${steps.length > 1 ? `step ${at + 1}: ` : ''}${typed(step)}`).join('\n');

export const policies: Registrations = {
  commands: [{
    verb: 'policy', who: 'all', usage: USAGE, about: 'the approval rules in force, or how they come to ask whom', examples: ['policy', 'policy explain INV-7', 'policy explain last'],
    async run(deed, rest) {
      const [, word, about = ''] = /^(\S*)\s*(.*)$/s.exec(rest.trim()) ?? [];
      if (word === '' || word === 'show') return shown(deed);
      if (word !== 'explain') throw new DomainError('Usage', { usage: USAGE });
      const { document } = await invoiceMeant(deed, about, 'policy explain <invoice>');
      return explain(deed, document);
    },
  }],
};
