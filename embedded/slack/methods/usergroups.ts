/** usergroups.*: groups of members under a handle. */
import { type Method } from './method';
import { str } from '../json';
import { SlackError } from '../slack-error';

const usergroupsList: Method = ({ workspace }) => ({
  usergroups: [...workspace.usergroups.values()].map(({ id, handle, name, users }) => ({ id, team_id: workspace.teamId, is_usergroup: true, name, handle, date_delete: 0, user_count: users.length })),
});

const usergroupsUsersList: Method = ({ workspace }, args) => {
  const group = workspace.usergroups.get(str(args.usergroup));
  if (!group) throw new SlackError('no_such_subteam');
  return { users: group.users };
};

export const USERGROUP_METHODS = { 'usergroups.list': usergroupsList, 'usergroups.users.list': usergroupsUsersList } as const satisfies Record<string, Method>;
