/** Opening the document form: empty, for a client, of a stored document, as a copy, or as it was kept. */
import type { Client } from '../../domain/client';
import { idOf } from '../../domain/id';
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import type { Deed } from '../deed';
import type { Kind } from '../find';
import { open } from '../modal';
import { formOfContent, newForm, type FormState } from './state';
import { drawForm } from './view';

export const openForm = async (deed: Deed, state: FormState): Promise<void> => open(deed, await drawForm(deed, state));

/** A new form's id comes from the deed that opened it. */
const formIdOf = ({ key }: Deed): string => idOf('form', key);

export const blankForm = (deed: Deed, kind: Kind, client?: Client): FormState =>
  newForm(formIdOf(deed), kind, { client, currency: deed.parts.book.current().office.currency });

export const formOfInvoice = (deed: Deed, { id, version, content }: Invoice): FormState =>
  formOfContent({ formId: formIdOf(deed), kind: 'invoice', document: id, revision: version }, content, content.due ?? '');

/** An expired date would refuse the form as it stands, so it starts without one. */
export const formOfEstimate = (deed: Deed, { id, version, content, validUntil = '' }: Estimate): FormState =>
  formOfContent({ formId: formIdOf(deed), kind: 'estimate', document: id, revision: version }, content, validUntil < deed.today ? '' : validUntil);
