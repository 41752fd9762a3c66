/** Moving open invoices to the policy in force: who is affected is shown first, and done at a second click. */
import { openSeated } from '../../domain/approval-seats';
import { approvalRequest } from '../../domain/drafting';
import type { Invoice } from '../../domain/invoice';
import { DomainError } from '../../domain/refusals';
import { ruleWords } from '../../templates/slack/approval';
import { sections } from '../../templates/slack/blocks';
import { invoiceName } from '../../templates/slack/name';
import { refusalText, spoken } from '../../templates/slack/spoken';
import { amount, clipped } from '../../templates/slack/text';
import { t, tn } from '../../templates/slack/words';
import type { Answer } from '../answer';
import { inTurn } from '../approval/steps';
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
  const now = approval ? inTurn(approval.steps.map(ruleWords)) : t`nobody`;
  const given = approval?.steps.flatMap(({ decisions }) => decisions).length ?? 0;
  const line = `• ${t`*${invoiceName(invoice)}* for ${clipped(client.name)}, ${amount(totals.due)}`}: ${clipped(now)} → `;
  try {
    const then = openSeated(approvalRequest(invoice, { ...actOf(deed), by: createdBy }, rules), rules.away).steps;
    const again = given > 0 ? ` ${tn(given, '({count} approval to be given again)', '({count} approvals to be given again)')}` : '';
    return `${line}${clipped(then.length > 0 ? inTurn(then.map(ruleWords)) : t`nobody, it goes out`)}${again}`;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return `${line}:warning: ${t`stays as it is: ${clipped(refusalText(error), 200)}`}`;
  }
}

/** Shows which invoices wait under another policy, and what would become of them. */
export async function askToMove(deed: Deed): Promise<Answer | void> {
  const active = await deed.parts.policies.active();
  const waiting = await deed.parts.reading.invoices.underOtherPolicy(active.hash, MOST);
  if (waiting.length === 0) return { text: t`Every invoice that waits was submitted under policy ${active.version}, which is in force. Nothing is to be moved.` };
  const lines = await Promise.all(waiting.map((invoice) => preview(deed, invoice)));
  await open(deed, confirmation({
    flow: FLOW, title: t`Move to the policy`, submit: t`Move`, document: 'pol_approvals', extra: active.hash,
    text: tn(
      waiting.length, '*{count} invoice waits under an older policy.* Moved, they are asked about again under policy {0}; what was approved so far is asked for again, and each record says who moved it.',
      '*{count} invoices wait under an older policy.* Moved, they are asked about again under policy {0}; what was approved so far is asked for again, and each record says who moved it.', active.version,
    ),
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
      const { text, phrase } = await deed.parts.door.actOnInvoice('movePolicy', invoice.id, { by, key: `${key}/${invoice.id}`, hash });
      outcomes.push(`• ${clipped(spoken(phrase, text), 300)}`);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      outcomes.push(`• :warning: ${t`${invoiceName(invoice)} stays as it is: ${clipped(refusalText(error), 300)}`}`);
    }
  }
  const text = outcomes.length === 0 ? t`Nothing waits under an older policy any more.` : t`Asked again:`;
  return { text: [text, ...outcomes].join('\n'), title: t`Moved`, blocks: sections([`*${text}*`, ...outcomes]) };
}

export const moveForm: Form = { flow: FLOW, needs: 'move_policy', run: move };
