/** The client form: who is billed, where, in which currency and tax. New ones come prefilled with the office's own habits. */
import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { isCountry } from '../../config/parties';
import type { Client, ClientDetails } from '../../domain/client';
import { areTags, CLIENT_LIMITS, isMailAddress } from '../../domain/client';
import { isCurrency } from '../../domain/currency';
import { isZone } from '../../domain/dates';
import { E_INVOICE_FORMATS, endpointText, isEndpoint, readEndpoint, USUAL_FORMAT, usualEndpoint, type EInvoiceFormat } from '../../domain/einvoice/format';
import { idOf } from '../../domain/id';
import { languageOf, LANGUAGE_CODES } from '../../domain/language';
import type { Person } from '../../domain/people';
import { may } from '../../domain/permission';
import { taxesOn, vatOn } from '../../domain/taxation';
import { plainText } from '../../domain/typed-text';
import { compactVatId, isVatId } from '../../domain/vat-id';
import { option, plain } from '../../templates/slack/blocks';
import { typed } from '../../templates/slack/text';
import { key, sentence, t, voice } from '../../templates/slack/words';
import type { Answer } from '../answer';
import { actingOf, type Deed, type Payload } from '../deed';
import { draftFromKept } from './choice';
import { kept, keep } from '../form/keeping';
import { designKey, taxKey, taxOf } from '../form/state';
import { designSelect } from '../form/design';
import { drawForm } from '../form/view';
import { input, metadataOf, modal, textElement, valueOf } from '../modal';
import type { Parts } from '../parts';
import type { Form } from '../registration';

/** `form` is a document form to go back to, `line` a one-line command that waits for its client. */
type ClientMetadata = { client?: string; revision?: number; form?: string; line?: string };

const ID = {
  name: 'name_0_0', email: 'email_0_0', lines: 'address_0_0', postcode: 'postcode_0_0', city: 'city_0_0', country: 'country_0_0', currency: 'money_0_0', tax: 'vat_0_0',
  vatId: 'vat-id_0_0', days: 'terms_0_0', zone: 'zone_0_0', locale: 'locale_0_0',
  second: 'second_0_0', design: 'look_0_0', eFormat: 'e-invoice_0_0', eAddress: 'e-address_0_0', eReference: 'e-reference_0_0', manager: 'manager_0_0', tags: 'tags_0_0',
} as const;

/** A new client's form, or that of a stored one. `name` or `email` as far as they were typed already. */
export function clientFormFor(deed: Deed, metadata: ClientMetadata, client?: Client, begun: { name?: string; email?: string } = {}): ModalView {
  const { office } = deed.parts.book.current();
  const taxes = new Map(taxesOn(office.taxes, deed.today).map(({ name, vat }): [string, PlainTextOption] => [taxKey(vat), option(name, taxKey(vat))]));
  if (client && !taxes.has(taxKey(client.defaultVat))) taxes.set(taxKey(client.defaultVat), option(taxKey(client.defaultVat), taxKey(client.defaultVat)));
  const tax = (client && taxes.get(taxKey(client.defaultVat))) ?? [...taxes.values()][0];
  const { address = { ...office.seller.address, lines: [], postcode: '', city: '' } } = client ?? {};
  const text = (id: string, label: string, value: string | undefined, most: number, more: { hint?: string; optional?: true } = {}) =>
    input({ id, label, element: textElement({ value, most }), ...more });
  return modal({
    flow: 'client', title: client ? t`Edit client` : t`New client`, submit: t`Save`, close: t`Cancel`,
    metadata: { ...metadata, ...(client && { client: client.id, revision: client.revision }) } satisfies ClientMetadata,
    blocks: [
      text(ID.name, t`Name`, client?.name ?? begun.name, 200),
      input({ id: ID.email, label: t`Mail address for invoices`, element: { type: 'email_text_input', ...((client?.email ?? begun.email) && { initial_value: client?.email ?? begun.email }) } }),
      input({ id: ID.lines, label: t`Street and number`, optional: true, element: textElement({ value: address.lines.join('\n'), most: 300, multiline: true }) }),
      text(ID.postcode, t`Postcode`, address.postcode, 20, { optional: true }), text(ID.city, t`City`, address.city, 100, { optional: true }),
      text(ID.country, t`Country`, address.country, 2, { hint: t`Two letters, such as DE` }),
      text(ID.currency, t`Currency`, client?.currency ?? office.currency, 3),
      input({ id: ID.tax, label: t`Tax of new lines`, element: { type: 'static_select', placeholder: plain(t`Tax`), options: [...taxes.values()], ...(tax && { initial_option: tax }) } }),
      text(ID.vatId, t`VAT id`, client?.vatId, 20, { optional: true }),
      text(ID.days, t`Days to pay`, String(client?.terms.days ?? office.terms.days ?? 30), 3),
      text(ID.zone, t`Time zone`, client?.zone ?? office.zone, 60, { hint: t`Reminders keep to the client’s working day, such as Europe/Berlin` }),
      text(ID.locale, t`Language and region`, client?.locale ?? office.locale, 20, { hint: t`Of documents, mails, dates and numbers, such as en-GB or ja` }), secondLanguageField(client),
      input({ id: ID.design, label: t`Design of documents`, element: designSelect(deed.parts.book.current().look.designs, client?.design ?? '') }), ...eInvoiceFields(client),
      ...(may(deed.access, 'assign_clients') ? policyFields(office.people, client) : []),
    ],
  });
}

