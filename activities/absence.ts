/** Absences: entered and taken back by who is away. */
import type { Book } from '../config/book';
import { ABSENCE_BOOK, absent, returned } from '../domain/absence';
import { dateOfInstant } from '../domain/dates';
import type { Answered } from '../domain/phrase';
import { checkPermission } from '../domain/permission';
import type { AbsenceStore, StoredAbsenceBook } from '../store/absence';
import type { AccessQueries } from '../store/queries/access';
import type { SaveAbsence } from '../workflows/contracts/absence';
import { changeDocument, toldBy } from './change';

export const createAbsenceActivities = ({ absences, access, book }: { absences: AbsenceStore; access: AccessQueries; book: Book }) => ({
  /** Answers what the person is told. Refuses NotAllowed and what the rules of domain/absence.ts refuse. */
  async saveAbsence({ by, key, asked, at }: SaveAbsence & { at: string }): Promise<Answered> {
    checkPermission(await access.of(by.email, book.current()), 'be_away');
    const { office } = book.current();
    const act = { by, key, at };
    const today = dateOfInstant(at, office.zone);
    const { entry } = await changeDocument<StoredAbsenceBook>(absences, ABSENCE_BOOK, act, (seen) => (asked === 'back' ? returned(seen, act, today) : absent(seen, asked, act, office.people, today)));
    return toldBy(entry);
  },
});
