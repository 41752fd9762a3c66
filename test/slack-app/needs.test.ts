/** Every command, button, form and shortcut names its line of the table of permissions; the few that need none are told here. */
import { readPermissions } from '../../config/permissions';
import { ROLES, type Role } from '../../domain/people';
import { ACTIONS, type Access, type Action, type Permissions } from '../../domain/permission';
import { NOUNS } from '../../slack-app/app';
import { admit, isOffered, type Needs } from '../../slack-app/needs';
import { expectedOf, LIMITED, SCRAMBLED, SHIPPED } from '../support/permission-table';

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
  expect(needing('decide')).toEqual(['/invoice approve', '/invoice except', '/invoice reject', 'form approve', 'form approve-opened', 'form except', 'form reject', 'inv.approval.approve', 'inv.approval.opened', 'inv.approval.reject',
    'inv.exception.confirm', 'inv.exception.turn-down',
  ]);
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

describe.each([['as it ships', SHIPPED], ['limited to own clients', LIMITED], ['scrambled', SCRAMBLED]])('by the table %s', (_, text) => {
  const permissions = readPermissions(text).value as Permissions;
  const expected = expectedOf(text);
  const accessOf = (role: Role | undefined): Access =>
    ({ person: role && { name: role, email: `${role}@northlight.example`, roles: [role] }, permissions, portfolio: { managed: [], others: [] } });
  const isAdmitted = (role: Role | undefined, needs: Needs): boolean => {
    try {
      admit(accessOf(role), needs);
      return true;
    } catch {
      return false;
    }
  };

  /** Before it is known which document is meant, own clients are enough. */
  it.each(ROLES)('%s is let in where one of the lines says so, and shown that in help', (role) => {
    for (const { name, needs } of registered.filter((one) => one.needs !== 'decide' && one.needs !== 'nothing')) {
      const actions = [needs].flat() as Action[];
      const has = actions.some((action) => expected(action, role, 'own'));
      const mayBeAsked = actions.some((action) => action === 'see' || action === 'ask'); // By the policy, about one document.
      expect({ name, admitted: isAdmitted(role, needs), offered: isOffered(accessOf(role), needs) }).toEqual({ name, admitted: has || mayBeAsked, offered: has });
    }
  });

  it('strangers are let in nowhere but where they are told so in other words', () => {
    const admitted = registered.filter(({ needs }) => isAdmitted(undefined, needs)).map(({ needs }) => needs);
    expect([...new Set(admitted)].sort()).toEqual(['decide', 'list', 'nothing', 'see']);
  });
});
