/** Every workflow of the office; the bundle starts here. An exported name is a registered type for good. */
export { issueCreditNote } from './issue-credit-note';
export { offerEstimate } from './offer-estimate';
export { settleInvoice } from './settle-invoice';
export {
  askByMail, decidePolicy, importEInvoice, keepForm, noteLinkMail, noteOpening, planPost, printStatement, proposePolicy, publishHome, saveAbsence, saveClient, sendApprovalLinks, sendCode, sendDigest, sendLink, sendStatement, shareArchive,
  sharePdf, sharePolicy, sharePost, shareReceived, shareStatement, tellFileFaults, tellPolicyFaults, tryCode,
} from './short';