/** The words people know the formats by. */
const FORMAT_NAMES: Readonly<Record<EInvoiceFormat, string>> = {
  'factur-x': key`In the PDF (Factur-X, ZUGFeRD)`, xrechnung: 'XRechnung', peppol: 'Peppol BIS Billing', ubl: key`UBL by EN 16931`, cii: key`CII by EN 16931`, none: key`None, the PDF alone`,
};

function eInvoiceFields(client: Client | undefined): KnownBlock[] {
  const options = E_INVOICE_FORMATS.map((format) => option(sentence(FORMAT_NAMES[format]), format));
  const { format = USUAL_FORMAT, endpoint, buyerReference } = client?.eInvoicing ?? {};
  const chosen = options.find(({ value }) => value === format)!;
  return [
    input({ id: ID.eFormat, label: t`E-invoice`, element: { type: 'static_select', options, initial_option: chosen } }),
    input({ id: ID.eAddress, label: t`Electronic address`, optional: true, hint: t`With its scheme, such as 0204:991-01234-44; without one the VAT id or the mail address`, element: textElement({ value: endpoint && endpointText(endpoint), most: 110 }) }),
    input({ id: ID.eReference, label: t`Buyer reference`, optional: true, hint: t`What the client wants to find on e-invoices; the Leitweg-ID of a German authority`, element: textElement({ value: buyerReference, most: 100 }) }),
  ];
}

function secondLanguageField(client: Client | undefined): KnownBlock {
  const names = new Intl.DisplayNames(voice().locale, { type: 'language' });
  const options = LANGUAGE_CODES.map((code) => option(names.of(code) ?? code, code));
  const chosen = options.find(({ value }) => value === client?.secondLanguage);
  return input({ id: ID.second, label: t`Second language on documents`, optional: true, hint: t`Their words stand in both languages`, element: { type: 'static_select', placeholder: plain(t`None`), options, ...(chosen && { initial_option: chosen }) } });
}

/** What the approval policy may ask of a client: who may assign clients decides it, because it decides who is asked. */
function policyFields(people: readonly Person[], client: Client | undefined): KnownBlock[] {
  const options = people.map(({ name, email }) => option(name, email));
  const chosen = options.find(({ value }) => value === client?.accountManager);
  return [
    input({ id: ID.manager, label: t`Account manager`, optional: true, hint: t`Whom the approval policy means by it`, element: { type: 'static_select', placeholder: plain(t`Nobody`), options, ...(chosen && { initial_option: chosen }) } }),
    input({ id: ID.tags, label: t`Tags`, optional: true, hint: t`Words for the approval policy, with commas between them, such as: key account, retainer`, element: textElement({ value: client?.tags?.join(', '), most: 400 }) }),
  ];
}

const tagsIn = (text: string): string[] => [...new Set(text.split(',').map((tag) => tag.replace(/\s+/g, ' ').trim()).filter(Boolean))];

function faultsOf({ view }: Payload): Record<string, string> {
  const value = (id: string): string => valueOf(view?.state?.values, id);
  const faults: Record<string, string> = {};
  const need = (id: string, sound: boolean, fault: string): void => void (!sound && (faults[id] = fault));
  need(ID.name, value(ID.name).length >= 2, t`At least two characters.`);
  need(ID.email, isMailAddress(value(ID.email).toLowerCase()), t`One mail address, such as ap@acme.example.`);
  need(ID.country, isCountry(value(ID.country).toUpperCase()), t`A country code of ISO 3166, such as DE.`);
  need(ID.currency, isCurrency(value(ID.currency).toUpperCase()), t`A code of ISO 4217, such as EUR.`);
  need(ID.days, /^\d{1,3}$/.test(value(ID.days)) && Number(value(ID.days)) <= 365, t`Whole days from 0 to 365.`);
  need(ID.zone, isZone(value(ID.zone)), t`A time zone such as Europe/Berlin.`);
  need(ID.locale, isLocale(value(ID.locale)), t`A language tag such as en-GB or de-DE.`);
  need(ID.eAddress, value(ID.eAddress) === '' || isEndpoint(value(ID.eAddress)), t`A scheme of four digits or EM, and the address: 0204:991-01234-44.`);
  need(ID.second, value(ID.second) === '' || value(ID.second) !== languageOf(value(ID.locale)), t`Another language than the first.`);
  need(ID.vatId, value(ID.vatId) === '' || isVatId(value(ID.vatId)), t`Its format or its check digits do not fit; write it with the letters of the country, such as DE123456788.`);
  if (value(ID.eFormat) === 'peppol' && !faults[ID.eAddress] && !faults[ID.vatId]) need(ID.eAddress, isOnPeppol(value), t`Peppol needs the client’s address on its network, such as 0204:991-01234-44; a mail address is none.`);
  need(ID.tags, areTags(tagsIn(value(ID.tags))), t`At most ${CLIENT_LIMITS.tags} tags of at most ${CLIENT_LIMITS.tag} characters.`);
  return faults;
}

