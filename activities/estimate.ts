/** Estimate activities: drafting, sending, the client's answer, and the invoice it becomes. */
import type { Book } from '../config/book';
import { dateOfInstant, addDays, instantOf } from '../domain/dates';
import { estimateName, type Estimate } from '../domain/estimate';
import { begunMails, type Act } from '../domain/history';
import {
  answered, checkSendable, converted, convertAsked, draftEstimate, estimateDiscarded, estimateEdited, estimateMailed, estimateMailSettled, expired,
  sendAsked, type OfferDates,
} from '../domain/offering';
import { actionOf, checkPermission } from '../domain/permission';
import { estimatePosted } from '../domain/posting';
import { DomainError } from '../domain/refusals';
import type { ClientStore } from '../store/client';
import type { EstimateStore } from '../store/estimate';
import type { FileStore } from '../store/file';
import type { Mail } from '../store/mail';
import type { NumberStore } from '../store/number';
import type { AccessQueries } from '../store/queries/access';
import { carried } from '../templates/file-name';
import { estimateModel } from '../templates/model';
import { renderMail } from '../templates/render';
import type { EstimateActs, EstimateAnswer, EstimateVerb, OfferEstimate } from '../workflows/contracts/estimate';
import type { CreateInvoice, MailEvent } from '../workflows/contracts/invoice';
import { changeDocument, toldBy, type Changed } from './change';
import type { Printer } from './gateways/chromium';
import { actOfOffice, outcomeOf } from './issue';
import type { Links } from './link';
import type { Mailer } from './mail';
import { claimNumber } from './number';
import { printOnce } from './print';

type Ref = { estimateId: string; at: string };
type Deps = { estimates: EstimateStore; clients: ClientStore; access: AccessQueries; numbers: NumberStore; mailer: Mailer; links: Links; book: Book };
type PrintingDeps = { estimates: EstimateStore; files: FileStore; printer: Printer; book: Book };

/** What the workflow steers by. `expiresAt` is the end of the last day of validity in the client's zone (ISO instant). */
export type EstimateView = {
  estimateId: string; state: Estimate['state']; revision: number; version: number; printed: boolean;
  outgoing?: { key: string; to: string }; expiresAt?: string; invoiceId?: string;
};
type Answered = { view: EstimateView; answer: EstimateAnswer };
/** What the office does with an estimate. */
type OfficeVerb = Exclude<EstimateVerb, 'open' | 'answer'>;

const viewOf = (estimate: Estimate): EstimateView => ({
  estimateId: estimate.id, state: estimate.state, revision: estimate.revision, version: estimate.version, printed: estimate.pdf !== undefined,
  outgoing: estimate.outgoing, invoiceId: estimate.invoiceId,
  expiresAt: estimate.validUntil && instantOf(addDays(estimate.validUntil, 1), '00:00', estimate.client.zone),
});

