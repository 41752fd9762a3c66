/** An estimate's pages: itself, its PDF, or that it is being revised. */
import type { Estimate } from '../../domain/estimate';
import { DomainError } from '../../domain/refusals';
import { estimatePage, revisedPage } from '../../templates/pages/estimate';
import { renderPage } from '../../templates/render';
import { brandOf, type Caller } from '../deps';
import { file, page, type Reply } from '../reply';

/** The caller's own estimate by id or number. Refuses PageUnknown for everything else alike. */
export async function estimateOf({ deps: { reading }, client }: Caller, name: string): Promise<Estimate> {
  const estimate = await reading.estimate(client.id, name);
  if (!estimate) throw new DomainError('PageUnknown');
  return estimate;
}

export async function showEstimate(caller: Caller): Promise<Reply> {
  const { deps, deps: { reading, seals }, client, link, visit, names: [name = ''] } = caller;
  const estimate = await estimateOf(caller, name);
  if (estimate.state === 'draft' || estimate.state === 'discarded') return page(renderPage('revised', revisedPage(visit, estimate), brandOf(deps)));
  const became = estimate.invoiceId === undefined ? null : await reading.invoice(client.id, estimate.invoiceId);
  const asked = { csrf: seals.mint(link.hash), seen: link.documentId === estimate.id ? link.version : undefined, invoiceId: became?.id };
  return page(renderPage('estimate', estimatePage(visit, estimate, asked), brandOf(deps)));
}

export async function showEstimatePdf(caller: Caller): Promise<Reply> {
  const { deps: { reading }, client, names: [name = ''] } = caller;
  const { pdf } = await estimateOf(caller, name);
  const stored = pdf && (await reading.file(client.id, pdf.hash));
  if (!stored) throw new DomainError('PageUnknown');
  return file(stored);
}
