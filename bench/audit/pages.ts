/** The text of printed pages, read beside the audit in a thread of its own: a page takes longer than all checks of its document. */
import { Worker } from 'node:worker_threads';

/** In the thread: bytes in, text out. A file that is no readable PDF has none. */
const READER = `
const { parentPort, workerData } = require('node:worker_threads');
const reader = require(workerData);
parentPort.on('message', async ({ id, bytes }) => {
  const text = await reader.extractText(bytes, { mergePages: true }).then((page) => page.text, () => undefined);
  parentPort.postMessage({ id, text });
});`;

export class Pages {
  private readonly waiting = new Map<number, { answer(text: string | undefined): void; fail(error: Error): void }>();
  private asked = 0;
  private constructor(private readonly thread: Worker) {
    thread.on('message', ({ id, text }: { id: number; text: string | undefined }) => {
      this.waiting.get(id)?.answer(text);
      this.waiting.delete(id);
    });
    thread.on('error', (error: Error) => {
      for (const { fail } of this.waiting.values()) fail(error);
    });
  }

  /** Undefined where the library that reads pages is not installed: it is only there for development. */
  static open(): Pages | undefined {
    try {
      return new Pages(new Worker(READER, { eval: true, workerData: require.resolve('unpdf') }));
    } catch (error) {
      if ((error as { code?: string }).code === 'MODULE_NOT_FOUND') return undefined;
      throw error;
    }
  }

  /** The words of a PDF in their order; undefined when it cannot be read. */
  textOf(file: Uint8Array): Promise<string | undefined> {
    this.asked += 1;
    const id = this.asked;
    return new Promise((answer, fail) => {
      this.waiting.set(id, { answer, fail });
      this.thread.postMessage({ id, bytes: new Uint8Array(file) });
    });
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }
}
