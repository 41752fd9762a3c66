/** Every workflow of the office; the bundle starts here. An exported name is a registered type for good. */
export { offerEstimate } from './offer-estimate';
export { settleInvoice } from './settle-invoice';
export {
  askByMail, decidePolicy, keepForm, noteLinkMail, noteOpening, proposePolicy, publishHome, saveAbsence, saveClient, sendApprovalLinks, sendCode, sendDigest, sendLink, sharePdf, sharePolicy, tellPolicyFaults, tryCode,
} from './short';
