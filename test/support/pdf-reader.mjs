/** Reads PDFs for the tests, as a process of its own because pdf.js is an ES module: base64 lines on stdin, what is in them as JSON on stdout. */
import { getDocumentProxy } from 'unpdf';

const parts = [];
for await (const part of process.stdin) parts.push(part);
const documents = [];
for (const line of Buffer.concat(parts).toString().split('\n').filter(Boolean)) documents.push(await read(Buffer.from(line, 'base64')));
process.stdout.write(JSON.stringify(documents));

async function read(bytes) {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { info } = await pdf.getMetadata();
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const [, , width, height] = page.view;
    const boxes = items.filter(({ str }) => str !== undefined && str.trim() !== '')
      .map(({ str, transform: [, , , , x, y], width: wide }) => ({ text: str, x, y, width: wide }));
    pages.push({ width, height, boxes });
  }
  return { title: info.Title ?? '', pages };
}
