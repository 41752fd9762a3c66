/** Moving open invoices to the policy in force: who is affected is shown first, and done at a second click. */
import { openSeated } from '../../domain/approval-seats';
import { approvalRequest } from '../../domain/drafting';
import { invoiceName, type Invoice } from '../../domain/invoice';
import { DomainError } from '../../domain/refusals';
import { sections } from '../../templates/slack/blocks';
import { amount, clipped, counted } from '../../templates/slack/text';
import type { Answer } from '../answer';
import { confirmation } from '../confirm';
import { actingOf, actOf, type Deed } from '../deed';
import { metadataOf, open } from '../modal';
import type { Form } from '../registration';
import { rulesFor } from '../rules';

const FLOW = 'movePolicy';
/** So many at once; the rest is moved by doing it again. */
const MOST = 40;

/** What stands beside each invoice: who is asked now and would be asked, and how many yeses are asked for again. */
async function preview(deed: Deed, invoice: Invoice): Promise<string> {
  const { approval, createdBy, totals, client } = invoice;
  const rules = await rulesFor(deed, invoice);
  const now = approval?.steps.map(({ rule }) => rule).join(', then ') ?? 'nobody';
  const given = approval?.steps.flatMap(({ decisions }) => decisions).length ?? 0;
  const line = `• *${invoiceName(invoice)}* for ${clipped(client.name)}, ${amount(totals.due)}: ${clipped(now)} → `;
  try {
    const then = openSeated(approvalRequest(invoice, { ...actOf(deed), by: createdBy }, rules), rules.away).steps.map(({ rule }) => rule).join(', then ') || 'nobody, it goes out';
    return `${line}${clipped(then)}${given > 0 ? ` (${counted(given, 'approval')} to be given again)` : ''}`;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return `${line}:warning: stays as it is: ${clipped(error.message, 200)}`;
  }
}

/** Shows which invoices wait under another policy, and what would become of them. */
export async function askToMove(deed: Deed): Promise<Answer | void> {
  const active = await deed.parts.policies.active();
  const waiting = await deed.parts.reading.invoices.underOtherPolicy(active.hash, MOST);
  if (waiting.length === 0) return { text: `Every invoice that waits was submitted under policy ${active.version}, which is in force. Nothing is to be moved.` };
  const lines = await Promise.all(waiting.map((invoice) => preview(deed, invoice)));
  await open(deed, confirmation({
    flow: FLOW, title: 'Move to the policy', submit: 'Move', document: 'pol_approvals', extra: active.hash,
    text: `*${counted(waiting.length, 'invoice')} ${waiting.length === 1 ? 'waits' : 'wait'} under an older policy.* Moved, they are asked about again under policy ${active.version}; what was approved so far is asked for again, and each record says who moved it.`,
    blocks: sections(lines),
  }));
}

/** Each invoice is judged on its own; what is refused stays where it is. */
async function move(deed: Deed): Promise<Answer> {
  const { extra: hash = '' } = metadataOf(deed.payload);
  const waiting = await deed.parts.reading.invoices.underOtherPolicy(hash, MOST);
  const { by, key } = actingOf(deed);
  const outcomes: string[] = [];
  for (const invoice of waiting) {
    try {
      const { text } = await deed.parts.door.actOnInvoice('movePolicy', invoice.id, { by, key: `${key}/${invoice.id}`, hash });
      outcomes.push(`• ${clipped(text, 300)}`);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      outcomes.push(`• :warning: ${invoiceName(invoice)} stays as it is: ${clipped(error.message, 300)}`);
    }
  }
  const text = outcomes.length === 0 ? 'Nothing waits under an older policy any more.' : 'Asked again:';
  return { text: [text, ...outcomes].join('\n'), title: 'Moved', blocks: sections([`*${text}*`, ...outcomes]) };
}

export const moveForm: Form = { flow: FLOW, needs: 'move_policy', run: move };
