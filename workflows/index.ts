/** Every workflow of the office; the bundle starts here. An exported name is a registered type for good. */
export { offerEstimate } from './offer-estimate';
export { settleInvoice } from './settle-invoice';
export { keepForm, noteLinkMail, publishHome, saveClient, sendLink, sharePdf } from './short';
