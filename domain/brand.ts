/** How the office looks: colours, font, logo and paper of everything it prints and mails. Pure; colours are judged by WCAG 2.2. */

/** A sheet of paper: ISO 216 or ANSI. */
export const PAPERS = ['A4', 'Letter'] as const;
export type Paper = (typeof PAPERS)[number];

/** Where the envelope's window shows the address; `none` for documents that never go by post. */
export const WINDOWS = ['din-5008-a', 'din-5008-b', 'c5-c6', 'us-10', 'none'] as const;
export type AddressWindow = (typeof WINDOWS)[number];

/** `accent` is for bars, buttons and links, `ink` for text, `faint` for labels, `ground` behind panels. `#rrggbb`, small letters. */
export type Colours = { accent: string; ink: string; faint: string; ground: string };

/** A PNG without metadata, base64; width and height in pixels. */
export type Logo = { png: string; width: number; height: number };

/** `font` is the name of an @fontsource package; Noto Sans stands in for the characters that it lacks. */
export type Brand = { colours: Colours; paper: Paper; window: AddressWindow; letterhead: 'name' | 'logo' | 'logo-and-name'; font?: string; logo?: Logo };

export const PLAIN_BRAND: Brand = {
  colours: { accent: '#1f5f5b', ink: '#1b2430', faint: '#5b6573', ground: '#f2f5f4' }, paper: 'A4', window: 'din-5008-b', letterhead: 'name',
};

/** Text of ordinary size (WCAG 2.2, success criterion 1.4.3). */
export const READABLE = 4.5;
export const WHITE = '#ffffff';

/** `#rgb` or `#rrggbb`. */
export const isColour = (text: string): boolean => /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text);

/** The one way a colour is kept: `#rrggbb` in small letters. */
export const colourOf = (text: string): string => {
  const digits = text.slice(1).toLowerCase();
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
};

/** From 1 to 21: (L1 + 0.05) / (L2 + 0.05) with the lighter one's luminance above (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The colour itself if it can be read on the ground, else the nearest of its shades towards black or white that can. */
export function readableOn(colour: string, ground: string, ratio: number = READABLE): string {
  const end = luminance(ground) > 0.18 ? 0 : 255; // At 0.18 black and white stand out alike.
  const shade = (percent: number): string => toHex(channels(colour).map((value) => Math.round(value + ((end - value) * percent) / 100)));
  const steps = Array.from({ length: 101 }, (_, percent) => shade(percent));
  return steps.find((step) => contrast(step, ground) >= ratio) ?? shade(100);
}

/** A ground in the colour's tone: a ninth of it in the paper. */
export function tinted(colour: string, paper: string): string {
  const under = channels(paper);
  return toHex(channels(colour).map((value, at) => Math.round((under[at] ?? 0) + (value - (under[at] ?? 0)) / 9)));
}

/** 0.2126 R + 0.7152 G + 0.0722 B of the linear channels (WCAG 2.2, "relative luminance"). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const channels = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
const toHex = (values: readonly number[]): string => `#${values.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
