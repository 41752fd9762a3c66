/** Every workflow of the office; the bundle starts here. An exported name is a registered type for good. */
export { issueCreditNote } from './issue-credit-note';
export { offerEstimate } from './offer-estimate';
export { settleInvoice } from './settle-invoice';
export {
  askByMail, decidePolicy, importEInvoice, keepForm, noteLinkMail, noteOpening, planPost, proposePolicy, publishHome, saveAbsence, saveClient, sendApprovalLinks, sendCode, sendDigest, sendLink, shareArchive, sharePdf, sharePolicy, sharePost, shareReceived, tellFileFaults, tellPolicyFaults, tryCode,
} from './short';