/** Peppol delivers to no mail address (EM); without an electronic address the VAT id is one in most countries. */
function isOnPeppol(value: (id: string) => string): boolean {
  const [address, vatId] = [value(ID.eAddress), value(ID.vatId)];
  const endpoint = address ? readEndpoint(address) : usualEndpoint({ email: value(ID.email), ...(vatId && { vatId: compactVatId(vatId) }) });
  return endpoint.scheme !== 'EM';
}

function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false; // Intl can only be asked by trying.
  }
}

function detailsOf({ payload: { view }, parts, today }: Pick<Deed, 'payload' | 'parts' | 'today'>, before: Client | null): ClientDetails {
  const { taxes } = parts.book.current().office;
  const value = (id: string): string => plainText(valueOf(view?.state?.values, id));
  const second = LANGUAGE_CODES.find((code) => code === value(ID.second));
  const { postcode, city, vatId, design } = { postcode: value(ID.postcode), city: value(ID.city), vatId: value(ID.vatId), design: designKey(value(ID.design)) };
  return {
    name: value(ID.name).replace(/\s+/g, ' '), email: value(ID.email).toLowerCase(), currency: value(ID.currency).toUpperCase(), zone: value(ID.zone), locale: value(ID.locale), ...(second && { secondLanguage: second }),
    address: { lines: value(ID.lines).split('\n').map((line) => line.trim()).filter(Boolean), country: value(ID.country).toUpperCase(), ...(postcode && { postcode }), ...(city && { city }) },
    defaultVat: vatOn(taxOf(value(ID.tax)), taxes, today), terms: { ...before?.terms, days: Number(value(ID.days)) }, ...(vatId && { vatId: compactVatId(vatId) }), ...(design && { design }),
    ...eInvoicingOf(value),
    ...policyDetails(value, view?.state?.values !== undefined && ID.tags in view.state.values, before),
  };
}

function eInvoicingOf(value: (id: string) => string): Pick<ClientDetails, 'eInvoicing'> {
  const format = E_INVOICE_FORMATS.find((one) => one === value(ID.eFormat)) ?? USUAL_FORMAT;
  const [address, buyerReference] = [value(ID.eAddress), value(ID.eReference)];
  if (format === USUAL_FORMAT && !address && !buyerReference) return {};
  return { eInvoicing: { format, ...(address && { endpoint: readEndpoint(address) }), ...(buyerReference && { buyerReference }) } };
}

/** From the form of somebody who was asked for it; otherwise as it was. */
function policyDetails(value: (id: string) => string, asked: boolean, before: Client | null): Pick<ClientDetails, 'accountManager' | 'tags'> {
  const { accountManager, tags } = asked ? { accountManager: value(ID.manager), tags: tagsIn(value(ID.tags)) } : { accountManager: before?.accountManager, tags: before?.tags };
  return { ...(accountManager && { accountManager }), ...(tags && tags.length > 0 && { tags }) };
}

/** The document form below gets the new client and its habits. */
async function returnTo(parts: Parts, deed: Deed, formId: string, clientId: string): Promise<void> {
  const state = await kept(deed, formId);
  const client = await parts.reading.clients.find(clientId);
  if (!client) return;
  const next = { ...state, clientId, currency: client.currency, design: client.design ?? '', reset: state.reset + 1, rows: state.rows.map((row) => ({ ...row, tax: taxKey(client.defaultVat) })) };
  await keep(deed, next);
  const parent = deed.payload.view?.previous_view_id;
  if (parent) await parts.slack.views.update({ view_id: parent, view: await drawForm(deed, next) });
}

export const clientForm: Form = {
  flow: 'client', needs: 'edit_clients',
  check: async (payload) => {
    const errors = faultsOf(payload);
    return Object.keys(errors).length > 0 ? { errors } : undefined;
  },
  async run(deed): Promise<Answer> {
    const { client: id, revision = 0, form, line } = metadataOf<ClientMetadata>(deed.payload);
    const { parts } = deed;
    const before = id ? await parts.reading.clients.find(id) : null;
    const saved = await parts.door.saveClient({ ...actingOf(deed), clientId: id ?? idOf('cli', deed.key), revision, details: detailsOf(deed, before) });
    if (line) return draftFromKept(deed, line, saved.clientId);
    if (form) await returnTo(parts, deed, form, saved.clientId);
    const name = typed(saved.name);
    const done = id ? t`${name} is saved.` : t`${name} is a client now.`;
    const next = form ? t`Close this to go on with the form.` : t`Bill them with \`/invoice create ${name} 100 ${typed(detailsOf(deed, before).currency)} consulting\`.`;
    return { text: `:white_check_mark: ${done} ${next}`, title: t`Client saved` };
  },
};
