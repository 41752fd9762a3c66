/** App Homes: published for those who have opened theirs, again whenever their queues may have changed and differ from what stands there. */
import type { Book } from '../config/book';
import type { Log } from '../config/logger';
import type { Policies } from '../config/policy/active';
import { dateOfInstant } from '../domain/dates';
import { hashOf } from '../domain/history';
import { listLimit, may, type Access } from '../domain/permission';
import type { MessageStore } from '../store/message';
import type { Reading } from '../store/queries/reading';
import { homeView, seesAs, type HomeModel, type HomeQueues } from '../templates/slack/home';
import { speaking } from '../templates/slack/words';
import type { Slack } from './gateways/slack';

type Deps = { reading: Pick<Reading, 'home' | 'inbox' | 'access'>; policies: Policies; messages: MessageStore; slack: Pick<Slack, 'publishHome'>; book: Book; log: Log };
/** Whose Home; `at` is the instant by which "overdue" counts (ISO). */
type Publishing = { userId: string; email: string; at: string };

/** All Homes' rows lie under this name, one for each person who opened theirs. */
const HOMES = 'home';
const keyOf = (userId: string): string => `home/${userId}`;

export const createHomeActivities = ({ reading, policies, messages, slack, book, log }: Deps) => {
  const running = new Map<string, { again?: Publishing }>();

  async function queuesOf(access: Access, at: string): Promise<HomeQueues> {
    const { person } = access;
    if (!person || !may(access, 'list')) return {};
    const { zone, rates } = book.current().office;
    const today = dateOfInstant(at, zone);
    const sees = seesAs(person);
    const own = listLimit(access);
    const approving = async () => {
      const [inbox, decided] = await Promise.all([reading.inbox.of(person.email, { rates, today }), reading.home.decided(person.email)]);
      return { inbox, decided };
    };
    const [coordinator, approver, finance] = await Promise.all([
      sees.coordinator ? reading.home.coordinator(person.email, today, own) : undefined,
      approving(),
      sees.finance ? reading.home.finance(today, at, own) : undefined,
    ]);
    const isAsked = sees.approver || approver.inbox.length > 0; // A policy may name anybody of the office.
    return { coordinator, finance, ...(isAsked && { approver }) };
  }

  async function publish({ userId, email, at }: Publishing, shown: string | undefined): Promise<void> {
    const rules = book.current();
    const { office } = rules;
    const access = await reading.access.of(email.toLowerCase(), rules);
    const { person } = access;
    if (!person) return;
    const { people, zone } = office;
    const model: HomeModel = { person, queues: await queuesOf(access, at), people, today: dateOfInstant(at, zone), at, drawnAt: at, zone, policyVersion: (await policies.active()).version };
    const view = (drawnAt: string) => speaking(office.locale, () => homeView({ ...model, drawnAt }));
    const shows = hashOf(view('1970-01-01T00:00:00Z')); // The minute it was drawn in is no change.
    if (shows === shown) return;
    await slack.publishHome(userId, view(at));
    await messages.placed([{ keys: [keyOf(userId)], channel: userId, ts: HOMES, shows, at }]);
  }

  /** One publication at a time a person; what comes meanwhile is drawn once, afterwards. */
  async function coalesced(publishing: Publishing, shown: string | undefined): Promise<void> {
    const busy = running.get(publishing.userId);
    if (busy) return void (busy.again = publishing);
    const state: { again?: Publishing } = {};
    running.set(publishing.userId, state);
    try {
      await publish(publishing, shown);
    } finally {
      running.delete(publishing.userId);
    }
    if (state.again) await coalesced(state.again, undefined);
  }

  /** Draws those of these people who opened theirs; one that fails keeps nobody waiting. */
  async function redraw(concerned: ReadonlySet<string>, at: string): Promise<void> {
    const open = await messages.ofTargets(HOMES, [...concerned]);
    const now = [at, new Date().toISOString()].sort().at(-1) ?? at; // A skipping clock is ahead of the machine's.
    for (const row of open) {
      await coalesced({ userId: row.key.slice(keyOf('').length), email: row.target, at: now }, row.shows)
        .catch((error: unknown) => log.warn({ err: error, event: 'home.failed' }, 'A Home was not redrawn; the next change does it.'));
    }
  }

  return {
    /** Draws a Home that its person has just opened or refreshed, in any case. */
    async publishHome({ userId, email, at }: Publishing): Promise<void> {
      await messages.claim([{ key: keyOf(userId), documentId: HOMES, kind: 'home', target: email, at }]);
      await coalesced({ userId, email, at }, undefined);
    },

    /** Draws one person's Home again, when they opened theirs. */
    redrawHome: ({ email, at }: Omit<Publishing, 'userId'>): Promise<void> => redraw(new Set([email]), at),

    /** Draws the Homes of these people and of finance again. */
    redrawHomes: (emails: readonly string[], at: string): Promise<void> =>
      redraw(new Set([...emails, ...book.peopleWithRole('finance').map(({ email }) => email)]), at),
  };
};
export type HomeActivities = ReturnType<typeof createHomeActivities>;
