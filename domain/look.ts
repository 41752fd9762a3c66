/** The look that documents are printed with: the brand, the designs to choose from, and the office's own templates. */
import { PLAIN_BRAND, type Brand } from './brand';
import type { Design } from './design';
import type { Wording } from './mail-wording';

/** Texts of `templates/<name>.hbs` in the office's own folder, by name ("invoice", "mails/reminder"); each was checked before it counted. */
export type OwnTemplates = Readonly<Record<string, string>>;

/** `mails` are the office's own words. */
export type Look = { brand: Brand; designs: readonly Design[]; own: OwnTemplates; mails: readonly Wording[] };

/** What is shipped, without anything of the office's own. */
export const PLAIN_LOOK: Look = { brand: PLAIN_BRAND, designs: [], own: {}, mails: [] };
