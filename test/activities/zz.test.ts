import { openPrinter } from '../../activities/gateways/chromium';
import { createLogger } from '../../config/logger';
import { pdfText } from '../support/pdf-text';
it('x', async () => {
  const p = openPrinter({ executablePath: '/usr/bin/chromium-headless-shell', log: createLogger('x', 'info') });
  for (const u of ['http://127.0.0.1:9/', 'data:text/html,away', 'file:///etc/passwd', 'about:blank#x', 'about:srcdoc', 'https://example.com', 'mailto:x@y.example', 'chrome://version', 'blob:null/x', '?x', ''])
    for (const n of [1, 3000, 20000]) {
      const t = Date.now();
      const o = await p.print(`<meta http-equiv="refresh" content="0;url=${u}"><p>x</p>${'<p>long</p>'.repeat(n)}`).then(async (b) => (await pdfText(b)).pages[0]!.slice(0, 20).replace(/\n/g, ' '), (e) => `${e.name} ${e.message}`);
      console.log(u, n, Date.now() - t, o);
    }
  await p.close();
}, 100000);
