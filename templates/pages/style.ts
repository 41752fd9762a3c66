/** The pages' one style sheet, as it stands inside each page. */
import type { Brand } from '../../domain/brand';
import { painted } from '../brand';
import { templateText } from '../files';

/** Exactly what lies between the style tags: the content policy names its hash. */
export const styleText = (brand: Brand): string => painted(templateText('pages/partials/page-style'), brand);
