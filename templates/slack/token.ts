/** Tokens: what a button carries. They only name what the person saw; the server judges again, so they prove nothing. */

/** `revision` is the version of the content that was shown; `step` the approval step; `extra` what a single action needs besides. */
export type Token = { document: string; revision?: number; step?: number; extra?: string };

export const tokenOf = (token: Token): string => JSON.stringify(token);

/** The token of a button's value; undefined for what no button of the office carries. */
export function readToken(value: string | undefined): Token | undefined {
  if (!value || value.length > 2000 || !value.startsWith('{')) return undefined;
  const read = parsed(value);
  if (typeof read?.document !== 'string' || !/^[a-z]{2,4}_[0-9a-zA-Z-]{1,64}$/.test(read.document)) return undefined;
  const { document, revision, step, extra } = read;
  return {
    document,
    ...(Number.isSafeInteger(revision) && { revision: revision as number }),
    ...(Number.isSafeInteger(step) && { step: step as number }),
    ...(typeof extra === 'string' && { extra }),
  };
}

function parsed(value: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(value) as Record<string, unknown>;
  } catch {
    return undefined; // Whatever sent this, it was no button of ours.
  }
}

/** Action ids, `inv.<noun>.<verb>`: stable for ever, because old messages keep theirs. */
export const ACTION = {
  submit: 'inv.invoice.submit', edit: 'inv.invoice.edit', discard: 'inv.invoice.discard', pdf: 'inv.invoice.pdf', show: 'inv.invoice.show',
  share: 'inv.invoice.share', create: 'inv.invoice.create', withdraw: 'inv.invoice.withdraw', send: 'inv.invoice.send', pay: 'inv.payment.record',
  approve: 'inv.approval.approve', reject: 'inv.approval.reject', review: 'inv.approval.review', more: 'inv.approval.more', ask: 'inv.approval.ask', explain: 'inv.approval.explain', approveOpened: 'inv.approval.opened',
  confirmException: 'inv.exception.confirm', turnDownException: 'inv.exception.turn-down', policyPicture: 'inv.policy.picture', confirmPolicy: 'inv.policy.confirm', turnDownPolicy: 'inv.policy.turn-down', arrived: 'inv.mail.arrived', again: 'inv.mail.again',
  credit: 'inv.credit.open', confirmCredit: 'inv.credit.confirm', declineCredit: 'inv.credit.decline', refund: 'inv.credit.refund', showCreditNote: 'inv.credit.show', sendCreditNote: 'inv.credit.send', creditNotePdf: 'inv.credit.pdf',
  acknowledge: 'inv.reminder.acknowledge', remind: 'inv.reminder.send', resolve: 'inv.dispute.resolve',
  offer: 'inv.estimate.send', convert: 'inv.estimate.convert', editEstimate: 'inv.estimate.edit', discardEstimate: 'inv.estimate.discard', estimatePdf: 'inv.estimate.pdf',
  showEstimate: 'inv.estimate.show', createEstimate: 'inv.estimate.create',
  receivedPdf: 'inv.import.pdf', receivedUbl: 'inv.import.ubl', receivedOriginal: 'inv.import.original', receivedDraft: 'inv.import.draft',
  pickClient: 'inv.client.pick', createClient: 'inv.client.create', editClient: 'inv.client.edit',
  page: 'inv.list.page', refresh: 'inv.home.refresh', viewAll: 'inv.home.list', continueForm: 'inv.form.continue', dropForm: 'inv.form.discard', openForm: 'inv.form.open',
} as const;
