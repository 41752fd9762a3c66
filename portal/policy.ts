/** The content policy of the portal's pages: their one style sheet by its hash, forms to ourselves, and nothing else. */
import { createHash } from 'node:crypto';
import type { Brand } from '../domain/brand';
import { styleText } from '../templates/pages/style';

type Directives = Record<string, (string | (() => string))[]>;

/** `brand` is asked at every answer: the style sheet is in the office's colours. `publicUrl` is named beside 'self' because redirects after a form go to it. */
export function contentPolicy(publicUrl: string, brand: () => Brand): { useDefaults: false; directives: Directives } {
  const style = (): string => `'sha256-${createHash('sha256').update(styleText(brand())).digest('base64')}'`;
  return {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'style-src': [style], 'form-action': ["'self'", new URL(publicUrl).origin], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"] },
  };
}
