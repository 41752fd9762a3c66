/** Who may do what: every role against every action, with own and foreign documents, by three tables. */
import { readPermissions } from '../../config/permissions';
import { ROLES, type Person, type Role } from '../../domain/people';
import { ACTIONS, checkPermission, hiddenClients, listLimit, may, whoMay, type About, type Access, type Permissions } from '../../domain/permission';
import { expectedOf, LIMITED, SCRAMBLED, SHIPPED } from '../support/permission-table';

const EMAIL = 'me@northlight.example';
const OTHER = 'other@northlight.example';
const PORTFOLIO = { managed: ['cli_mine'], others: ['cli_theirs'] };
const read = (text: string): Permissions => readPermissions(text).value as Permissions;
const accessOf = (text: string, ...roles: Role[]): Access =>
  ({ person: roles.length === 0 ? undefined : ({ name: 'Me', email: EMAIL, roles } satisfies Person), permissions: read(text), portfolio: PORTFOLIO });

const document = (client: string, email: string, asked: string[] = []): About => ({ client: { id: client }, createdBy: { email }, approval: { steps: [{ asked }] } });
const DOCUMENTS: readonly ['own' | 'foreign', About][] = [
  ['own', document('cli_mine', OTHER)], ['own', document('cli_mine', EMAIL)], ['own', document('cli_free', EMAIL)],
  ['foreign', document('cli_theirs', OTHER)], ['foreign', document('cli_theirs', EMAIL)], ['foreign', document('cli_free', OTHER)],
];

describe.each([['as it ships', SHIPPED], ['limited to own clients', LIMITED], ['scrambled', SCRAMBLED]])('by the table %s', (_, text) => {
  const expected = expectedOf(text);

  it('each role may with each document exactly what its line says', () => {
    for (const role of ROLES) {
      const access = accessOf(text, role);
      for (const action of ACTIONS) {
        for (const [whose, about] of DOCUMENTS) expect({ role, action, whose, may: may(access, action, about) }).toEqual({ role, action, whose, may: expected(action, role, whose) });
      }
    }
  });

  it('several roles may what any of them may', () => {
    for (const one of ROLES) {
      for (const other of ROLES) {
        const access = accessOf(text, one, other);
        for (const action of ACTIONS) {
          for (const [whose, about] of DOCUMENTS) expect(may(access, action, about)).toBe(expected(action, one, whose) || expected(action, other, whose));
        }
      }
    }
  });

  it('strangers may nothing, with a document or without', () => {
    for (const action of ACTIONS) {
      expect(may(accessOf(text), action)).toBe(false);
      for (const [, about] of DOCUMENTS) expect(may(accessOf(text), action, about)).toBe(false);
    }
  });
});

it('whoever is asked to approve may look and ask back, and nothing more', () => {
  const asked = document('cli_theirs', OTHER, [EMAIL]);
  const access = accessOf(LIMITED, 'viewer');
  expect(ACTIONS.filter((action) => may(access, action, asked))).toEqual(['see', 'ask', 'see_policy', 'be_away']);
  expect(ACTIONS.filter((action) => may(accessOf(LIMITED), action, asked))).toEqual([]);
});

it('a refusal names who may, in the words of the table', () => {
  expect(() => checkPermission(accessOf(SHIPPED, 'viewer'), 'create')).toThrow('Only coordinator or finance may do that.');
  expect(() => checkPermission(accessOf(LIMITED, 'finance'), 'void', document('cli_theirs', EMAIL))).toThrow('Only finance (own clients only) may do that.');
  expect(whoMay(read(SHIPPED), 'see').text).toBe('people of the office');
});

it('lists are limited, and clients hidden, for whom only own ones are to be seen', () => {
  expect(listLimit(accessOf(SHIPPED, 'viewer'))).toBeUndefined();
  expect(listLimit(accessOf(LIMITED, 'viewer'))).toEqual({ email: EMAIL, portfolio: PORTFOLIO });
  expect(hiddenClients(accessOf(SHIPPED, 'viewer'))).toEqual([]);
  expect(hiddenClients(accessOf(LIMITED, 'viewer'))).toEqual(['cli_theirs']);
});
