/** What an invoice wants to have said in Slack follows from its document alone: who is asked, what stands on the cards, what is over. */
import { lintMessage, lintView } from '../../../embedded/slack/lint';
import { acted } from '../../../domain/acting';
import { mailed, mailSettled, stepDone } from '../../../domain/collecting';
import { edited, submitted, voided, withdrawn } from '../../../domain/drafting';
import { decided, seatsMoved } from '../../../domain/deciding';
import { nextEntry, type Act, type Change } from '../../../domain/history';
import type { Invoice } from '../../../domain/invoice';
import { LANGUAGE_CODES } from '../../../domain/language';
import { lineBlocks } from '../../../templates/slack/facts';
import { homeView } from '../../../templates/slack/home';
import { messagesOfInvoice } from '../../../templates/slack/invoice';
import { messagesOfPolicy } from '../../../templates/slack/policy';
import { clipped, typed } from '../../../templates/slack/text';
import { speaking } from '../../../templates/slack/words';
import type { Wanted } from '../../../templates/slack/wanted';
import { accessOf, ACME, act, ANA, CARLA, content, drafted, FATIMA, line, MILO, PEOPLE, RULES, TODAY } from '../../support/samples';

const slack = { zone: 'Europe/Berlin', people: PEOPLE, mention: (email: string) => `<@${email}>` };
/** The document as the store would hold it after a change: fields set, entry appended. */
function written(invoice: Invoice, by: Act, change: Change<Invoice>): Invoice {
  const entry = nextEntry(invoice.history.at(-1), by, change as Change<Record<string, unknown>>);
  const next: Record<string, unknown> = { ...invoice };
  for (const [field, value] of Object.entries(entry.changes)) {
    if (value === null) delete next[field];
    else next[field] = value;
  }
  return { ...(next as Invoice), revision: invoice.revision + 1, history: [...invoice.history, entry] };
}
const wanted = (invoice: Invoice): Wanted[] => messagesOfInvoice(invoice, slack);
const of = (invoice: Invoice, kind: string): Wanted[] => wanted(invoice).filter((each) => each.kind === kind);
const words = (message: Wanted | undefined): string => JSON.stringify(message?.blocks ?? message?.text ?? '');
const buttonsOf = (message: Wanted | undefined): string[] => [...words(message).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id ?? '');

const handIn = (invoice: Invoice): Invoice => {
  const by = act();
  return written(invoice, by, submitted(invoice, invoice.version, by, RULES));
};
const decide = (invoice: Invoice, by: typeof MILO, says: 'approve' | 'reject'): Invoice => {
  const deed = act(by);
  const saying = { step: invoice.approval?.current ?? 0, version: invoice.version, says, ...(says === 'reject' && { reason: 'Two days were agreed', category: 'price' }) };
  return written(invoice, deed, decided(invoice, saying, deed, RULES));
};
const large = (): Invoice => handIn(drafted({ lines: [line({ unitPrice: '20000' })] }));
const issued = (invoice: Invoice): Invoice => written(invoice, act(), {
  kind: 'issued', detail: { number: 'INV-2026-0001', dueDate: '2026-12-07' }, changes: { state: 'issued', number: 'INV-2026-0001', dueDate: '2026-12-07', issueDate: TODAY },
});
const mail = (invoice: Invoice, status: 'accepted' | 'bounced' | 'unknown' | 'delivered'): Invoice =>
  written(invoice, act(), mailed(invoice, { mailKey: 'k', kind: 'invoice', to: ACME.email, status, at: `${TODAY}T10:00:00Z`, ...(status === 'bounced' && { reason: 'mailbox unknown' }) }));
const sent = (): Invoice => mail(issued(decide(handIn(drafted()), MILO, 'approve')), 'accepted');

it('a long list of faults is cut short, and says how many are left', () => {
  const faulty = (count: number) => nextEntry(undefined, act(), { kind: 'faulty', detail: { lines: Array.from({ length: count }, (_, index) => `fault ${index}`) }, changes: {} });
  const last = (count: number): string => words(messagesOfPolicy({ id: 'pol', active: { version: 1, hash: 'h', since: TODAY, by: [] }, history: [faulty(count)] }, slack)[0]);
  expect(last(12)).not.toContain('more');
  expect(last(13)).toContain('and 1 more fault`');
  expect(last(15)).toContain('and 3 more faults`');
});

