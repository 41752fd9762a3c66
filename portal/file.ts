/** A printed file of the client's own, such as a receipt, by its hash. */
import { DomainError } from '../domain/refusals';
import type { Caller } from './deps';
import { download, file, type Reply } from './reply';

export async function showFile({ deps: { reading }, client, names: [hash = ''] }: Caller): Promise<Reply> {
  const stored = await reading.file(client.id, hash);
  if (!stored) throw new DomainError('PageUnknown');
  return stored.contentType === 'application/pdf' ? file(stored) : download(stored);
}