export const createEstimateActivities = ({ estimates, clients, access, numbers, mailer, links, book }: Deps) => {
  const clientOf = async (clientId: string) => {
    const client = await clients.find(clientId);
    if (!client) throw new DomainError('ClientUnknown');
    return client;
  };
  const load = async (estimateId: string): Promise<Estimate> => {
    const estimate = await estimates.find(estimateId);
    if (!estimate) throw new DomainError('NotFound', { what: 'estimate' });
    return estimate;
  };
  const datesAt = (at: string): OfferDates => ({ today: dateOfInstant(at, book.current().office.zone), validDays: book.current().office.estimateValidDays });
  const answeredOf = ({ document, entry, repeated }: Changed<Estimate>): Answered => ({
    view: viewOf(document),
    answer: {
      estimateId: document.id, name: estimateName(document), state: document.state, revision: document.revision, version: document.version,
      invoiceId: document.invoiceId, ...toldBy(entry), repeated,
    },
  });

  const standing = (document: Estimate): Answered => answeredOf({ document, entry: document.history.at(-1), repeated: false });

  /** Claims the number before the rule is asked: a claim is found again by its estimate, so a refusal wastes none. */
  async function send(estimateId: string, { version, to, key }: EstimateActs['send'], act: Act): Promise<Changed<Estimate>> {
    const { office } = book.current();
    const issueDate = dateOfInstant(act.at, office.zone);
    const seen = await load(estimateId);
    if (!seen.history.some((entry) => entry.key === key)) checkSendable(seen, version, to, issueDate);
    const number = seen.number ?? (await claimNumber(numbers, office, 'estimate', estimateId, act.at)).number;
    try {
      return await changeDocument<Estimate>(estimates, estimateId, act, (estimate) => {
        checkSendable(estimate, version, to, issueDate);
        return sendAsked(estimate, to, { number, issueDate, seller: office.seller, mailKey: `estimate/${estimateId}/send/${key}` });
      });
    } finally {
      // Refused after all, by what somebody did meanwhile: the number claimed stays with its estimate.
      await changeDocument<Estimate>(estimates, estimateId, actOfOffice(`number/${estimateId}`, act.at), (estimate) =>
        (estimate.number ? undefined : { kind: 'numbered', detail: { number }, changes: { number } }));
    }
  }

  /** The client's answer needs its link; all else stands in the table of permissions. An edit may move the estimate to another client. */
  async function checkAct(estimate: Estimate, verb: OfficeVerb, args: EstimateActs[OfficeVerb]): Promise<void> {
    const rights = await access.of(args.by.email, book.current());
    checkPermission(rights, actionOf(verb), estimate);
    if ('content' in args) checkPermission(rights, actionOf(verb), { ...estimate, client: { id: args.content.clientId } });
  }

  /** The rule of an act; `send` has a road of its own because it claims a number. */
  async function ruled<V extends EstimateVerb>(estimateId: string, verb: V, given: EstimateActs[V], act: Act): Promise<Changed<Estimate>> {
    const dates = datesAt(act.at);
    const args = given as never;
    if (verb === 'send') return send(estimateId, args, act);
    if (verb === 'answer') {
      const { says, name, reason, ip, version, contentHash } = args as EstimateActs['answer'];
      const zone = (await load(estimateId)).client.zone;
      return changeDocument<Estimate>(estimates, estimateId, act, (estimate) =>
        answered(estimate, { says, name, reason, ip, version, contentHash }, act, dateOfInstant(act.at, zone)));
    }
    if (verb === 'edit') {
      const { content, validUntil, version } = args as EstimateActs['edit'];
      const client = await clientOf(content.clientId);
      return changeDocument<Estimate>(estimates, estimateId, act, (estimate) => estimateEdited(estimate, content, validUntil, version, client, act, dates));
    }
    if (verb === 'settleMail') {
      const { mailKey, says } = args as EstimateActs['settleMail'];
      const { again } = await mailer.settle(mailKey, says, act.at);
      return changeDocument<Estimate>(estimates, estimateId, act, (estimate) => estimateMailSettled(estimate, mailKey, again, act));
    }
    if (verb === 'post') return changeDocument<Estimate>(estimates, estimateId, act, (estimate) => estimatePosted(estimate, act));
    if (verb === 'convert') return changeDocument<Estimate>(estimates, estimateId, act, convertAsked);
    return changeDocument<Estimate>(estimates, estimateId, act, estimateDiscarded);
  }

  async function noteOutcome(estimateId: string, mail: Mail, at: string): Promise<Estimate> {
    const { document } = await changeDocument<Estimate>(estimates, estimateId, actOfOffice(`${mail.key}/end`, at), (sent) =>
      estimateMailed(sent, outcomeOf(mail, 'estimate', at)));
    return document;
  }

  /**
   * Ends the mails that a crash cut off and that nobody wants any more: what had not left stays here, what may have left is held.
   * Answers the estimate as it stands then.
   */
  async function endCutOff(estimate: Estimate, at: string): Promise<Estimate> {
    let stands = estimate;
    for (const key of begunMails(estimate.history)) {
      if (key === estimate.outgoing?.key || (await mailer.giveUp(key, at, 'It was changed or withdrawn.'))) continue;
      stands = await noteOutcome(estimate.id, await mailer.cutOff(key, at), at);
    }
    return stands;
  }

  return {
    /** Makes the draft (once), sends it when asked, or finds the stored estimate. Answers how it stands. */
    async openEstimate({ estimateId, create, at }: OfferEstimate & { at: string }): Promise<Answered> {
      let estimate = await estimates.find(estimateId);
      if (!estimate && create) {
        checkPermission(await access.of(create.by.email, book.current()), 'create', { client: { id: create.content.clientId }, createdBy: create.by });
        const act: Act = { by: create.by, key: create.key, at };
        const fields = draftEstimate(estimateId, create.content, create.validUntil, await clientOf(create.content.clientId), act, datesAt(at));
        estimate = await estimates.create(fields, act, 'drafted');
      }
      if (!estimate) throw new DomainError('NotFound', { what: 'estimate' });
      if (create?.send && estimate.state === 'draft' && estimate.version === 1) {
        const args = { by: create.by, key: `${create.key}/send`, version: 1 };
        estimate = (await send(estimateId, args, { by: args.by, key: args.key, at })).document;
      }
      return standing(estimate);
    },

    /** The answer to `open`: how the estimate stands. */
    async showEstimate({ estimateId }: Ref): Promise<Answered> {
      return standing(await load(estimateId));
    },

    /** One act of a person or of the client. Refuses what its rule in domain/offering.ts refuses. */
    async actOnEstimate<V extends EstimateVerb>({ estimateId, verb, args, at }: { estimateId: string; verb: V; args: EstimateActs[V]; at: string }): Promise<Answered> {
      const act: Act = { by: args.by, key: args.key, at };
      if (verb !== 'answer') await checkAct(await load(estimateId), verb as OfficeVerb, args);
      return answeredOf(await ruled(estimateId, verb, args, act));
    },

    /** Mails the printed estimate with its PDF and its link, and notes the outcome; nothing when it was changed or withdrawn before it left. */
    async mailEstimate({ estimateId, at }: Ref): Promise<EstimateView> {
      const asked = await endCutOff(await load(estimateId), at);
      const { outgoing, pdf } = asked;
      if (!outgoing || !pdf) return viewOf(asked);
      const { document: estimate, entry } = await changeDocument<Estimate>(estimates, asked, actOfOffice(`${outgoing.key}/begin`, at), (seen) => (seen.outgoing?.key !== outgoing.key ? undefined : {
        kind: 'mail.sending', detail: { mailKey: outgoing.key, to: outgoing.to },
        changes: { delivery: { status: 'sending', to: outgoing.to, mailKey: outgoing.key, at } },
      }));
      if (!entry) return viewOf(estimate);
      const url = await links.mintLink({ clientId: estimate.client.id, documentId: estimateId, version: estimate.version, at });
      const { look } = book.current();
      const model = estimateModel(estimate, { url, look });
      const message = renderMail('estimate', model, look);
      const mail = await mailer.deliver({
        key: outgoing.key, kind: 'estimate', documentId: estimateId, documentKind: 'estimate', to: outgoing.to, ...message, attachments: [carried(pdf, model)], at,
      });
      return viewOf(await noteOutcome(estimateId, mail, at));
    },

    /** The provider's word on the estimate's mail. */
    async noteEstimateMail({ estimateId, event, at }: { estimateId: string; event: MailEvent; at: string }): Promise<EstimateView> {
      const { mail } = await mailer.report({ key: event.mailKey, event: event.event, at: event.at, reason: event.reason });
      const { document } = await changeDocument<Estimate>(estimates, estimateId, actOfOffice(`mail/${event.mailKey}/${event.event}`, at), (estimate) =>
        (mail.state === event.event ? estimateMailed(estimate, { mailKey: event.mailKey, to: mail.to, status: event.event, reason: event.reason, at }) : undefined));
      return viewOf(document);
    },

    /** Nobody answered in time. */
    async expireEstimate({ estimateId, at }: Ref): Promise<EstimateView> {
      const { document } = await changeDocument<Estimate>(estimates, estimateId, actOfOffice(`expire/${estimateId}/${at}`, at), (estimate) =>
        (estimate.state === 'sent' || estimate.state === 'issued' ? expired(estimate) : undefined));
      return viewOf(document);
    },

    /** What the accepted estimate's invoice starts with; submitted at once unless the office stops it at the draft. */
    async prepareInvoice({ estimateId }: Ref): Promise<CreateInvoice> {
      const { content, createdBy, number } = await load(estimateId);
      const { due: _, ...lasting } = content;
      const submit = book.current().office.onAcceptance === 'submit' ? { submit: 'now' as const } : {};
      return { by: { ...createdBy, via: 'office' }, key: `accepted/${estimateId}`, content: lasting, source: { estimateId, number }, ...submit };
    },

    /** The invoice stands; the estimate is done. */
    async noteConversion({ estimateId, invoiceId, at }: Ref & { invoiceId: string }): Promise<EstimateView> {
      const { document } = await changeDocument<Estimate>(estimates, estimateId, actOfOffice(`convert/${estimateId}`, at), () => converted(invoiceId));
      return viewOf(document);
    },
  };
};
export type EstimateActivities = ReturnType<typeof createEstimateActivities>;

export const createEstimatePrinting = ({ estimates, files, printer, book }: PrintingDeps) => ({
  /** Prints a version once; its bytes are that version for good. */
  async printEstimate({ estimateId, at }: Ref): Promise<EstimateView> {
    const estimate = await estimates.find(estimateId);
    if (!estimate) throw new DomainError('NotFound', { what: 'estimate' });
    const key = `estimate/${estimateId}/v${estimate.version}`;
    const name = `${estimateName(estimate)}${estimate.version > 1 ? `-v${estimate.version}` : ''}`;
    const { look } = book.current();
    const pdf = await printOnce({ files, printer }, { key, name, model: estimateModel(estimate, { look }), look, at });
    const { document } = await changeDocument<Estimate>(estimates, estimate, actOfOffice(`print/${key}`, at), () => ({
      kind: 'printed', detail: { version: estimate.version, hash: pdf.hash }, changes: { pdf },
    }));
    return viewOf(document);
  },
});
