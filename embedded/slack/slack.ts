/** The local Slack as one thing: its settings and its parts, handed to every method and every act of a person. */
import { join } from 'node:path';
import type { Manifest } from './directory';
import { readDirectory } from './directory';
import { Dispatcher } from './dispatch';
import { FaultScript } from './faults';
import { Files } from './files';
import { Journal } from './journal';
import { LintLog } from './lint-log';
import { ResponseUrls } from './response-urls';
import { Sockets } from './socket';
import { Triggers } from './triggers';
import { Views } from './views';
import { Workspace } from './workspace';

/**
 * - `port`: 0 takes a free one
 * - `dataFolder`: OFFICE_DATA; everything is kept below its `slack/`
 * - `configFolder`: holds office.yaml
 * - `requestUrl`: the app's POST /slack/events, for as long as no socket of the app is open
 * - `publicUrl`: where people open the desk, without a trailing slash; '' for this server's own origin
 * - `outboxUrl`: the mail outbox whose mails the desk shows; '' for none
 * - `temporalUrl`: Temporal's own pages; '' for none
 * - `patienceMs`: how long the app may take to acknowledge and how long a trigger id lives; Slack's is 3000
 */
export type SlackSettings = {
  port: number;
  dataFolder: string;
  configFolder: string;
  manifest: Manifest;
  token: string;
  signingSecret: string;
  requestUrl: string;
  publicUrl: string;
  outboxUrl: string;
  temporalUrl: string;
  patienceMs: number;
};

/** `origin` and `desk` are known only once the server listens. */
export type Slack = {
  settings: SlackSettings;
  workspace: Workspace;
  views: Views;
  files: Files;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  sockets: Sockets;
  dispatcher: Dispatcher;
  faults: FaultScript;
  lint: LintLog;
  place: { origin: string };
  close(): void;
};

/** Opens the data folder and puts the parts together. Throws when office.yaml is missing. */
export function openSlack(settings: SlackSettings): Slack {
  const folder = join(settings.dataFolder, 'slack');
  const directory = readDirectory(settings.configFolder);
  const journal = new Journal(folder);
  const place = { origin: '' };
  const workspace = new Workspace(journal, directory, settings.manifest.appName);
  const { requestUrl, signingSecret, patienceMs } = settings;
  const sockets = new Sockets(workspace.appId);
  const dispatcher = new Dispatcher({ requestUrl, signingSecret, patienceMs }, sockets);
  return {
    settings,
    workspace,
    views: new Views(journal, workspace),
    files: new Files(journal, join(folder, 'files'), workspace, () => settings.publicUrl || place.origin, () => place.origin),
    triggers: new Triggers(patienceMs),
    responseUrls: new ResponseUrls(journal, () => place.origin),
    sockets,
    dispatcher,
    faults: new FaultScript(),
    lint: new LintLog(workspace),
    place,
    close: () => {
      dispatcher.close();
      journal.close();
    },
  };
}
