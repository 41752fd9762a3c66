/** The inbox on its surfaces, as pure pictures: the words of a row, buttons only for what was seen, and Slack's limits at any length. */
import { lintMessage, lintView } from '../../../embedded/slack/lint';
import { submitted } from '../../../domain/drafting';
import type { Invoice } from '../../../domain/invoice';
import { digestMessage } from '../../../templates/slack/digest';
import { homeView } from '../../../templates/slack/home';
import { agoWords, deadlineWords, inboxBlocks, inboxWords, type InboxInRow } from '../../../templates/slack/inbox';
import { textOf } from '../../support/desk-door';
import { act, drafted, line, MILO, PEOPLE, RULES, TODAY } from '../../support/samples';

const at = `${TODAY}T09:00:00Z`;
const seen = { at, zone: 'Europe/Berlin' };
/** A row of the inbox, asked at ten o'clock of the office's day. */
function row(change: Partial<Invoice> & { isOpened?: boolean; dueAt?: string } = {}): InboxInRow {
  const { dueAt, isOpened = false, ...rest } = change;
  const invoice = drafted({ lines: [line({ unitPrice: '1000' })] });
  const { approval } = submitted(invoice, 1, act(), RULES).changes as { approval: NonNullable<Invoice['approval']> };
  const steps = approval.steps.map((step) => ({ ...step, ...(dueAt && { dueAt }) }));
  return { ...invoice, state: 'submitted', approval: { ...approval, steps }, isOpened, ...rest } as InboxInRow;
}
const many = (count: number, change: Parameters<typeof row>[0] = {}): InboxInRow[] => Array.from({ length: count }, (_, index) => row({ ...change, id: `inv_${String(index).padStart(20, '0')}` }));
const buttons = (surface: unknown): string[] => [...JSON.stringify(surface).matchAll(/"action_id":"(inv\.[^"]+)"/g)].map(([, id]) => id ?? '');
const words = (blocks: unknown): string => textOf({ blocks } as never).replaceAll('\u00a0', ' ');

describe('a time limit in words', () => {
  it.each([
    [`${TODAY}T13:00:00Z`, 'due today 14:00'], ['2026-11-23T23:30:00Z', 'due tomorrow 00:30'], ['2026-12-01T13:00:00Z', 'due 1 Dec, 14:00'],
    [`${TODAY}T08:59:00Z`, 'overdue since 23 Nov, 09:59'], ['2026-11-20T13:00:00Z', 'overdue since 20 Nov, 14:00'],
  ])('%s is %j by the office’s clock', (due, sentence) => expect(deadlineWords(due, seen)).toBe(sentence));

  it('and how long ago it was asked', () =>
    expect(['2026-11-23T08:00:00Z', '2026-11-22T23:30:00Z', '2026-11-22T08:00:00Z', '2026-11-13T08:00:00Z'].map((since) => agoWords(since, seen))).toEqual(['today 09:00', 'today 00:30', 'yesterday 09:00', '10 days ago']));
});

describe('a row', () => {
  it('names the document, the client, the amount, who asked when, and when it is due', () =>
    expect(inboxWords(row({ dueAt: `${TODAY}T13:00:00Z` }), seen).replaceAll('\u00a0', ' ')).toBe('*draft 456789* · Acme GmbH · *1,190.00 EUR*\ndue today 14:00 · asked by Carla today 10:00'));

  it('offers Review, and Approve once the person has seen it', () => {
    expect(buttons(inboxBlocks([row()], { ...seen, place: 'inbox' }))).toEqual(['inv.approval.review']);
    expect(buttons(inboxBlocks([row({ isOpened: true })], { ...seen, place: 'inbox' }))).toEqual(['inv.approval.review', 'inv.approval.approve']);
  });

  it('mentions nobody, whatever a client is called', () => expect(inboxWords(row({ client: { ...row().client, name: '<!channel> & co' } }), seen)).toContain('&lt;!channel&gt; &amp; co'));
});

describe('the inbox', () => {
  it('that is empty teaches how it works', () => expect(words(inboxBlocks([], { ...seen, place: 'inbox' }))).toMatch(/nothing waits for you\..*\*Review\* shows all lines.*several at once.*\/invoice list waiting/));

  it('offers to approve together what was opened, from two on', () => {
    const batch = (opened: number) => words(inboxBlocks([...many(opened, { isOpened: true }), row()], { ...seen, place: 'inbox' }));
    expect(batch(1)).not.toContain('you have opened');
    expect(batch(3)).toContain('Approve the 3 you have opened…');
  });

  it('of hundreds shows ten and leads to the others, within Slack’s hundred blocks beside every other full queue', () => {
    const rows = Array.from({ length: 11 }, (_each, index) => ({ ...row(), id: `inv_${index}` })) as never[];
    const view = homeView({
      person: { name: 'Milo', email: MILO.email, roles: ['coordinator', 'manager', 'finance'] }, people: PEOPLE, today: TODAY, at, drawnAt: at, zone: 'Europe/Berlin', policyVersion: 1,
      queues: {
        coordinator: { drafts: rows, returned: rows, waiting: rows, ready: rows, overdue: rows, estimates: [] }, approver: { inbox: many(300, { isOpened: true }), decided: rows },
        finance: { failed: rows, disputed: rows, overdue: rows, stuck: rows, aging: [], dueThisWeek: [] },
      },
    });
    expect(lintView(view, 'home')).toEqual([]);
    expect(words(view.blocks)).toContain('and 290 more');
    expect(buttons(view).filter((id) => id === 'inv.approval.approve')).toHaveLength(10);
  });
});

describe('the digest', () => {
  it('says how much waits and how long, and has a Review for each', () => {
    const old = row({ id: 'inv_old' });
    const { text, blocks } = digestMessage([row(), { ...old, approval: { ...old.approval!, requestedAt: '2026-11-10T08:00:00Z' } }], seen);
    expect(text.replaceAll('\u00a0', ' ')).toBe('2 invoices wait for your decision: 2,380.00 EUR. The oldest was asked 13 days ago.');
    expect(buttons(blocks)).toEqual(['inv.approval.review', 'inv.approval.review']);
    expect(words(blocks)).not.toContain('Approve');
  });

  it('of hundreds holds Slack’s limits', () => {
    const { blocks } = digestMessage(many(300), seen);
    expect(lintMessage(blocks)).toEqual([]);
    expect(words(blocks)).toContain('and 280 more invoices in your App Home.');
  });
});
