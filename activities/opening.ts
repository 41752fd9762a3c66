/** Openings: what people have looked at with all its lines, so that they may approve it at a click. */
import type { OpeningStore } from '../store/opening';
import type { NoteOpening } from '../workflows/contracts/office';

export const createOpeningActivities = ({ openings }: { openings: OpeningStore }) => ({
  /** Notes that a person opened a version of a document; the first time counts. */
  noteOpening: ({ by, documentId, version, at }: NoteOpening & { at: string }): Promise<void> => openings.note({ email: by.email, documentId, version, at }),
});
