/** The client's statement of account as a PDF: printed when it is asked for, the same file as long as nothing changes. */
import { dateOfInstant } from '../../domain/dates';
import { isPeriod, readPeriod } from '../../domain/period';
import { DomainError } from '../../domain/refusals';
import type { Caller } from '../deps';
import { file, type Reply } from '../reply';

/** Refuses PageUnknown for what is no period, or one that is still to come. */
export async function showStatement({ deps: { book, door, now, reading }, client, names: [period = ''] }: Caller): Promise<Reply> {
  const day = dateOfInstant(now().toISOString(), book.current().office.zone);
  if (!isPeriod(period) || readPeriod(period).from > day) throw new DomainError('PageUnknown');
  const { hash } = await door.printStatement({ clientId: client.id, period, day });
  const stored = await reading.statement(client.id, hash);
  if (!stored) throw new DomainError('PageUnknown');
  return file(stored);
}
