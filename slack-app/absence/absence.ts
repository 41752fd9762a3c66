/** Being away: on which days, and who decides meanwhile. Everybody says it of themselves. */
import { current, daysPhrase } from '../../domain/absence';
import { parseDate, type PlainDate } from '../../domain/dates';
import { nameOf, type Person } from '../../domain/people';
import { DomainError } from '../../domain/refusals';
import { plainText, wordsOf } from '../../domain/typed-text';
import { section } from '../../templates/slack/blocks';
import { valueText } from '../../templates/slack/spoken';
import { clipped, typed } from '../../templates/slack/text';
import { key, t } from '../../templates/slack/words';
import { said, type Answer } from '../answer';
import { actingOf, type Deed } from '../deed';
import type { Registrations } from '../registration';

const AWAY = 'away [from <date>] until <date> [to <person>]';
const DELEGATE = 'delegate <person> [from <date>] until <date>';

/** Words that only join the others. */
const FILLERS: readonly string[] = ['from', 'until', 'till', 'to', '-'];

/** Dates and a person in any order, as both commands take them. Refuses Usage and PersonUnknown. */
function read(text: string, today: PlainDate, people: readonly Person[], usage: string): { to?: string; since: PlainDate; until: PlainDate } {
  const words = wordsOf(plainText(text)).filter((word) => !FILLERS.includes(word.text.toLowerCase())).map((word) => ({ word: word.text, date: dateIn(word.text, today) }));
  const dates = words.flatMap(({ date }) => date ?? []);
  const named = words.filter(({ date }) => date === undefined).map(({ word }) => word).join(' ');
  const [since, until] = dates.length === 1 ? [today, dates[0]] : dates;
  if (since === undefined || until === undefined || dates.length > 2) throw new DomainError('Usage', { usage });
  return { since, until, ...(named !== '' && { to: personMeant(named, people) }) };
}

/** The day that a word means; undefined for a word that means none. */
function dateIn(word: string, today: PlainDate): PlainDate | undefined {
  try {
    return parseDate(word, today);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** By name or mail address, in any case of letters; a Slack mention comes as the name. */
function personMeant(words: string, people: readonly Person[]): string {
  const wanted = words.replace(/^@/, '').toLowerCase();
  const found = people.filter(({ name, email }) => name.toLowerCase() === wanted || email === wanted);
  if (found.length !== 1) throw new DomainError('PersonUnknown', { who: words.slice(0, 60) });
  return found[0]!.email;
}

/** Who is away, and when; the way in for who asks without words. */
async function shown({ parts, today }: Deed, usage: string): Promise<Answer> {
  const { people } = parts.book.current().office;
  const known = current(await parts.reading.absences(), today);
  const lines = known.map(({ from, to, ...days }) => {
    const away = `${clipped(nameOf(from, people))}: ${valueText(daysPhrase(days))}`;
    return `• ${to ? t`${away}, ${clipped(nameOf(to, people))} decides` : away}`;
  });
  const text = known.length === 0 ? t`Nobody is away, and nothing is planned.` : t`Who is away:`;
  return { text, title: t`Away`, blocks: [section([`*${text}*`, ...lines].join('\n')), section(t`\`/invoice ${typed(usage)}\` says that you are. \`/invoice away end\` takes it back.`)] };
}

async function run(deed: Deed, rest: string, usage: string): Promise<Answer> {
  const word = rest.trim().toLowerCase();
  if (word === '') return shown(deed, usage);
  if (word === 'end' || word === 'back') return said(await deed.parts.door.saveAbsence({ ...actingOf(deed), asked: 'back' }));
  const asked = read(rest, deed.today, deed.parts.book.current().office.people, usage);
  if (usage === DELEGATE && asked.to === undefined) throw new DomainError('Usage', { usage });
  return said(await deed.parts.door.saveAbsence({ ...actingOf(deed), asked }));
}

export const absences: Registrations = {
  commands: [
    { verb: 'away', needs: 'be_away', usage: AWAY, about: key`say when you are away; others decide meanwhile`, examples: ['away until fri', 'away 2026-12-21 2027-01-03 to Ana', 'away end', 'away'], run: (deed, rest) => run(deed, rest, AWAY) },
    { verb: 'delegate', needs: 'be_away', usage: DELEGATE, about: key`let somebody decide for you on some days`, examples: ['delegate Ana until fri', 'delegate Ana from 2026-12-21 until 2027-01-03', 'delegate end'], run: (deed, rest) => run(deed, rest, DELEGATE) },
  ],
};
