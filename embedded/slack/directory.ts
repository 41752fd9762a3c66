/** Who works here and which channels there are, read from the office's own office.yaml. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Dict, dict, isDict, str } from './json';

/** A member as the office names them; `roles` are shown as the person's title. */
export type Colleague = { name: string; email: string; roles: string[]; timezone: string };
/** `channels` are names without `#`. */
export type Directory = { office: string; colleagues: Colleague[]; channels: string[] };
/** A slash command or shortcut the app registered in its manifest; with `escape`, @names in a command arrive as mentions. */
export type Command = { command: string; description: string; usage: string; escape: boolean };
export type Shortcut = { type: 'global' | 'message'; name: string; callbackId: string; description: string };
/** With `readOnly` people cannot write in their conversation with the app, as `messages_tab_read_only_enabled` says. */
export type Manifest = { appName: string; readOnly: boolean; commands: Command[]; shortcuts: Shortcut[] };

const FALLBACK_TIMEZONE = 'Europe/Berlin';
const bare = (name: string): string => name.trim().replace(/^#/, '').toLowerCase();
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : typeof value === 'string' ? [value] : []);
const read = (file: string): Dict => dict(parse(readFileSync(file, 'utf8')));

/** `channels: {invoices: '#money'}`, `channels: {invoices: {name: money}}` and `channels: [invoices]` all name channels. */
function channelNames(value: unknown): string[] {
  if (Array.isArray(value)) return strings(value).map(bare);
  return Object.entries(dict(value)).map(([key, named]) => bare(str(named) || str(dict(named).name) || key));
}

/** Reads OFFICE_CONFIG/office.yaml. Only what a workspace needs is looked at; the office itself judges the rest. */
export function readDirectory(configFolder: string): Directory {
  const file = join(configFolder, 'office.yaml');
  if (!existsSync(file)) throw new Error(`The local Slack needs ${file} to know the people and channels.`);
  const office = read(file);
  const name = str(office.name) || str(dict(office.seller).name) || 'Office';
  const timezone = str(office.zone) || str(office.timezone) || FALLBACK_TIMEZONE;
  const people = (Array.isArray(office.people) ? office.people : []).filter(isDict);
  return {
    office: name,
    colleagues: people.map((person) => {
      const email = str(person.email).toLowerCase();
      const own = str(person.zone) || str(person.timezone) || timezone;
      return { email, name: str(person.name) || email, roles: strings(person.roles ?? person.role), timezone: own };
    }),
    channels: [...new Set(channelNames(office.channels))],
  };
}

const MANIFESTS = ['slack-app/manifest.yaml', 'slack-app/manifest.yml', 'slack-app/manifest.json', 'manifest.yaml', 'manifest.json'];

/** Reads the app's manifest below `root`: the commands and shortcuts a workspace would offer. Without one, only /invoice. */
export function readManifest(root: string): Manifest {
  const file = MANIFESTS.map((name) => join(root, name)).find((path) => existsSync(path));
  const manifest = file ? read(file) : {};
  const features = dict(manifest.features);
  const list = (value: unknown): Dict[] => (Array.isArray(value) ? value.filter(isDict) : []);
  const commands = list(features.slash_commands).map((each) => ({ command: str(each.command), description: str(each.description), usage: str(each.usage_hint), escape: each.should_escape === true }));
  return {
    appName: str(dict(features.bot_user).display_name) || str(dict(manifest.display_information).name) || 'Invoice Office',
    readOnly: dict(features.app_home).messages_tab_read_only_enabled === true,
    commands: commands.length > 0 ? commands : [{ command: '/invoice', description: 'Estimates, invoices and payments', usage: 'help', escape: false }],
    shortcuts: list(features.shortcuts).map((each) => ({
      type: each.type === 'message' ? 'message' : 'global',
      name: str(each.name),
      callbackId: str(each.callback_id),
      description: str(each.description),
    })),
  };
}
