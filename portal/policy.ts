/** The content policy of the portal's pages: their one style sheet by its hash, forms to ourselves, and nothing else. */
import { createHash } from 'node:crypto';
import { styleText } from '../templates/pages/style';

type Directives = Record<string, string[]>;

/** `publicUrl` is named beside 'self' because redirects after a form go to it. */
export function contentPolicy(publicUrl: string): { useDefaults: false; directives: Directives } {
  const style = `'sha256-${createHash('sha256').update(styleText()).digest('base64')}'`;
  return {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'style-src': [style], 'form-action': ["'self'", new URL(publicUrl).origin], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"] },
  };
}
