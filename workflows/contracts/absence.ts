/** Absences: what people ask of the office about the days on which they are away. */
import type { AbsenceAsked } from '../../domain/absence';
import type { Acting } from './invoice';

/** Somebody is away, or `back` and takes it back. */
export const SAVE_ABSENCE = 'saveAbsence';
export type SaveAbsence = Acting & { asked: AbsenceAsked | 'back' };
export const saveAbsenceWorkflowId = (key: string): string => `absence/${key}`;
