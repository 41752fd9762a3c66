/** Unfinished forms, kept until they are finished. */
import type { FormStore } from '../store/form';
import type { KeepForm } from '../workflows/contracts/office';

export const createFormActivities = ({ forms }: { forms: FormStore }) => ({
  /** Keeps what was typed, or forgets it when `values` is null. */
  keepForm: ({ formId, flow, by, values, typedAt }: KeepForm): Promise<void> => forms.keep({ formId, flow, by: by.email, values, at: typedAt }),
});
