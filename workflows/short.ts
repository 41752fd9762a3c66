/** Short workflows: small writes that walk the same road as the large ones. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Answered } from '../domain/phrase';
import { POLICY_BOOK } from '../domain/policy/adopting';
import type { AskByMail, KeepForm, NoteOpening, PublishHome, SaveClient, SavedClient, SendApprovalLinks, SendCode, SendDigest, SendLink, SharePdf, SharePolicy, TryCode } from './contracts/office';
import type { ShareArchive } from './contracts/archive';
import type { SaveAbsence } from './contracts/absence';
import type { ImportedEInvoice, ImportEInvoice, ShareReceived } from './contracts/import';
import type { MailEvent } from './contracts/invoice';
import type { PlannedPost, PlanPost, SharePost } from './contracts/post';
import type { DecidePolicy, ProposePolicy, TellFileFaults, TellPolicyFaults } from './contracts/policy';
import type { PrintedStatement, PrintStatement, SendStatement, ShareStatement } from './contracts/statement';
import { EFFECT, office, printing, quick } from './patience';

const now = (): string => new Date().toISOString();

/** Creates or edits a client. */
export const saveClient = (input: SaveClient): Promise<SavedClient> => quick.saveClient({ ...input, at: now() });

/** Enters somebody's absence, or takes it back. */
export const saveAbsence = (input: SaveAbsence): Promise<Answered> => quick.saveAbsence({ ...input, at: now() });

/** Keeps an unfinished form, or forgets it. */
export const keepForm = (input: KeepForm): Promise<void> => quick.keepForm(input);

/** Mails a fresh portal link to the client's address. */
export const sendLink = (input: SendLink): Promise<void> => office.sendLink({ ...input, at: now() });

/** Asks the approvers without Slack by mail. */
export const askByMail = (input: AskByMail): Promise<void> => office.askByMail({ ...input, at: now() });

/** Mails an approver without Slack fresh links. */
export const sendApprovalLinks = (input: SendApprovalLinks): Promise<void> => office.sendApprovalLinks({ ...input, at: now() });

/** Mails a code to an approver. */
export const sendCode = (input: SendCode): Promise<void> => office.sendCode({ ...input, at: now() });

/** Tries a code. */
export const tryCode = (input: TryCode): Promise<{ opens: boolean }> => quick.tryCode({ ...input, at: now() });

/** Notes what the mail provider said of a link's mail. */
export const noteLinkMail = (event: MailEvent): Promise<void> => quick.noteLinkMail(event);

/** Draws the App Home of somebody who has just opened it. */
export const publishHome = ({ userId, email }: PublishHome): Promise<void> => office.publishHome({ userId, email, at: now() });

/** Notes what somebody has opened, and shows on their Home what they may do with it now. */
export async function noteOpening(input: NoteOpening): Promise<void> {
  await quick.noteOpening({ ...input, at: now() });
  await office.redrawHome({ email: input.by.email, at: now() });
}

/** Tells each person what waits for them, as long as the week is worth it. */
export const sendDigest = ({ week, until }: SendDigest): Promise<void> => {
  const inTime = proxyActivities<Activities>({ ...EFFECT, scheduleToCloseTimeout: Math.max(1, Date.parse(until) - Date.now()) });
  return inTime.sendDigest({ week, at: now() });
};

/** Brings a document's PDF to one person. */
export const sharePdf = (input: SharePdf): Promise<void> => printing.sharePdf(input);

/** Brings an e-invoice in. */
export const importEInvoice = (input: ImportEInvoice): Promise<ImportedEInvoice> => printing.importEInvoice({ ...input, at: now() });

/** Brings a file of one that came in to one person. */
export const shareReceived = (input: ShareReceived): Promise<void> => printing.shareReceived(input);

/** Counts the pages of letters. */
export const planPost = (input: PlanPost): Promise<PlannedPost> => office.planPost(input);

/** Brings letters as one PDF to one person. */
export const sharePost = (input: SharePost): Promise<void> => office.sharePost(input);

/** Prints a client's statement of account for the client. */
export const printStatement = (input: PrintStatement): Promise<PrintedStatement> => printing.printStatement({ ...input, at: now() });

/** Brings a client's statement of account to one person. */
export const shareStatement = (input: ShareStatement): Promise<void> => printing.shareStatement({ ...input, at: now() });

/** Mails a client's statement of account: what is printed first is what leaves. */
export async function sendStatement(input: SendStatement): Promise<void> {
  const at = now();
  const file = await printing.printStatementMail({ ...input, at });
  await office.mailStatement({ ...input, file, at });
}

/** Brings the approval rules as a picture to one person. */
export const sharePolicy = (input: SharePolicy): Promise<void> => printing.sharePolicy(input);

/** An archive of years takes a while; a worker that dies in it is noticed as in any effect. */
const archiving = proxyActivities<Activities>({ ...EFFECT, startToCloseTimeout: '1 hour' });

/** Makes the archive of a period and brings it to one person, who sees how far it is. */
export async function shareArchive(input: ShareArchive): Promise<void> {
  const place = await office.announceArchive(input);
  await archiving.shareArchive({ ...input, place });
}

const drawPolicy = async (): Promise<void> => void (await office.projectDocument({ kind: 'policy', id: POLICY_BOOK }));

/** Puts a new text of the approval rules before finance. */
export async function proposePolicy(input: ProposePolicy): Promise<void> {
  await office.proposePolicy({ ...input, at: now() });
  await drawPolicy();
}

/** Tells finance what is wrong with a new text of the approval rules. */
export async function tellPolicyFaults(input: TellPolicyFaults): Promise<void> {
  await office.tellPolicyFaults({ ...input, at: now() });
  await drawPolicy();
}

/** Tells finance what is wrong with the office's other files, or that they are sound again. */
export async function tellFileFaults(input: TellFileFaults): Promise<void> {
  await office.tellFileFaults({ ...input, at: now() });
  await drawPolicy();
}

/** A person's word on a proposal. */
export async function decidePolicy(input: DecidePolicy): Promise<Answered> {
  const answer = await quick.decidePolicy({ ...input, at: now() });
  await drawPolicy();
  return answer;
}
