/** Every command, button, form and shortcut names its line of the table of permissions; the few that need none are told here. */
import { ACTIONS, type Action } from '../../domain/permission';
import { NOUNS } from '../../slack-app/app';
import type { Needs } from '../../slack-app/needs';

const registered: { name: string; needs: Needs }[] = NOUNS.flatMap(({ commands = [], clicks = [], forms = [], shortcuts = [] }) => [
  ...commands.map(({ verb, needs }) => ({ name: `/invoice ${verb}`, needs })), ...clicks.map(({ id, needs }) => ({ name: id, needs })),
  ...forms.map(({ flow, needs }) => ({ name: `form ${flow}`, needs })), ...shortcuts.map(({ callbackId, needs }) => ({ name: callbackId, needs })),
]);
const needing = (need: string): string[] => registered.filter(({ needs }) => needs === need).map(({ name }) => name).sort();

it('names actions that the table has', () => {
  expect(registered.length).toBeGreaterThan(70);
  for (const { name, needs } of registered.filter((one) => one.needs !== 'decide' && one.needs !== 'nothing')) {
    for (const action of [needs].flat()) expect({ name, known: ACTIONS.includes(action as Action) }).toEqual({ name, known: true });
  }
});

it('leaves deciding to the policy', () => {
  expect(needing('decide')).toEqual(['/invoice approve', '/invoice reject', 'form approve', 'form reject', 'inv.approval.approve', 'inv.approval.reject']);
});

it('asks for nothing only within a form that is judged when it is submitted, and of one’s own unfinished forms', () => {
  expect(needing('nothing')).toEqual([
    'inv.form.add-line', 'inv.form.amount', 'inv.form.client', 'inv.form.continue', 'inv.form.discard', 'inv.form.paste', 'inv.form.remove-line', 'inv.form.rows', 'inv.form.tax', 'inv.form.totals',
    'inv.home.open',
  ]);
});

it('leaves no line of the table without something that needs it', () => {
  const needed = new Set(registered.flatMap(({ needs }) => [needs].flat()));
  expect(ACTIONS.filter((action) => !needed.has(action))).toEqual(['assign_clients']); // Two fields of the client's form.
});
