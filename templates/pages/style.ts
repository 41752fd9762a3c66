/** The pages' one style sheet, as it stands inside each page. */
import { templateText } from '../files';

/** Exactly what lies between the style tags: the content policy names its hash. */
export const styleText = (): string => templateText('pages/partials/page-style');
