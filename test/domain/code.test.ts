/** One-time codes: what opens, what does not, and how many there may be. */
import { acted } from '../../domain/acting';
import { CODE, codeExpiry, codeMac, mayHaveCode, opensCode, type Code } from '../../domain/code';
import { decided } from '../../domain/deciding';
import { submitted } from '../../domain/drafting';
import { questionOf, roundsOf } from '../../domain/rounds';
import { accessOf, act, after, drafted, MILO, refusalOf, RULES } from '../support/samples';

const AT = '2026-11-22T10:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(AT) + count * 60_000).toISOString();
const mac = codeMac('secret', 'link', '004711');
const code = (change: Partial<Code> = {}): Code => ({ key: 'k', n: 1, email: 'greta@northlight.example', link: 'link', mac, at: AT, expiresAt: codeExpiry(AT), tries: [mac], ...change });

describe('a code', () => {
  it('opens for ten minutes, when its try was counted', () => {
    expect(opensCode(code(), mac, minutes(9.99))).toBe(true);
    expect(opensCode(code(), mac, minutes(10))).toBe(false);
    expect(opensCode(code({ tries: [] }), mac, AT)).toBe(false);
  });

  it.each([['another code', codeMac('secret', 'link', '004712')], ['another link', codeMac('secret', 'other', '004711')], ['another secret', codeMac('guess', 'link', '004711')], ['nothing', '']])(
    'does not open for %s', (_, tried) => expect(opensCode(code({ tries: [tried] }), tried, AT)).toBe(false));

  it('comes five times in any sixty minutes', () => {
    const sent = Array.from({ length: CODE.anHour }, (_, index) => ({ at: minutes(-index * 10) }));
    expect(mayHaveCode(sent.slice(1), AT)).toBe(true);
    expect(mayHaveCode(sent, AT)).toBe(false);
    expect(mayHaveCode(sent, minutes(19.99))).toBe(false);
    expect(mayHaveCode(sent, minutes(20))).toBe(true);
  });
});

describe('a question', () => {
  const draft = drafted();
  const asked = after(draft, submitted(draft, 1, act(), RULES));
  const approve = { step: 0, version: 1, says: 'approve' } as const;

  it('is none before the invoice is handed in', () => expect([roundsOf(draft), questionOf(draft)]).toEqual([[], '']));

  it('is answered once: the same answer again writes nothing, wherever the invoice is by then', () => {
    const context = { act: act(MILO), rules: RULES, access: accessOf(MILO) };
    const sent = { ...after(asked, decided(asked, approve, act(MILO), RULES)), state: 'sent' as const };
    expect(acted(asked, 'decide', approve, context)?.changes.state).toBe('approved');
    expect(acted(sent, 'decide', approve, context)).toBeUndefined();
  });

  it('takes a note of at most 200 characters', () => {
    expect(refusalOf(() => decided(asked, { ...approve, note: 'x'.repeat(200) }, act(MILO), RULES))).toBe('none');
    expect(refusalOf(() => decided(asked, { ...approve, note: 'x'.repeat(201) }, act(MILO), RULES))).toBe('NoteTooLong');
  });
});
