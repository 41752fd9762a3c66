/** PDFs as pictures: painted by pdf.js from the fonts inside them, so that they look the same on every machine; and how much two pictures differ. */
import sharp from 'sharp';
import { answerOf } from './reader-process';

/** The pages of each PDF as PNGs in few colours, small enough to keep. */
export async function pictures(pdfs: readonly Buffer[]): Promise<Buffer[][]> {
  const lines = await answerOf('pdf-painter.mjs', pdfs.map((pdf) => pdf.toString('base64')).join('\n'));
  return Promise.all(lines.trim().split('\n').map((line) => Promise.all((JSON.parse(line) as string[]).map((png) => reduced(Buffer.from(png, 'base64'))))));
}

const reduced = (png: Buffer): Promise<Buffer> => sharp(png).flatten({ background: '#fff' }).png({ palette: true, colours: 24, effort: 10 }).toBuffer();

/** Of 255: less is the work of few colours and of how an edge was smoothed. */
const SEEN = 64;

/** The share of pixels that look different, from 0 to 1; pictures of different sizes differ wholly. */
export async function difference(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all([one, other].map((png) => sharp(png).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })));
  if (a!.info.width !== b!.info.width || a!.info.height !== b!.info.height) return 1;
  const [first, second] = [a!.data, b!.data];
  let different = 0;
  for (let at = 0; at < first.length; at += 3) {
    const apart = [0, 1, 2].some((channel) => Math.abs(first[at + channel]! - second[at + channel]!) > SEEN);
    if (apart) different += 1;
  }
  return different / (first.length / 3);
}
