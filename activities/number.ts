/** Numbers: the next one of a series, for one document and for good. */
import type { OfficeConfig } from '../config/office';
import { dateOfInstant, type PlainDate } from '../domain/dates';
import type { NumberStore } from '../store/number';

/**
 * Claims the next number of the year ("INV-2026-0001": four digits or more) for a document; claimed again, it is the same one.
 * `issueDate` is the office's day of the claim, so that date and series agree also after a crash.
 */
export async function claimNumber(
  numbers: NumberStore, { series, zone }: Pick<OfficeConfig, 'series' | 'zone'>, kind: keyof OfficeConfig['series'], documentId: string, at: string,
): Promise<{ number: string; issueDate: PlainDate }> {
  const claim = await numbers.claim(`${series[kind]}-${dateOfInstant(at, zone).slice(0, 4)}`, documentId, at);
  return { number: `${claim.series}-${String(claim.n).padStart(4, '0')}`, issueDate: dateOfInstant(claim.at, zone) };
}
