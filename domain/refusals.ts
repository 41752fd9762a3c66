/** Refusals: the office's final answers. One catalogue, code to sentence; docs/refusals.md is tested against it. */

import type { Spoken } from './phrase';

/** What people of the office meet: sentences with `{name}` places that the refusal's details fill. */
const OF_OFFICE = {
  NotFound: 'No {what} with that number.',
  // money and dates
  AmountAmbiguous: "'{text}' could be {low} or {high}; write {lowText} or {highText}.",
  AmountNegative: 'Amount must be above 0; for money back use /invoice credit.',
  AmountPrecision: "'{text}' is too precise: {currency} has {decimals}.",
  AmountTooLarge: 'That amount is too large; the most is {most} {currency}.',
  AmountUnreadable: "'{text}' is not an amount; write it as 1234.50.",
  CurrencyAmbiguous: "'{symbol}' could be {candidates}; write the code, as in 100 {example}.",
  CurrencyMissing: "'{text}' has no currency; write it as 100 EUR.",
  CurrencyMixed: '{one} and {other} cannot be mixed; use one currency.',
  CurrencyUnknown: "'{currency}' is not a currency; use a code of ISO 4217, such as EUR.",
  DateUnreadable: "'{text}' is not a date; write 2026-12-01, 30d, fri, eom, today or tomorrow.",
  DecimalUnreadable: "'{text}' is not a number; write digits and a point, such as 12.5.",
  PeriodUnusable: 'The days from {from} up to {to} do not lie within the period from {start} up to {end}; choose days of that period.',
  PricePrecision: "'{text}' is too precise; a price has at most {most} decimals.",
  RateMissing: 'No exchange rate between {currency} and {to} is known on or before {date}, and none is guessed; finance adds it to rates.csv or office.yaml, then submit again.',
  SmallBusinessVat: 'Line {line}: a small business charges no VAT, and {rate} % is on it; choose the exempt tax.',
  SellerVatIdMissing: "The office's own VAT number is missing: a supply without VAT within the EU needs it on the invoice. Finance adds vat_id to the seller in office.yaml.",
  TaxOutOfDate: 'Line {line} has {rate} %, and on {date} it is {now} %. Edit the draft and choose the tax again, or give the day of the supply.',
  TaxUnknown: "There is no tax '{tax}' any more; choose another one ({known}).",
  VatIdMissing: "{client}'s VAT number is missing: {why}. Add it to the client, then submit again.",
  VatIdWrong: "{client}'s VAT number {vatId} cannot be right: its format or its check digits do not fit. Correct it at the client, then submit again.",
  VatIdSameCountry: "{client}'s VAT number {vatId} is of the office's own country: a supply within the EU goes to another one. Choose another tax, or correct the number.",
  VatRateUnexpected: 'VAT category {category} has no rate; {rate} % belongs to category S.',
  VatRateUnusable: "'{rate}' is not a VAT rate; write a percentage from 0 to 100, such as 19.",
  WeightsUnusable: 'An amount can only be split over shares that are not all zero and have one sign.',
  ZoneUnknown: "'{zone}' is not a time zone; write one such as Europe/Berlin.",
  ImportRefused: '{name} is refused: {faults}',
  ImportUnfit: '{number} does not fit into a draft of the office: {why}.',
  ImportNobody: 'No client is called {name} or has its mail address; create it with /invoice client new, then press again.',
  ImportUnknown: 'There is no imported e-invoice {number}; /invoice import without a number brings one in.',
  FileTooLarge: '{name} is larger than {most} MB.',
  // lifecycle
  Moved: 'The document changed meanwhile; try again.',
  NotAllowed: 'Only {who} may do that.',
  PolicyChangeOver: 'This change of the approval policy is decided or was changed again; policy {version} is in force.',
  PolicySame: '{name} waits under policy {version} already.',
  PolicyConfirmedAlready: 'You stand behind this change already; {who} has to confirm it too.',
  Closed: '{name} is {state}; nothing more can be done with it.',
  AlreadyIssued: '{name} is issued; its content stays as it is.',
  StaleVersion: '{name} changed since you opened it; it is at version {version} now. Open it again.',
  AlreadySubmitted: '{name} is already waiting for {who}.',
  NotWaiting: '{name} is not waiting for approval; it is {state}.',
  NotDraft: '{name} is {state}; only a draft can be discarded.',
  AlreadyVoid: '{name} is already void.',
  SentAlready: '{name} went to the client; it can no longer be voided; credit it with /invoice credit {name}.',
  NameMistyped: 'Type {name} to confirm.',
  ReasonMissing: 'Say why in at least 5 characters.',
  ReasonTooLong: 'At most {most} characters.',
  QuestionMissing: 'Write your question.',
  NotIssued: '{name} is not issued yet, so nothing can be paid on it.',
  CurrencyOfPayment: '{name} is in {currency}, not in {given}.',
  DateInFuture: '{date} is in the future; a payment is recorded when it has come in.',
  DateInPast: '{date} is in the past; choose today or later.',
  PaymentRecorded: 'Already recorded: {amount} of {date} on {name}, by {who}.',
  PaymentUnknown: '{name} has no such payment.',
  PaymentReversed: 'That payment on {name} was already taken back by {who}.',
  CreditNotIssued: '{name} is not issued yet; edit or discard the draft instead.',
  CreditNothing: 'Nothing of {name} is chosen, or nothing is left to credit.',
  CreditBeyond: 'Line {line}: that is more than is left to credit: {left}.',
  CreditQuantity: "Line {line}: '{quantity}' must be above 0.",
  CreditLineUnknown: '{name} has no such line, or it is chosen twice.',
  CreditEither: 'Tick everything that is left, or fill in lines; not both.',
  CreditMoved: 'What is left of {name} changed meanwhile; look at it again.',
  CreditUnconfirmed: 'Look at the totals first: open it again with /invoice credit {name}.',
  CreditUnknown: '{name} has no such credit.',
  CreditDecided: 'That credit of {name} is decided already by {who}.',
  CreditedAlready: '{name} has a credit; it can no longer be voided.',
  RefundNothing: 'Nothing was paid beyond what is still open on {name} ({open}), so there is nothing to pay back; set it off instead.',
  RefundDone: 'Nothing is to be paid back on {name} any more.',
  NotSent: '{name} was not sent yet.',
  NotApproved: '{name} {waiting}.',
  AlreadyPaid: '{name} is paid.',
  MailLeaving: '{name} is being mailed at this moment.',
  MailHeld: 'Nobody knows yet whether the last mail of {name} arrived; finance settles that first.',
  MailNotHeld: 'That mail of {name} is settled already.',
  NotPrintable: '{name} has no printed page; print it once it is issued.',
  TooManyLetters: 'At most {most} letters at a time; print some of them first.',
  PostTooLong: 'Those are {pages} pages; at most {most} at a time.',
  DocumentUnknown: "There is no document '{name}'; write numbers such as INV-7 EST-3.",
  PrintRefused: 'The page cannot be printed: {why}.',
  AddressUnusable: "'{address}' is not one mail address.",
  Disputed: '{name} is disputed; resolve the dispute first.',
  DisputeOpen: '{name} is disputed already by {who}: {reason}',
  NoDispute: '{name} is not disputed.',
  RemindedRecently: '{name} was reminded on {when} UTC; wait 72 hours between reminders.',
  RemindersStopped: 'Reminders of {name} are {status} by {who}; resume them first.',
  LadderStands: 'Reminders of {name} are {status} already, by {who}.',
  LadderRuns: 'Reminders of {name} are running.',
  NoLines: 'Add at least one line.',
  TooManyLines: 'At most {most} lines.',
  DescriptionMissing: 'Description: say what it is for.',
  DescriptionTooLong: 'Description: at most 500 characters.',
  QuantityNotPositive: "Quantity: '{quantity}' must be above 0.",
  DiscountOutOfRange: "Discount: '{percent}' must be from 0 to 100 percent.",
  NoteTooLong: 'Note: at most {most} characters.',
  MarkTooLong: 'Person, section and serial number of a line: at most {most} characters.',
  DeliveryTooLong: 'Delivery address: at most {most} characters.',
  TooManyInstalments: 'At most {most} instalments.',
  InstalmentOrder: 'Instalments are due one after the other; {date} is not later than the one before it.',
  InstalmentsUneven: 'The instalments come to {planned} and the document to {total}; give the last one as “rest”.',
  InstalmentUnreadable: '“{text}” is no instalment; write one a line, such as 30% 2026-12-01 Deposit.',
  ReferenceTooLong: 'Purchase order and project: at most {most} characters.',
  TotalNotPositive: 'The total must be above 0.',
  ClientUnknown: 'There is no such client.',
  ClientMoved: '{name} was changed meanwhile; open it again.',
  EstimateAnswered: '{name} was already {answer}.',
  EstimateExpired: '{name} expired on {date}.',
  EstimateSuperseded: 'There is a newer version of {name}.',
  EstimateNotSent: '{name} was not sent yet.',
  EstimateConverted: '{name} is already converted.',
  EstimateClosed: '{name} is {state}.',
  NameMissing: 'Name: 2 to 200 characters.',
  TagsUnusable: 'Tags: at most {most} of at most {length} characters, without commas.',
  PersonUnknown: '{who} is nobody of the office.',
  CountryUnknown: "'{country}' is not a country; use a code of ISO 3166, such as DE.",
  SignerMissing: 'Write your name.',
  // approval
  NoApprover: 'Too few people are left to approve this: {quorum} of {approvers} must say yes, and its creator and last editor cannot. Ask finance to add an approver.',
  StaleButton: 'This invoice changed since the message; see the new message.',
  SelfApproval: 'You {did} {name}; another approver has to decide.',
  NotApprover: 'You are not an approver for this amount.',
  EInvoiceDecimals: '{name} has amounts that no e-invoice can say: of three decimals, or with taxes beside VAT. Choose the PDF alone for this client.',
  EInvoiceUnsound: '{name} cannot go out as an e-invoice yet. {faults}',
  EndpointUnusable: '“{text}” is no electronic address; write its scheme and the address, such as 0204:991-01234-44 or EM:ap@acme.example.',
  EInvoiceForeign: 'This is XML, but no e-invoice: it begins with “{root}”, where UBL has Invoice or CreditNote and CII has CrossIndustryInvoice.',
  EInvoiceRulesMissing: 'The rules of {profile} are not on this machine, so nothing can be issued by them; run npm run rules, or choose another kind of e-invoice for the client.',
  XmlUnreadable: 'This is no XML that can be read: {why}.',
  AlreadyDecided: 'Already {done} by {by} on {when}. Nothing changed.',
  AlreadyCounted: 'You {done} {name} already; one person counts once.',
  StepMoved: 'That step of {name} is done; it now waits for {who}.',
  ExceptionNone: 'The policy of {name} knows no exceptions.',
  ExceptionAsked: '{by} asked for an exception of {name} already; it waits for the second person.',
  ExceptionAlone: 'Nobody is left who could confirm an exception of {name}.',
  ExceptionOver: 'Nobody asks for an exception of {name} any more.',
  AbsenceDates: 'The last day comes not before the first and not before today, and at most {most} days later.',
  AbsenceToOneself: 'Nobody decides for themselves while they are away; name somebody else.',
  DeputyOnlyLooks: '{name} only looks; name a coordinator, a manager or somebody of finance.',
  AbsenceOverlaps: 'You are away already: {days}. Take it back first with /invoice away end.',
  AbsenceCircle: 'That makes a circle: {names} would pass it back to you.',
  AbsenceUnknown: 'You are not away, and nothing is planned.',
  NotOpened: 'You have not opened version {version} of it; review it first.',
  NothingOpened: 'Nothing that you have opened waits for you any more; review something first.',
  NothingTicked: 'Tick at least one.',
  NeededLater: 'You are needed for a later step of {name}; {who} has to decide this one.',
  // slack
  UsageCreate: 'Usage: /invoice create <client> <amount> <currency> <description>',
  LineUnreadable: "'{text}' is not a line; write it as 100 EUR consulting, or 3x \"Design day\" @ 800 EUR.",
  PastedLine: 'Line {line}: {sentence}',
  SaidTwice: "'{option}' is there twice; write it once.",
  CommandUnknown: "There is no '{verb}'{meant}.",
  CommandLater: '{what} will come later. {instead}',
  Usage: 'Usage: {usage}',
  FilterUnknown: "There is no list '{filter}'; use one of {filters}.",
  SearchTooShort: 'Search for at least 2 characters.',
  PageExpired: 'That page is out of date; run the list again.',
  CardOutOfDate: 'This card is out of date; look at your App Home for what is open.',
  ForbiddenTeam: 'Only members of this workspace can approve.',
  NotInOffice: 'Only people of the office can use {command}; ask {who} to add you.',
  NotActive: 'Your Slack account may not do that: it is deactivated, a guest or a bot.',
  PaymentUnreadable: "'{text}' is not a payment; write it as 500 EUR 2026-12-01 ref X.",
  NothingLast: 'You have no document yet; begin with /invoice create.',
  FormGone: 'That form is no longer kept; open a new one.',
  PeriodUnreadable: "'{text}' is not a period; write 2026, 2026-Q1, 2026-03 or 2026-01..2026-03.",
  ArchiveEmpty: 'Nothing was issued in {period}; {known}.',
  ArchiveTooLarge: 'The archive of {period} is larger than {most}. {instead}.',
} as const satisfies Record<string, string>;

