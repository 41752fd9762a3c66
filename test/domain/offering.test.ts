/** Offering: what a client may answer, and to which version. */
import { answered, checkSendable, draftEstimate, estimateDiscarded, estimateEdited, sendAsked } from '../../domain/offering';
import { nextEntry } from '../../domain/history';
import type { Estimate } from '../../domain/estimate';
import { ACME, act, after, content, line, refusalOf, TODAY } from '../support/samples';

const DATES = { today: TODAY, validDays: 30 };
const drafted = (): Estimate => {
  const opening = act();
  const fields = draftEstimate('est_0123456789', content(), undefined, ACME, opening, DATES);
  return { ...fields, revision: 1, history: [nextEntry(undefined, opening, { kind: 'drafted', changes: {} })] };
};
const seller = { name: 'Northlight Studio', email: 'billing@northlight.example', address: { lines: [], country: 'DE' } };
const sent = (): Estimate => {
  const asked = after(drafted(), sendAsked(drafted(), undefined, { number: 'EST-2026-0001', issueDate: TODAY, seller, mailKey: 'k' }));
  return { ...asked, state: 'sent', outgoing: undefined };
};
const answer = (change = {}) => ({ says: 'accept' as const, name: 'Ada Acme', ip: '127.0.0.1', version: 1, contentHash: sent().contentHash, ...change });

describe('an estimate', () => {
  it('is valid as long as the office says, unless told', () => {
    expect(drafted().validUntil).toBe('2026-12-23');
    expect(refusalOf(() => draftEstimate('est_1', content(), '2026-11-22', ACME, act(), DATES))).toBe('DateInPast');
  });

  it('keeps name, address and version of whoever accepts it', () => {
    expect(answered(sent(), answer(), act(), TODAY).changes).toMatchObject({ state: 'accepted', answer: { name: 'Ada Acme', ip: '127.0.0.1', version: 1 } });
  });

  it('is declined with a reason', () => {
    expect(answered(sent(), answer({ says: 'decline', reason: 'Too expensive' }), act(), TODAY).changes.state).toBe('declined');
    expect(refusalOf(() => answered(sent(), answer({ says: 'decline' }), act(), TODAY))).toBe('ReasonMissing');
  });

  it('cannot be answered without a name, twice, late, or in an older version', () => {
    expect(refusalOf(() => answered(sent(), answer({ name: ' ' }), act(), TODAY))).toBe('SignerMissing');
    const accepted = after(sent(), answered(sent(), answer(), act(), TODAY));
    expect(refusalOf(() => answered(accepted, answer(), act(), TODAY))).toBe('EstimateAnswered');
    expect(refusalOf(() => answered(sent(), answer(), act(), '2026-12-24'))).toBe('EstimateExpired');
    const changed = after(sent(), estimateEdited(sent(), content({ lines: [line({ unitPrice: '2' })] }), undefined, 1, ACME, act(), DATES));
    expect(changed).toMatchObject({ state: 'draft', version: 2, number: 'EST-2026-0001' });
    expect(refusalOf(() => answered(changed, answer(), act(), TODAY))).toBe('EstimateSuperseded');
    expect(refusalOf(() => answered(drafted(), answer({ contentHash: drafted().contentHash }), act(), TODAY))).toBe('EstimateNotSent');
    expect(refusalOf(() => answered(after(sent(), estimateDiscarded(sent())), answer(), act(), TODAY))).toBe('EstimateClosed');
  });

  it('is sent in the version seen, to one address', () => {
    expect(refusalOf(() => checkSendable(drafted(), 2, undefined, TODAY))).toBe('StaleVersion');
    expect(refusalOf(() => checkSendable(drafted(), 1, 'a@b.example,c@d.example', TODAY))).toBe('AddressUnusable');
    expect(refusalOf(() => checkSendable(drafted(), 1, undefined, TODAY))).toBe('none');
  });
});
