/** What a page or a mail says: its HTML without markup, styles and marks of direction, a line for each element that has a text. */
export const spokenLines = (html: string): string[] => html
  .replace(/^[\s\S]*<\/head>/, '').replace(/<style[\s\S]*?<\/style>/g, '')
  .replace(/<\/?(bdi|strong)>|<span class="between">[^<]*<\/span>/g, '').replace(/<[^>]*>/g, '\n')
  .replace(/&#8199;|&#847;/g, '').replace(/&middot;/g, '·').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"')
  .replace(/&#x([0-9A-F]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))).replace(/&amp;/g, '&')
  .replace(/[\u2068\u2069]/g, '').split('\n').map((line) => line.replace(/[^\S\u00a0\u202f]+/g, ' ').trim()).filter(Boolean);