/** What only visitors of the portal and the mail provider meet. */
const OF_PORTAL = {
  PageUnknown: 'Not found.',
  PathTooLong: 'That address is too long; open the link from our mail.',
  BodyTooLarge: 'That is too much at once; send at most {most} KB.',
  FormUnreadable: 'That form could not be read; reload the page and try again.',
  FieldNotText: '{field} must be text.',
  MethodNotAllowed: 'This address only takes {methods}.',
  OpenAndPress: 'Open the page and press {button}.',
  FormStale: 'Reload the page and try again.',
  TooManyAttempts: 'Too many attempts; try again in {seconds} s.',
  LinkExpired: 'This link has expired; a new one was sent to the address we hold.',
  LinkRevoked: 'This link was withdrawn.',
  ApprovalLinkExpired: 'This link has expired.',
  AskedNoMore: 'This is not asked of you any more.',
  CodeNeeded: 'Your session has ended; open it again with a code.',
  CodeWrong: 'That code does not open this page.',
  WebhookUnsigned: 'No signature.',
  WebhookForged: 'The signature does not fit; check the verification key.',
  WebhookOutOfTime: 'The signature is more than {minutes} minutes away from now; check the clock.',
  WebhookShut: 'No verification key is set; set SENDGRID_WEBHOOK_PUBLIC_KEY.',
  WebhookUnreadable: 'Events come as a JSON list of objects.',
} as const satisfies Record<string, string>;

