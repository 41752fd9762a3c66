/** Refusals: the office's final answers. One catalogue, code to sentence; docs/refusals.md is tested against it. */

/** A sentence with `{name}` places that the refusal's details fill. */
const SENTENCES = {
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
  VatRateUnexpected: 'VAT category {category} has no rate; {rate} % belongs to category S.',
  VatRateUnusable: "'{rate}' is not a VAT rate; write a percentage from 0 to 100, such as 19.",
  WeightsUnusable: 'An amount can only be split over shares that are not all zero and have one sign.',
  ZoneUnknown: "'{zone}' is not a time zone; write one such as Europe/Berlin.",
  // lifecycle
  Moved: 'The document changed meanwhile; try again.',
  NotAllowed: 'Only {who} may do that.',
  PolicyChangeOver: 'This change of the approval policy is decided or was changed again; policy {version} is in force.',
  PolicyConfirmedAlready: 'You stand behind this change already; {who} has to confirm it too.',
  Closed: '{name} is {state}; nothing more can be done with it.',
  AlreadyIssued: '{name} is issued; its content stays as it is.',
  StaleVersion: '{name} changed since you opened it; it is at version {version} now. Open it again.',
  AlreadySubmitted: '{name} is already waiting for {who}.',
  NotWaiting: '{name} is not waiting for approval; it is {state}.',
  NotDraft: '{name} is {state}; only a draft can be discarded.',
  AlreadyVoid: '{name} is already void.',
  SentAlready: '{name} went to the client; it can no longer be voided, it is cancelled with a credit note.',
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
  NotSent: '{name} was not sent yet.',
  NotApproved: '{name} {waiting}.',
  AlreadyPaid: '{name} is paid.',
  MailLeaving: '{name} is being mailed at this moment.',
  MailHeld: 'Nobody knows yet whether the last mail of {name} arrived; finance settles that first.',
  MailNotHeld: 'That mail of {name} is settled already.',
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
  AlreadyDecided: 'Already {done} by {by} on {when}. Nothing changed.',
  AlreadyCounted: 'You {done} {name} already; one person counts once.',
  StepMoved: 'That step of {name} is done; it now waits for {who}.',
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
  // portal and mail
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
  WebhookUnsigned: 'No signature.',
  WebhookForged: 'The signature does not fit; check the verification key.',
  WebhookOutOfTime: 'The signature is more than {minutes} minutes away from now; check the clock.',
  WebhookShut: 'No verification key is set; set SENDGRID_WEBHOOK_PUBLIC_KEY.',
  WebhookUnreadable: 'Events come as a JSON list of objects.',
} as const satisfies Record<string, string>;

export type RefusalCode = keyof typeof SENTENCES;
export type RefusalDetails = Record<string, string | number | boolean | null | undefined>;

/** The whole catalogue, for the docs' test and for look-ups by code. */
export const REFUSALS: Readonly<Record<string, string>> = SENTENCES;

/** A final answer: never retried, always told to the person. `details` fill the sentence and travel to Slack and the portal. */
export class DomainError extends Error {
  constructor(readonly code: RefusalCode, readonly details: RefusalDetails = {}) {
    super(sentence(code, details));
    this.name = 'DomainError';
  }
}

/** The refusal as one sentence for a person. An unfilled place stays visible as `{name}`: the tests look for it. */
export function sentence(code: string, details: RefusalDetails = {}): string {
  const pattern = REFUSALS[code] ?? code;
  return pattern.replace(/\{(\w+)\}/g, (place, name: string) => String(details[name] ?? place));
}
