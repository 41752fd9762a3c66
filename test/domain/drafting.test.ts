/** Drafting: what a draft may become, and what is refused. */
import { discarded, edited, snapshotOf, submitted, voided, withdrawn } from '../../domain/drafting';
import { decided } from '../../domain/deciding';
import { ACME, act, after, ANA, CARLA, content, drafted, FATIMA, line, MILO, refusalOf, RULES, sent, TODAY } from '../support/samples';

const submit = (invoice = drafted()) => after(invoice, submitted(invoice, invoice.version, act(), RULES));

it('keeps how the client was spoken to when the document was made', () => {
  expect(snapshotOf({ ...ACME, locale: 'ar', secondLanguage: 'en' })).toMatchObject({ locale: 'ar', secondLanguage: 'en' });
  expect(snapshotOf(ACME)).not.toHaveProperty('secondLanguage');
});

describe('submitting', () => {
  it('approves at once what the policy lets pass', () => {
    const small = drafted({ lines: [line({ unitPrice: '400' })] }); // 476.00 with VAT
    expect(submitted(small, 1, act(), RULES).changes).toMatchObject({ state: 'approved', approval: { verdict: 'granted', steps: [] } });
  });

  it('asks any one manager above 500', () => {
    const asked = submit();
    expect(asked.state).toBe('submitted');
    expect(asked.approval?.steps).toMatchObject([{ asked: [MILO.email, ANA.email], quorum: 1 }]);
  });

  it('asks finance too from 10,000 on', () => {
    const large = drafted({ lines: [line({ unitPrice: '10000', vat: { category: 'O', rate: '0' } })] });
    expect(submitted(large, 1, act(), RULES).changes.approval?.steps).toHaveLength(2);
  });

  it('refuses an older version, and a second submission', () => {
    expect(refusalOf(() => submitted(drafted(), 2, act(), RULES))).toBe('StaleVersion');
    expect(refusalOf(() => submitted(submit(), 1, act(), RULES))).toBe('AlreadySubmitted');
  });
});

describe('editing', () => {
  it('voids the approvals given and makes a new version', () => {
    const large = submit(drafted({ lines: [line({ unitPrice: '20000' })] }));
    const half = after(large, decided(large, { step: 0, version: 1, says: 'approve' }, act(MILO), RULES));
    const change = edited(half, content({ lines: [line({ unitPrice: '20001' })] }), 1, ACME, act(), TODAY);
    expect(change.changes).toMatchObject({ state: 'draft', version: 2, approval: { verdict: 'voided' } });
    expect(change.text).toContain('void');
  });

  describe('of what the policy lets change', () => {
    const RELAXED = { ...RULES, policy: { ...RULES.policy, keeps: ['note', 'descriptions', 'project'] as const } };
    const large = drafted({ lines: [line({ unitPrice: '20000' })] });
    const half = (() => {
      const asked = after(large, submitted(large, 1, act(), RELAXED));
      return after(asked, decided(asked, { step: 0, version: 1, says: 'approve' }, act(MILO), RULES));
    })();
    const to = (change: Parameters<typeof content>[0], by = act()) => edited(half, content({ lines: [line({ unitPrice: '20000' })], ...change }), 1, ACME, by, TODAY);

    it('keeps what was decided, and binds it to the new version', () => {
      const change = to({ note: 'Thank you', project: 'Relaunch', lines: [line({ unitPrice: '20000', description: 'Design days' })] });
      expect(change).toMatchObject({ detail: { keptApprovals: true }, changes: { version: 2, approval: { verdict: 'open', version: 2, current: 1, contentHash: change.changes.contentHash } } });
      expect(change.changes.state).toBeUndefined();
      const kept = after(half, change);
      expect(refusalOf(() => decided(kept, { step: 1, version: 1, says: 'approve' }, act(FATIMA), RULES))).toBe('StaleButton');
      expect(decided(kept, { step: 1, version: 2, says: 'approve' }, act(FATIMA), RULES).changes).toMatchObject({ state: 'approved', approval: { verdict: 'granted' } });
    });

    it.each<[string, Parameters<typeof content>[0]]>([
      ['money', { lines: [line({ unitPrice: '20000.01' })] }], ['tax', { lines: [line({ unitPrice: '20000', vat: { category: 'Z', rate: '0' } })] }],
      ['a line more', { lines: [line({ unitPrice: '20000' }), line({ id: 'l2', unitPrice: '0.01' })] }], ['a discount', { discount: { percent: '1' } }],
      ['the due date', { due: '2027-01-01' }], ['the order', { purchaseOrder: 'PO-1' }], ['the note and the price', { note: 'x', lines: [line({ unitPrice: '1' })] }],
    ])('voids after a change of %s', (_, change) => expect(to(change).changes).toMatchObject({ state: 'draft', approval: { verdict: 'voided' } }));

    it('voids after a change by somebody who approves, and for another client', () => {
      expect(to({ note: 'x' }, act(FATIMA)).changes).toMatchObject({ state: 'draft', approval: { verdict: 'voided' } });
      expect(edited(half, content({ clientId: 'cli_other', note: 'x', lines: [line({ unitPrice: '20000' })] }), 1, { ...ACME, id: 'cli_other' }, act(), TODAY).changes).toMatchObject({ state: 'draft' });
    });
  });

  it('refuses an edit of what is issued', () => {
    expect(refusalOf(() => edited(sent(), content(), 1, ACME, act(), TODAY))).toBe('AlreadyIssued');
  });

  it('refuses a due date in the past and content without a price', () => {
    expect(refusalOf(() => edited(drafted(), content({ due: '2026-11-22' }), 1, ACME, act(), TODAY))).toBe('DateInPast');
    expect(refusalOf(() => edited(drafted(), content({ lines: [line({ unitPrice: '0' })] }), 1, ACME, act(), TODAY))).toBe('TotalNotPositive');
  });
});

