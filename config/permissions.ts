/** The table of permissions, from permissions.yaml: for each action the roles that may do it, and with whose clients. */
import { ROLES, type Person, type Role } from '../domain/people';
import { ACTIONS, OFFICE_WIDE, roleWords, type Action, type Permissions, type Reach } from '../domain/permission';
import { didYouMean, orWords, readRules, type Outcome, type Reading } from './reading';
import type { YamlNode } from './yaml';

type Right = { role: Role; reach: Reach };

/** Everything that may stand in a line. */
const WORDS: ReadonlyMap<string, Right> = new Map(ROLES.flatMap((role) => (['all', 'own'] as const).map((reach) => [roleWords(role, reach), { role, reach }])));

/** Reads permissions.yaml, or tells all its faults. With the office's people, each line needs somebody among them. */
export function readPermissions(text: string, people?: readonly Person[]): Outcome<Permissions> {
  return readRules(text, { one: 'file', many: 'this file' }, (reading, root) => {
    const fields = reading.fields(root, 'the table', { need: ACTIONS });
    const lines = ACTIONS.map((action) => ({ action, node: fields.get(action), rights: readLine(reading, fields.get(action), action) }));
    const seen = lines.find(({ action }) => action === 'see')?.rights ?? [];
    for (const { action, node, rights } of lines) {
      if (!node || rights.length === 0) continue;
      if (people && !people.some(({ roles }) => rights.some(({ role }) => roles.includes(role)))) {
        reading.fault(node.at, 'NOBODY', `'${action}': nobody in office.yaml has the role ${orWords(rights.map(({ role }) => role))}.`);
      }
      if (!OFFICE_WIDE.includes(action) && seen.length > 0) checkSight(reading, node, action, rights, seen);
    }
    return Object.fromEntries(lines.map(({ action, rights }) => [action, Object.fromEntries(rights.map(({ role, reach }) => [role, reach]))])) as Permissions;
  });
}

function readLine(reading: Reading, node: YamlNode | undefined, action: Action): Right[] {
  const rights: Right[] = [];
  for (const item of reading.filled(node, action)) {
    const word = reading.text(item, action);
    const right = WORDS.get(word);
    if (word === '') continue;
    if (!right) reading.fault(item.at, 'UNKNOWN_ROLE', `'${word}' is no role; write ${orWords(ROLES)}, or one of them with ' (own clients only)' behind it${didYouMean(word, [...WORDS.keys()])}`);
    else if (rights.some(({ role }) => role === right.role)) reading.fault(item.at, 'TWICE', `'${right.role}' stands in this line already.`);
    else rights.push(right);
    if (right?.reach === 'own' && OFFICE_WIDE.includes(action)) reading.fault(item.at, 'OWN_CLIENTS', `'${action}' concerns no client; write '${right.role}' alone.`);
  }
  return rights;
}

/** Nobody does anything with what does not exist for them. */
function checkSight(reading: Reading, node: YamlNode, action: Action, rights: readonly Right[], seen: readonly Right[]): void {
  for (const { role, reach } of rights) {
    const sight = seen.find((right) => right.role === role)?.reach;
    if (!sight) reading.fault(node.at, 'UNSEEN', `'${action}' names '${role}', who sees no documents; name '${role}' under 'see' as well.`);
    else if (sight === 'own' && reach === 'all') reading.fault(node.at, 'UNSEEN', `'${action}' reaches farther than 'see'; write '${roleWords(role, 'own')}'.`);
  }
}
