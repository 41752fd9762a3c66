/** Unfinished forms, kept until they are finished. */
import type { FormStore } from '../store/form';
import type { KeepForm } from '../workflows/contracts/office';

export const createFormActivities = ({ forms }: { forms: FormStore }) => ({
  /** Keeps what was typed, or forgets it when `values` is null. */
  async keepForm({ formId, flow, by, values, at }: KeepForm & { at: string }): Promise<void> {
    if (values === null) await forms.forget(formId);
    else await forms.keep({ formId, flow, by: by.email, values, at });
  },
});
