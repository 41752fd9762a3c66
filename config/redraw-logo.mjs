/**
 * Redraws a picture from standard input as a plain PNG on standard output. A program of its own, so that a decoder that breaks or swells
 * takes nothing with it: it is given no environment, little time, and what it prints is all that anybody uses of the picture.
 * Answers one line of JSON: { png, width, height } or { fault: 'size' | 'type' }.
 */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';

/** Pixels a side; more is no logo, and a decoder's memory is its square. */
const MOST_PIXELS = 4000;
/** The largest logo on paper is 60 x 24 mm: this is 380 dpi. */
const BOX = { width: 900, height: 360, fit: 'inside' };

const bytes = readFileSync(0);
const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
sharp.cache(false);
sharp.concurrency(1);

/** A PNG says its size in its first bytes, before anything is decoded (PNG, 11.2.2). */
const said = bytes[0] === 0x89 && bytes.length >= 24 ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : { width: 0, height: 0 };
const isTooLarge = ({ width, height }) => width > MOST_PIXELS || height > MOST_PIXELS;

try {
  if (isTooLarge(said)) answer({ fault: 'size' });
  else {
    const seen = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (isTooLarge(seen)) answer({ fault: 'size' });
    else {
      const isDrawing = seen.format === 'svg';
      // A drawing is drawn as large as it is printed, a photograph never larger than it is.
      const density = isDrawing ? Math.min(2400, Math.max(72, 72 * Math.min(BOX.width / seen.width, BOX.height / seen.height))) : 72;
      const { data, info } = await sharp(bytes, { density, limitInputPixels: MOST_PIXELS * MOST_PIXELS, failOn: 'error' })
        .rotate().resize({ ...BOX, withoutEnlargement: !isDrawing }).toColourspace('srgb').png({ compressionLevel: 9 }).toBuffer({ resolveWithObject: true });
      answer({ png: data.toString('base64'), width: info.width, height: info.height });
    }
  }
} catch {
  answer({ fault: 'type' });
}