describe('ending', () => {
  it('withdraws what waits, and nothing else', () => {
    expect(withdrawn(submit()).changes.state).toBe('draft');
    expect(refusalOf(() => withdrawn(drafted()))).toBe('NotWaiting');
  });

  it('discards drafts only', () => {
    expect(discarded(drafted(), act()).changes.state).toBe('discarded');
    expect(refusalOf(() => discarded(submit(), act()))).toBe('NotDraft');
  });

  it('voids after the name is typed, and never what the client may have', () => {
    const issued = { ...sent(), state: 'issued' as const, delivery: undefined };
    expect(voided(issued, 'wrong client', 'inv-2026-0001', act(FATIMA)).changes.state).toBe('void');
    expect(refusalOf(() => voided(issued, 'wrong client', 'INV-2026-0002', act(FATIMA)))).toBe('NameMistyped');
    expect(refusalOf(() => voided(issued, 'x', 'INV-2026-0001', act(FATIMA)))).toBe('ReasonMissing');
    for (const status of ['sending', 'accepted', 'delivered', 'unknown'] as const) {
      const leaving = { ...issued, delivery: { status, to: ACME.email, mailKey: 'k', at: '' } };
      expect(refusalOf(() => voided(leaving, 'wrong client', 'INV-2026-0001', act(FATIMA)))).toBe('SentAlready');
    }
  });
});

describe('deciding', () => {
  it('refuses the creator, and says so', () => {
    expect(refusalOf(() => decided(submit(), { step: 0, version: 1, says: 'approve' }, act(CARLA), RULES))).toBe('SelfApproval');
  });

  it('returns a rejected invoice with its reason', () => {
    const change = decided(submit(), { step: 0, version: 1, says: 'reject', category: 'price', reason: 'Too cheap.' }, act(MILO), RULES);
    expect(change.changes).toMatchObject({ state: 'draft', returned: { category: 'price', reason: 'Too cheap.' } });
  });

  it('wants a reason of 5 to 500 characters', () => {
    const rejecting = (reason: string) => () => decided(submit(), { step: 0, version: 1, says: 'reject', reason }, act(MILO), RULES);
    expect(refusalOf(rejecting('no'))).toBe('ReasonMissing');
    expect(refusalOf(rejecting('x'.repeat(501)))).toBe('ReasonTooLong');
  });
});
