/** What a workflow answered with yes is recorded; a decision that a person repeats is recorded once, by its first click. */
import { checkAcknowledged } from '../../bench/audit/checks/workflows';
import type { Dossier } from '../../bench/audit/dossier';
import type { Asked } from '../../bench/audit/histories';

const MILO = { email: 'milo@northlight.example' };
const APPROVED: Asked = { by: MILO, says: 'approve', step: 0, version: 1 };

/** The findings on an invoice that Milo approved by one click, where another was answered with yes as well. */
function foundOn(act: Asked, verb = 'decide'): string[] {
  const { by, ...detail } = APPROVED;
  const history = [{ key: 'first', at: '2026-11-23T09:00:00.000Z', kind: 'approved', by, detail }];
  const updates = [{ key: 'first', verb: 'decide', act: APPROVED, outcome: 'done', at: 0 }, { key: 'second', verb, act, outcome: 'done', at: 0 }];
  return checkAcknowledged({ kind: 'invoice', document: { id: 'inv_1', number: 'INV-1', history }, workflow: { updates }, acknowledgements: [] } as unknown as Dossier).map(({ sentence }) => sentence);
}

it('the same decision once more is the same success', () => expect(foundOn(APPROVED)).toEqual([]));

it.each<[string, Asked, string]>([
  ['of another person', { ...APPROVED, by: { email: 'ana@northlight.example' } }, 'decide'], ['of another version', { ...APPROVED, version: 2 }, 'decide'],
  ['on another step', { ...APPROVED, step: 1 }, 'decide'], ['that says no', { ...APPROVED, says: 'reject' }, 'decide'], ['that is no decision', APPROVED, 'pay'],
])('an answer %s must be recorded', (_, act, verb) => expect(foundOn(act, verb)).toEqual([expect.stringContaining('second was answered with yes and is not recorded.')]));