const SENTENCES = { ...OF_OFFICE, ...OF_PORTAL };

export type RefusalCode = keyof typeof SENTENCES;
/** What fills a place: a text or number, something to be said in the reader's language, or another refusal. */
export type RefusalDetail = string | number | boolean | null | undefined | Spoken | Refused;
export type RefusalDetails = { [name: string]: RefusalDetail };
/** A refusal as data. */
export type Refused = { code: RefusalCode; details: RefusalDetails };

/** The whole catalogue, for the docs' test and for look-ups by code; and the part that is said in Slack. */
export const REFUSALS: Readonly<Record<string, string>> = SENTENCES;
export const OFFICE_REFUSALS: Readonly<Record<string, string>> = OF_OFFICE;

const OPEN_STATES = ['submitted', 'approved', 'issued', 'sent', 'paid', 'void'];

/** Refusals with a detail that is one of a few English words: with each of them they are a sentence of their own, also for translators. */
export const WORDED: Readonly<Record<string, { detail: string; words: readonly string[] }>> = {
  AmountPrecision: { detail: 'decimals', words: ['no decimals', 'at most 2 decimals', 'at most 3 decimals', 'at most 4 decimals'] },
  NotFound: { detail: 'what', words: ['invoice', 'estimate', 'credit note', 'document', 'mail', 'act'] },
  Closed: { detail: 'state', words: ['void', 'discarded'] },
  NotWaiting: { detail: 'state', words: ['draft', ...OPEN_STATES, 'discarded'] },
  NotDraft: { detail: 'state', words: OPEN_STATES },
  EstimateAnswered: { detail: 'answer', words: ['accepted', 'declined'] },
  EstimateClosed: { detail: 'state', words: ['discarded', 'withdrawn'] },
  SelfApproval: { detail: 'did', words: ['created', 'last edited', 'asked for the exception of'] },
  AlreadyDecided: { detail: 'done', words: ['approved', 'rejected'] },
  AlreadyCounted: { detail: 'done', words: ['approved', 'rejected'] },
  RemindersStopped: { detail: 'status', words: ['paused', 'acknowledged'] },
  LadderStands: { detail: 'status', words: ['paused', 'acknowledged', 'disputed'] },
  PrintRefused: { detail: 'why', words: ['it is too large', 'it leads away from its page'] },
} satisfies Partial<Record<RefusalCode, { detail: string; words: readonly string[] }>>;

/** A final answer: never retried, always told to the person. `details` fill the sentence and travel to Slack and the portal. */
export class DomainError extends Error {
  constructor(readonly code: RefusalCode, readonly details: RefusalDetails = {}) {
    super(sentence(code, details));
    this.name = 'DomainError';
  }
}

/** The refusal as one English sentence for a person. An unfilled place stays visible as `{name}`: the tests look for it. */
export function sentence(code: string, details: RefusalDetails = {}): string {
  const pattern = REFUSALS[code] ?? code;
  return pattern.replace(/\{(\w+)\}/g, (place, name: string) => detailInEnglish(details[name] ?? place));
}

export const isRefused = (detail: RefusalDetail): detail is Refused => typeof detail === 'object' && detail !== null && 'code' in detail;

/** A detail by itself, in English. */
export const detailInEnglish = (detail: RefusalDetail): string =>
  (isRefused(detail) ? sentence(detail.code, detail.details) : typeof detail === 'object' && detail !== null ? detail.text : String(detail ?? ''));
