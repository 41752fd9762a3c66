/** Logos, which are never trusted: the first bytes decide what a file is, an SVG holds shapes alone, and only a redrawn PNG is ever used. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseXmlDocument, type Element, type Node } from 'slimdom';
import type { Logo } from '../domain/brand';
import { shippedConfig } from './env';

export type LogoFault = { code: 'IMAGE_TYPE' | 'IMAGE_TOO_LARGE'; sentence: string };
export type JudgedLogo = { logo: Logo; fault?: undefined } | { fault: LogoFault; logo?: undefined };

/** A logo of good quality has a tenth of it. */
const LARGEST_BYTES = 5_000_000;
/** What redrawing takes on a busy machine is a second. */
const PATIENCE_MS = 15_000;
const TYPE = 'PNG, JPEG or WebP only.';

/** The bytes as a PNG, or why not. Waits for a small program that redraws them, a third of a second. */
export function judgeLogo(bytes: Buffer): JudgedLogo {
  if (bytes.length > LARGEST_BYTES) return tooLarge(`A logo has at most ${LARGEST_BYTES / 1_000_000} MB.`);
  const kind = kindOf(bytes);
  const inside = kind === 'svg' ? svgFault(bytes.toString('utf8')) : undefined;
  if (kind === undefined) return wrongType('');
  if (inside) return wrongType(` An SVG counts when it holds shapes alone; this one has ${inside}.`);
  const { stdout } = spawnSync(process.execPath, [join(shippedConfig(), 'redraw-logo.mjs')], { input: bytes, env: {}, timeout: PATIENCE_MS, maxBuffer: 20_000_000 });
  const answer = readAnswer(String(stdout ?? ''));
  if (answer.png !== undefined) return { logo: { png: answer.png, width: answer.width, height: answer.height } };
  return answer.fault === 'size' ? tooLarge('At most 4000 x 4000 pixels.') : wrongType(' This file begins like one and cannot be read as one.');
}

const wrongType = (more: string): JudgedLogo => ({ fault: { code: 'IMAGE_TYPE', sentence: `${TYPE}${more}` } });
const tooLarge = (sentence: string): JudgedLogo => ({ fault: { code: 'IMAGE_TOO_LARGE', sentence } });

type Answer = (Logo & { fault?: undefined }) | { png?: undefined; fault: 'size' | 'type' };

/** A program that died has said nothing, and its picture is none. */
function readAnswer(said: string): Answer {
  return said.endsWith('}\n') ? (JSON.parse(said) as Answer) : { fault: 'type' };
}

/** By the first bytes; a file's name says nothing. */
function kindOf(bytes: Buffer): 'png' | 'jpeg' | 'webp' | 'svg' | undefined {
  const begins = bytes.subarray(0, 12).toString('latin1');
  if (begins.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (begins.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^RIFF[\s\S]{4}WEBP$/.test(begins)) return 'webp';
  return /^\s*(<\?xml|<!--|<svg[\s>]|<!DOCTYPE svg)/i.test(bytes.subarray(0, 256).toString('utf8').replace('\ufeff', '')) ? 'svg' : undefined;
}

/** Shapes, their grouping and their colours (SVG 1.1). Text is missing on purpose: its font would be this machine's. */
const SHAPES = new Set(`svg g defs symbol use path rect circle ellipse line polyline polygon title desc metadata style clipPath mask pattern
  linearGradient radialGradient stop switch view`.split(/\s+/));
const SVG = 'http://www.w3.org/2000/svg';

/** What an SVG has that is no shape; undefined when there is nothing. Elements of a drawing program's own are not drawn and do no harm. */
function svgFault(text: string): string | undefined {
  if (/<!ENTITY|<!DOCTYPE[^>]*\[/i.test(text)) return 'a document type with entities';
  let root: Element | null;
  try {
    root = parseXmlDocument(text.replace('\ufeff', '').trimStart()).documentElement;
  } catch {
    return 'a fault in its XML'; // The parser can only be asked by trying.
  }
  return root?.localName === 'svg' ? elementFault(root) : 'no <svg> around it';
}

function elementFault(element: Element): string | undefined {
  if (element.namespaceURI === SVG && !SHAPES.has(element.localName)) return `<${element.nodeName}>`;
  const attribute = element.attributes.find(({ localName, value }) =>
    /^on/i.test(localName) || (localName === 'href' && !value.startsWith('#')) || FETCHING.test(value));
  if (attribute) return `the attribute '${attribute.name}'`;
  if (element.localName === 'style' && FETCHING.test(element.textContent ?? '')) return 'a style that fetches something';
  for (const child of element.childNodes as Node[]) {
    const fault = child.nodeType === 1 ? elementFault(child as Element) : undefined;
    if (fault) return fault;
  }
  return undefined;
}

/** An address anywhere but in the drawing itself. */
const FETCHING = /url\s*\(\s*(?!["']?#)|@import|javascript:|\\[0-9a-f]/i;
