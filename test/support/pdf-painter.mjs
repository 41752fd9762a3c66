/** Paints PDFs for the tests, as a process of its own because pdf.js is an ES module: base64 lines on stdin, for each a line of its pages as PNGs in base64. */
import { getDocumentProxy, renderPageAsImage } from 'unpdf';

/** pdf.js calls what Node has only from 21 on. */
ArrayBuffer.prototype.transferToFixedLength ??= function copy(length = this.byteLength) {
  const moved = new Uint8Array(length);
  moved.set(new Uint8Array(this, 0, Math.min(length, this.byteLength)));
  return moved.buffer;
};

/** Half of what a screen shows: enough to see a line move by a pixel, and small to keep. */
const SCALE = Number(process.argv[2] ?? 0.85);
const parts = [];
for await (const part of process.stdin) parts.push(part);
for (const line of Buffer.concat(parts).toString().split('\n').filter(Boolean)) {
  const pdf = await getDocumentProxy(new Uint8Array(Buffer.from(line, 'base64')), { disableFontFace: true, useSystemFonts: false });
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const png = await renderPageAsImage(pdf, number, { canvasImport: () => import('@napi-rs/canvas'), scale: SCALE });
    pages.push(Buffer.from(png).toString('base64'));
  }
  process.stdout.write(`${JSON.stringify(pages)}\n`);
}
