/** Joins the three members into the replica set `office` and gives the office its user. Runs in mongosh; safe to run again. */
const { readFileSync } = require('node:fs');

const MEMBERS = ['mongodb-1:27017', 'mongodb-2:27017', 'mongodb-3:27017'];
const PATIENCE_MS = 120_000;
const NOT_YET_INITIALIZED = 94;

const secret = (name) => readFileSync(`/run/secrets/${name}`, 'utf8').trim();
const root = `root:${encodeURIComponent(secret('mongodb_root_password'))}`;
// The office's own connection string is the one place of its user, password and database.
const [, user, password, database] = /^mongodb:\/\/([^:@/]+):([^@/]+)@[^/]+\/([^?]+)/.exec(secret('mongodb_uri')) ?? [];
if (database === undefined) throw new Error('The secret mongodb_uri is not mongodb://USER:PASSWORD@HOSTS/DATABASE?OPTIONS.');

/** Asks once a second; a member that has just started refuses connections for a while. */
function patiently(what, ask) {
  for (const end = Date.now() + PATIENCE_MS; ; sleep(1_000)) {
    try {
      const answer = ask();
      if (answer) return answer;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    if (Date.now() > end) throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain: ${what}.`);
  }
}

const first = patiently('the first member answers', () => new Mongo(`mongodb://${root}@${MEMBERS[0]}/admin?directConnection=true`)).getDB('admin');
const joined = () => {
  try {
    return first.runCommand({ replSetGetStatus: 1 }).ok === 1;
  } catch (error) {
    if (error.code === NOT_YET_INITIALIZED) return false;
    throw error;
  }
};
if (!joined()) {
  const members = MEMBERS.map((host, _id) => ({ _id, host, priority: _id === 0 ? 2 : 1 }));
  patiently('the members join', () => first.adminCommand({ replSetInitiate: { _id: 'office', members } }).ok === 1 || joined());
}

const set = patiently('a primary is elected', () => new Mongo(`mongodb://${root}@${MEMBERS.join()}/admin?replicaSet=office`));
const office = set.getDB(decodeURIComponent(database));
const account = { user: decodeURIComponent(user), pwd: decodeURIComponent(password), roles: [{ role: 'readWrite', db: office.getName() }] };
patiently('the office has its user', () => {
  if (office.getUser(account.user)) office.updateUser(account.user, { pwd: account.pwd, roles: account.roles });
  else office.createUser(account);
  return true;
});
print(`mongodb-init: the set office has ${MEMBERS.length} members; ${account.user} may write to ${office.getName()}.`);
