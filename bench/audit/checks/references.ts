/** References: the same client all along, and an estimate, its answer and its invoice that name each other. */
import { type Dossier, type EstimateDossier, isBusy } from '../dossier';
import { Findings, type Finding } from '../finding';
import { replayed, told } from '../replay';
import { nameOf, type Estimate, type Invoice } from '../stored';

export function checkClients(dossier: Dossier): Finding[] {
  const { document, client, links, counterparts, workflow } = dossier;
  const findings = new Findings('clients', nameOf(document));
  const { id } = document.client;
  findings.expect(document.content.clientId === id, `its content is for ${document.content.clientId}, it is for ${id}.`);
  findings.expect(client !== undefined, `there is no client ${id}.`);
  for (const link of links.filter(({ approver }) => approver === undefined)) findings.expect(link.clientId === id, `a link to it opens the portal of ${link.clientId}, it is for ${id}.`);
  for (const other of counterparts) findings.expect(other.client.id === id, `${nameOf(other)}, to which it belongs, is for ${other.client.id}, it is for ${id}.`);
  const { clientId, number } = workflow?.indexed ?? {};
  findings.expect(clientId === undefined || clientId === id || isBusy(dossier), `its workflow is indexed under ${clientId}, it is for ${id}.`);
  findings.expect(number === undefined || number === document.number || isBusy(dossier), `its workflow is indexed as ${number}.`);
  if (dossier.kind === 'invoice') {
    const { source } = dossier.document;
    const [estimate] = counterparts as Estimate[];
    if (source?.estimateId) findings.expect(estimate !== undefined, `it came from ${source.estimateId}, which is not there.`);
    if (source?.estimateId && estimate) findings.expect(estimate.invoiceId === document.id || estimate.state === 'accepted', `it came from ${nameOf(estimate)}, which became ${estimate.invoiceId ?? 'nothing'}.`);
  }
  const currencies = [document.totals.due.currency, ...(dossier.kind === 'invoice' ? [dossier.document.balance.currency] : [])];
  findings.expect(currencies.every((each) => each === document.content.currency), 'it holds amounts in several currencies.');
  return findings.found;
}

/** The client answered the version that was sent; a yes became one invoice. */
export function checkAnswers({ document, counterparts }: EstimateDossier): Finding[] {
  const findings = new Findings('answers', nameOf(document));
  for (const { entry, before } of replayed<Estimate>(document.history)) {
    if (!['accepted', 'declined'].includes(entry.kind)) continue;
    const seen = { version: entry.detail.version, contentHash: told(entry, 'contentHash') };
    findings.expect(seen.version === before.version && seen.contentHash === before.contentHash, `it was ${entry.kind} in another version than the client had.`);
    findings.expect(before.number !== undefined, `it was ${entry.kind} before it was sent.`);
  }
  const invoices = counterparts as Invoice[];
  findings.expect(invoices.length <= 1, `it became ${invoices.length} invoices: ${invoices.map(nameOf).join(', ')}.`);
  if (document.state === 'converted') findings.expect(invoices[0]?.id === document.invoiceId, `it was converted into ${document.invoiceId ?? 'nothing'}, which is not there.`);
  else if (document.state !== 'accepted') findings.expect(invoices.length === 0, `it is ${document.state} and became ${invoices.map(nameOf).join(', ')}.`);
  return findings.found;
}
