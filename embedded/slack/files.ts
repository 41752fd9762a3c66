/** Files: bytes on disk beside the journal, what is known of them in it. */
import { createReadStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { ReadStream } from 'node:fs';
import { extname, join } from 'node:path';
import { freshId } from './ids';
import type { Collection, Journal } from './journal';
import type { Dict } from './json';
import type { StoredFile } from './records';
import type { Workspace } from './workspace';

const TYPES: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf', '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.gif': 'image/gif', '.csv': 'text/csv',
  '.txt': 'text/plain', '.json': 'application/json', '.xml': 'application/xml', '.zip': 'application/zip', '.html': 'text/html',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
/** Types a browser may show in place; everything else is downloaded, so that no file runs as a page. */
const SHOWN_IN_PLACE = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'text/plain', 'text/csv']);

export class Files {
  private readonly files: Collection<StoredFile>;

  /** `desk` is where people open files, `origin` where the app does with its token; both without a trailing slash. */
  constructor(journal: Journal, private readonly folder: string, private readonly workspace: Workspace, private readonly desk: () => string, private readonly origin: () => string) {
    mkdirSync(folder, { recursive: true });
    this.files = journal.collection('files');
  }

  find(id: string): StoredFile | undefined {
    return this.files.get(id);
  }

  /** Announces a file whose bytes are still to come. */
  announce(name: string, by: string): StoredFile {
    const id = freshId('F');
    const mimetype = TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream';
    return this.files.put(id, { id, name, title: name, mimetype, size: 0, by, created: this.workspace.seconds(), complete: false, channels: [] });
  }

  /** Writes the bytes, then says how many there are. */
  fill(file: StoredFile, bytes: Buffer): StoredFile {
    writeFileSync(join(this.folder, file.id), bytes);
    return this.files.put(file.id, { ...file, size: bytes.length });
  }

  /** Makes the file visible; `channel` when it is shared there. */
  complete(file: StoredFile, title: string, channel?: string): StoredFile {
    const channels = channel ? [...new Set([...file.channels, channel])] : file.channels;
    return this.files.put(file.id, { ...file, title: title || file.title, complete: true, channels });
  }

  hasBytes(file: StoredFile): boolean {
    return existsSync(join(this.folder, file.id));
  }

  read(file: StoredFile): ReadStream {
    return createReadStream(join(this.folder, file.id));
  }

  /** Headers for handing the bytes to a browser or the app. */
  headers(file: StoredFile): Record<string, string> {
    const place = SHOWN_IN_PLACE.has(file.mimetype) ? 'inline' : 'attachment';
    return {
      'content-type': file.mimetype,
      'content-length': String(file.size),
      'content-disposition': `${place}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "frame-ancestors 'self'",
    };
  }

  /** The file as methods and payloads show it. */
  shown(file: StoredFile): Dict {
    const path = `${file.id}/${encodeURIComponent(file.name)}`;
    const kind = extname(file.name).slice(1).toLowerCase();
    return {
      id: file.id, name: file.name, title: file.title, mimetype: file.mimetype, filetype: kind, pretty_type: kind.toUpperCase(), size: file.size,
      user: file.by, created: file.created, timestamp: file.created, mode: 'hosted', is_external: false, is_public: file.channels.length > 0, channels: file.channels,
      url_private: `${this.origin()}/files-pri/${path}`, url_private_download: `${this.origin()}/files-pri/${path}?download`, permalink: `${this.desk()}/desk/files/${path}`,
    };
  }
}
