/** The one error handler: a refusal becomes its sentence and the way on, everything else "Not recorded; please try again." */
import type { KnownBlock } from '@slack/types';
import type { Invoice } from '../domain/invoice';
import { may } from '../domain/permission';
import { versionAt } from '../domain/versions';
import { DomainError, type RefusalCode } from '../domain/refusals';
import { actions, button, context, section, sections } from '../templates/slack/blocks';
import { differences } from '../templates/slack/facts';
import { detailText, refusalText } from '../templates/slack/spoken';
import { clock, typed } from '../templates/slack/text';
import { ACTION, readToken, tokenOf, type Token } from '../templates/slack/token';
import { t } from '../templates/slack/words';
import { refusalIn } from '../workflows/contracts/door';
import { tell, type Answer } from './answer';
import { addressOf, teamOf, userOf, type Payload } from './deed';
import type { Parts } from './parts';

type Failing = { error: Error & { original?: unknown }; payload: Payload };

/** Answers the person whose deed failed; faults are logged, refusals are not faults. */
export async function answerFailure(parts: Parts, { error, payload }: Failing): Promise<void> {
  const refusal = refusalIn(error) ?? refusalIn(error.original);
  if (!refusal) parts.log.error({ err: error.original ?? error, event: 'deed.failed' }, 'A deed failed.');
  if (payload.event_id && !payload.trigger_id) return; // Nobody clicked: an event has no one to answer.
  const answer = refusal ? await refusalAnswer(parts, refusal, payload) : { text: `:warning: ${t`Not recorded; please try again.`}`, title: t`Not recorded` };
  await tell(parts, addressOf(payload), answer);
}

/** What came of one of several deeds: its answer, the sentence of its refusal, or that it is not recorded, which is logged. */
export async function outcomeOf(parts: Parts, act: () => Promise<Answer>): Promise<{ came: 'done' | 'refused' | 'failed'; text: string }> {
  try {
    return { came: 'done', text: (await act()).text };
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal) return { came: 'refused', text: typed(sentenceFor(refusal, parts.book.current().office.zone)) };
    parts.log.error({ err: error, event: 'deed.failed' }, 'One of several deeds failed.');
    return { came: 'failed', text: t`Not recorded; please try again.` };
  }
}

async function refusalAnswer(parts: Parts, refusal: DomainError, payload: Payload): Promise<Answer> {
  const text = typed(sentenceFor(refusal, parts.book.current().office.zone));
  const more = await (REMEDIES[refusal.code]?.({ parts, refusal, payload, token: tokenIn(payload) }) ?? []);
  return { text, title: t`Nothing changed`, blocks: [section(text), ...more] };
}

/** Decisions are told by the office's clock. */
function sentenceFor(refusal: DomainError, zone: string): string {
  const { code, details } = refusal;
  if (code !== 'AlreadyDecided' || typeof details['at'] !== 'string') return refusalText(refusal);
  const by = `${details['person'] === undefined ? '' : '@'}${detailText(details['by'])}`; // Silence is nobody's name.
  return refusalText(new DomainError('AlreadyDecided', { ...details, by, when: clock(details['at'], zone) }));
}

/** What the person clicked on or submitted was about. */
function tokenIn({ actions: [action] = [], view }: Payload): Token | undefined {
  const { document, revision, step } = JSON.parse(view?.private_metadata || '{}') as Partial<Token>;
  return readToken(action?.value ?? action?.selected_option?.value) ?? (document ? { document, revision, step } : undefined);
}

type Remedy = { parts: Parts; refusal: DomainError; payload: Payload; token: Token | undefined };

/** What follows a refusal besides its sentence. */
const REMEDIES: Partial<Record<RefusalCode, (remedy: Remedy) => KnownBlock[] | Promise<KnownBlock[]>>> = {
  StaleButton: newVersion, StaleVersion: newVersion,
  SelfApproval: explained, NotApprover: explained, NeededLater: explained,
  CardOutOfDate: ({ payload }) => homeLink(payload),
  UsageCreate: openForm, LineUnreadable: openForm, AmountAmbiguous: openForm, CurrencyMissing: openForm, CurrencyAmbiguous: openForm, DescriptionMissing: openForm,
  CommandUnknown: () => [context(t`\`/invoice help\` shows what there is.`)],
};

async function newVersion({ parts, token, payload }: Remedy): Promise<KnownBlock[]> {
  const invoice = token?.document.startsWith('inv_') ? await parts.reading.invoices.find(token.document) : null;
  const seen = invoice && token?.revision !== undefined ? versionAt(invoice.history, token.revision) : undefined;
  if (!invoice || !seen) return [];
  const { actor } = await parts.directory.identify(userOf(payload), teamOf(payload), 'recent');
  if (!may(await parts.reading.access.of(actor.email, parts.book.current()), 'see', invoice)) return [];
  const changed = differences(seen, { ...invoice, dueDate: undefined });
  const value = tokenOf({ document: invoice.id, revision: invoice.version, ...(invoice.approval && { step: invoice.approval.current }) });
  return [
    ...sections(changed.length > 0 ? [t`*What changed since version ${seen.version}:*`, ...changed] : [unchanged(invoice)]),
    actions(`newer_${invoice.id}_${invoice.version}`, [button(t`Review new version`, ACTION.review, value, 'primary')]),
  ];
}

/** What happened to an invoice that reads as it was shown: taken or given back, or asked about once more. */
const unchanged = ({ state, version }: Invoice): string =>
  (state === 'draft' ? t`It is a draft again; a new message follows when it is submitted again.` : t`It was handed in again; version ${version} counts now.`);

function explained({ refusal: { details: { who: asked, why, rule, policy } }, token }: Remedy): KnownBlock[] {
  const who = asked ? [context([t`Who may: ${typed(detailText(asked))}`, typed(detailText(why ?? rule)), ...(policy ? [t`policy ${detailText(policy)}`] : [])].join(' · '))] : [];
  return [...who, ...(token ? [actions(`explain_${token.document}_${token.revision ?? 0}`, [button(t`Explain`, ACTION.explain, tokenOf(token))])] : [])];
}

function homeLink({ api_app_id: app, team, user }: Payload): KnownBlock[] {
  const workspace = team?.id ?? user?.team_id;
  if (!app || !workspace) return [];
  return [{ type: 'actions', block_id: 'to_home', elements: [{ ...button(t`App Home`, 'inv.home.open', 'home'), url: `https://slack.com/app_redirect?app=${app}&team=${workspace}` }] }];
}

/** A line that could not be read leads to the form, which has a field for everything. */
function openForm({ payload }: Remedy): KnownBlock[] {
  if (payload.command === undefined) return [];
  return [context(t`For example \`/invoice create ap@acme.example 100 EUR consulting\`.`), actions('open_form', [button(t`Open the form`, ACTION.create, 'form')])];
}
