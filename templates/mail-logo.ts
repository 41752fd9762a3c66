/** The office's logo in mails: it travels inside the mail (RFC 2392, cid), since a picture elsewhere would tell its owner who reads. */
import type { Brand } from '../domain/brand';

/** A picture that a mail's HTML shows under `cid`; `base64` holds its bytes. */
export type MailPicture = { cid: string; name: string; contentType: string; base64: string };
/** What a template sees: pixels, empty without a logo; `alone` is not empty where the logo stands for the name. */
export type MailLogo = { width: string; height: string; alone: string };

/** The largest it stands in a mail, in pixels: readable on a phone, and no banner. */
const ROOM = { width: 180, height: 56 } as const;
const CID = 'logo';

export function mailLogo({ logo, letterhead }: Brand): MailLogo {
  if (!logo || letterhead === 'name') return { width: '', height: '', alone: '' };
  const scale = Math.min(ROOM.width / logo.width, ROOM.height / logo.height);
  const pixels = (length: number): string => String(Math.max(1, Math.round(length * scale)));
  return { width: pixels(logo.width), height: pixels(logo.height), alone: letterhead === 'logo' ? 'alone' : '' };
}

/** The picture, where the HTML shows it. */
export const picturesIn = (html: string, { logo }: Brand): MailPicture[] =>
  (logo && html.includes(`"cid:${CID}"`) ? [{ cid: CID, name: 'logo.png', contentType: 'image/png', base64: logo.png }] : []);