describe('what the page shows beside lines and amount', () => {
  const marked = { date: '2026-10-05', person: 'Ada Lindt', section: 'Concept', serial: 'SN-4711' };
  const instalments = [{ due: '2026-12-01', share: { percent: '30' }, name: 'Deposit' }, { due: '2027-01-01', share: 'rest' as const }];
  const whole = { lines: [line({ ...marked, unitPrice: '20000' })], deliveryAddress: 'Yard 4\n20537 Hamburg', instalments };

  it('stands on the cards: a line’s date, person, section and serial number, the delivery address and the instalments', () => {
    const card = words(wanted(drafted(whole))[0]);
    expect(card).toContain('(5 October 2026, Ada Lindt, Concept, SN-4711) · ');
    for (const text of ['*Delivery address*\\nYard 4 20537 Hamburg', '*Instalments*\\n1 December 2026: ', 'Deposit\\n1 January 2027: ']) expect(card).toContain(text);
    for (const kind of ['card', 'status']) expect(words(of(handIn(drafted(whole)), kind)[0])).toContain('*Instalments*');
    expect(words(wanted(drafted())[0])).not.toMatch(/Instalments|Delivery address|\(/);
  });

  it('keeps within Slack’s limits, however much there is', () => {
    const long = 'ä&<'.repeat(100);
    const most = {
      lines: Array.from({ length: 100 }, () => line({ description: long, unitPrice: '20000', date: '2026-10-05', person: long.slice(0, 80), section: long.slice(0, 80), serial: long.slice(0, 80) })),
      deliveryAddress: long, purchaseOrder: long.slice(0, 80), project: long.slice(0, 80),
      instalments: Array.from({ length: 36 }, (_, at) => ({ due: `${2027 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`, share: at < 35 ? { percent: '2' } : 'rest' as const, name: long.slice(0, 60) })),
    };
    for (const message of wanted(handIn(drafted(most)))) expect(lintMessage(message.blocks)).toEqual([]);
    const review = lineBlocks(drafted(most), 'all');
    expect(review.length).toBeLessThan(80);
    expect(JSON.stringify(review)).toContain('1 December 2029: ');
  });
});

describe('a draft', () => {
  it('is its author’s alone, with Submit, Edit, PDF and Discard', () => {
    expect(wanted(drafted()).map(({ kind, target }) => [kind, target])).toEqual([['draft', { person: CARLA.email }]]);
    expect(buttonsOf(wanted(drafted())[0])).toEqual(['inv.invoice.submit', 'inv.invoice.edit', 'inv.invoice.pdf', 'inv.invoice.discard']);
  });

  it('leaves one line where it stood once it is handed in', () => {
    const [preview] = of(handIn(drafted()), 'draft');
    expect(preview?.ifPosted).toBe(true);
    expect(buttonsOf(preview)).toEqual([]);
  });
});

describe('approvers', () => {
  it('of the open step get a card each, with buttons; those of later steps none yet', () => {
    const cards = of(large(), 'card');
    expect(cards.map(({ target }) => target)).toEqual([{ person: MILO.email }, { person: ANA.email }]);
    for (const card of cards) expect(buttonsOf(card)).toEqual(['inv.approval.approve', 'inv.approval.reject', 'inv.approval.more']);
  });

  it('read who decided, when, and on which version, once it is decided', () => {
    const cards = of(decide(large(), MILO, 'approve'), 'card');
    expect(cards).toHaveLength(3);
    expect(words(cards[0])).toMatch(/Approved by @Milo · .*\{time\}.* · rev 1/);
    expect(buttonsOf(cards[1])).toEqual([]);
    expect(cards[1]?.ifPosted).toBe(true);
    expect(buttonsOf(cards[2])).toContain('inv.approval.approve');
  });

  it.each([
    ['withdrawn', (invoice: Invoice) => written(invoice, act(), withdrawn(invoice)), /Withdrawn by @Carla/],
    ['edited', (invoice: Invoice) => written(invoice, act(), edited(invoice, content({ note: 'new' }), 1, ACME, act(), TODAY)), /Changed by @Carla .* a new message follows/],
    ['voided', (invoice: Invoice) => written(invoice, act(FATIMA), voided(invoice, 'a mistake', 'draft 456789', act(FATIMA))), /Voided by @Fatima/],
    ['rejected', (invoice: Invoice) => decide(invoice, ANA, 'reject'), /Rejected by @Ana .* Two days were agreed/],
  ])('lose their buttons when it is %s', (_, change, told) => {
    const cards = of(change(large()), 'card');
    expect(cards).toHaveLength(2);
    for (const card of cards) {
      expect(buttonsOf(card)).toEqual([]);
      expect(words(card)).toMatch(told);
    }
  });

  it('get a new card for a new version, and keep the old one as it was, without buttons', () => {
    const first = handIn(drafted());
    const by = act();
    const second = handIn(written(first, by, edited(first, content({ lines: [line({ unitPrice: '900' })] }), 1, ACME, by, TODAY)));
    const cards = of(second, 'card').filter(({ target }) => 'person' in target && target.person === MILO.email);
    expect(cards.map((card) => [buttonsOf(card).length > 0, /1,190\.00/.test(words(card)), /1,071\.00/.test(words(card))])).toEqual([[false, true, false], [true, true, true]]);
    expect(words(cards[1]).replaceAll('\u00a0', ' ')).toContain('Total 1,190.00 EUR → 1,071.00 EUR');
    expect(new Set(cards.map(({ key }) => key)).size).toBe(2);
  });
});

describe('the status card', () => {
  it('stands in the invoices’ channel from the submission on, without buttons, its story below it', () => {
    expect(of(drafted(), 'status')).toEqual([]);
    const invoice = sent();
    const [card] = of(invoice, 'status');
    expect(card?.target).toEqual({ channel: 'invoices' });
    expect(buttonsOf(card)).toEqual([]);
    const story = of(invoice, 'thread');
    expect(story.every(({ threadOf }) => threadOf === card?.key)).toBe(true);
    expect(story.map(({ text }) => text).join('\n')).toMatch(/Carla drafted it[\s\S]*Carla submitted it[\s\S]*Milo approved step 1 of 1[\s\S]*Issued as INV-2026-0001[\s\S]*ap@acme.example is on its way/);
  });

  it('mentions only the one who must answer', () => {
    const asked = handIn(drafted());
    const by = act(MILO);
    const change = acted(asked, 'ask', { text: 'Is the travel agreed?' }, { act: by, rules: RULES, access: accessOf(MILO) });
    const text = of(written(asked, by, change!), 'thread').map(({ text: told }) => told).join('\n');
    expect(text.match(/<@[^>]+>/g)).toEqual([`<@${CARLA.email}>`]);
  });
});

it('a seat that moves is told in the thread, by the names of who came and went', () => {
  const moves = [{ from: MILO.email, to: FATIMA.email }, { from: ANA.email }, { from: FATIMA.email, to: `${MILO.email},${ANA.email}` }];
  const moved = written(handIn(drafted()), act(), { kind: 'approval.moved', detail: { moves }, changes: {} });
  expect(wanted(moved).map(({ text }) => text).join('\n')).toContain('Fatima is asked instead of Milo. Ana is not there and no longer asked. Milo and Ana are asked instead of Fatima.');
});

describe('outcomes', () => {
  it('tell what a question ran out of that is given back undecided: time, or people', () => {
    const asked = handIn(drafted());
    const by = act();
    const alone = written(asked, by, seatsMoved(asked, by, RULES, { away: new Map(), gone: new Set(PEOPLE.map(({ email }) => email)) })!);
    expect([alone.state, alone.approval?.verdict]).toEqual(['draft', 'lapsed']);
    const told = wanted(alone).map(({ text }) => text).join('\n');
    expect(told).toContain('It is a draft again; submit it once more when finance has added an approver.');
    expect(told).toContain(`Nobody is left who could approve it; it goes back to <@${CARLA.email}>.`);
    expect(told).not.toContain('Nobody decided');
  });

  it('reach the requester: sent, rejected with an edit, bounced with a way on', () => {
    expect(of(sent(), 'outcome').map(({ text }) => text).join()).toContain('approved by Milo and sent to ap@acme.example');
    const returned = decide(handIn(drafted()), MILO, 'reject');
    expect(buttonsOf(of(returned, 'outcome')[0])).toEqual(['inv.invoice.edit', 'inv.invoice.discard']);
    expect(buttonsOf(of(handIn(returned), 'outcome')[0])).toEqual([]);
    expect(buttonsOf(of(mail(sent(), 'bounced'), 'outcome')[1])).toEqual(['inv.invoice.send', 'inv.client.edit']);
    expect(buttonsOf(of(mail(mail(sent(), 'bounced'), 'accepted'), 'outcome')[1])).toEqual(['inv.invoice.send', 'inv.client.edit']); // Our own word on the same mail came late.
  });

  it('of a bounce reach the coordinators too when finance wrote the invoice', () => {
    const invoice = mail(issued(decide(handIn(drafted({}, FATIMA)), MILO, 'approve')), 'bounced');
    expect(of(invoice, 'outcome').map(({ target }) => target)).toEqual([{ person: FATIMA.email }, { person: CARLA.email }]);
  });
});

describe('duties', () => {
  it('a mail that nobody knows about goes to finance with its number, until it is settled', () => {
    const lost = mail(issued(decide(handIn(drafted()), MILO, 'approve')), 'unknown');
    const [held] = of(lost, 'held');
    expect(held?.target).toEqual({ channel: 'finance' });
    expect(words(held)).toContain('INV-2026-0001');
    expect(buttonsOf(held)).toEqual(['inv.mail.arrived', 'inv.mail.again']);
    const by = act(FATIMA);
    const [settled] = of(written(lost, by, mailSettled(lost, 'k', undefined, by)), 'held');
    expect(buttonsOf(settled)).toEqual([]);
    expect(words(settled)).toContain('It arrived, says @Fatima');
  });

  it('an escalation reaches everybody it is meant for, once each, until somebody takes it', () => {
    const late = sent();
    const told = written(late, act(), stepDone(late, { id: 'd21', days: 21, act: 'escalate', to: ['creator', 'manager', '#finance'] }, 'told', `${TODAY}T09:00:00Z`));
    const messages = of(told, 'escalation');
    expect(messages.map(({ target }) => target)).toEqual([{ person: CARLA.email }, { person: MILO.email }, { person: ANA.email }, { channel: 'finance' }]);
    expect(buttonsOf(messages[3])).toContain('inv.reminder.acknowledge');
    const by = act(FATIMA);
    const taken = written(told, by, acted(told, 'acknowledge', {}, { act: by, rules: RULES, access: accessOf(by.by) })!);
    for (const message of of(taken, 'escalation')) {
      expect(buttonsOf(message)).toEqual([]);
      expect(words(message)).toContain('Taken by @Fatima');
    }
  });
});

describe('Slack’s limits', () => {
  const hostile = '<!channel> & `*_~ <https://evil.example|x> '.repeat(20).slice(0, 500);
  const worst = drafted({
    lines: Array.from({ length: 100 }, (_, index) => line({ id: `l${index}`, description: hostile })), note: hostile.repeat(4).slice(0, 2000), purchaseOrder: hostile.slice(0, 80), project: hostile.slice(0, 80),
  });

  it.each(LANGUAGE_CODES)('hold in %s for every message of the longest and most hostile document, and nothing in it is a mention or a link', (language) => speaking(language, () => {
    const rejected = decide(handIn(worst), MILO, 'reject');
    const stages = [worst, handIn(worst), rejected, mail(issued(decide(handIn(worst), MILO, 'approve')), 'bounced'), mail(issued(decide(handIn(worst), MILO, 'approve')), 'unknown')];
    for (const message of stages.flatMap(wanted)) {
      expect(lintMessage(message.blocks)).toEqual([]);
      expect(message.text.length).toBeLessThanOrEqual(4000);
      expect(words(message) + message.text).not.toMatch(/<!channel>|<https:/);
    }
  }));

  it.each(LANGUAGE_CODES)('hold in %s for a Home with every queue full', (language) => speaking(language, () => {
    const { history: _, content: __, ...row } = sent();
    const rows = Array.from({ length: 11 }, (_each, index) => ({ ...row, id: `inv_${index}` })) as never[];
    const estimates = Array.from({ length: 11 }, (_each, index) => ({ ...row, id: `est_${index}`, state: 'sent' })) as never[];
    const person = { name: 'Carla', email: CARLA.email, roles: ['coordinator', 'manager', 'finance'] as const };
    const view = homeView({
      person, people: PEOPLE, today: TODAY, at: `${TODAY}T09:00:00Z`, drawnAt: `${TODAY}T09:00:00Z`, zone: 'Europe/Berlin', policyVersion: 1,
      queues: {
        coordinator: { drafts: rows, returned: rows, waiting: rows, ready: [], overdue: rows, estimates },
        approver: { inbox: rows, decided: rows },
        finance: {
          failed: rows, disputed: rows, overdue: rows, stuck: [],
          aging: [{ bucket: 'not due', open: { minor: 100, currency: 'EUR' }, count: 1 }], dueThisWeek: [],
        },
      },
    });
    expect(lintView(view, 'home')).toEqual([]);
  }));

  it('are kept by cutting, never by breaking an entity', () => {
    expect(typed('<&>')).toBe('&lt;&amp;&gt;');
    expect(clipped('<'.repeat(200), 10)).toBe(`${'&lt;'.repeat(9)}…`);
  });
});
