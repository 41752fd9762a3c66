/** Every workflow of the office; the bundle starts here. An exported name is a registered type for good. */
export { offerEstimate } from './offer-estimate';
export { settleInvoice } from './settle-invoice';
export { decidePolicy, keepForm, noteLinkMail, noteOpening, proposePolicy, publishHome, saveClient, sendDigest, sendLink, sharePdf, sharePolicy, tellPolicyFaults } from './short';
