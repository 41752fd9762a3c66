/** Inputs: what a policy was told of a document, kept with its submission, so that the decision can be explained later and replayed under another policy. */
import { askedOf, type ApprovalRequest } from '../approval';
import type { Entry } from '../history';
import type { Invoice } from '../invoice';
import type { Relative } from './seating';
import type { FieldValue, SubjectKind } from './subject';

/** The fields that were known, who stood beside the document, and who was in the Slack groups: lists and not maps, because names of fields hold points. */
export type PolicyInputs = {
  kind: SubjectKind; known: { field: string; value: FieldValue }[]; relatives: { word: Relative; email: string }[]; groups: { handle: string; members: string[] }[];
};

export function inputsOf(request: ApprovalRequest): PolicyInputs {
  const { kind, values } = askedOf(request).subject;
  const { relatives = {}, groups = {} } = request.seating;
  return {
    kind, known: Object.entries(values).flatMap(([field, value]) => (value === undefined ? [] : [{ field, value }])),
    relatives: Object.entries(relatives).map(([word, email]) => ({ word: word as Relative, email })),
    groups: Object.entries(groups).map(([handle, members]) => ({ handle, members: [...members] })),
  };
}

/** The question of the last submission, by what was known of the document then; of a document that was never handed in as it is asked now. */
export function asAtSubmission({ approval, history }: Pick<Invoice, 'approval'> & { history: readonly Entry[] }, now: ApprovalRequest): ApprovalRequest {
  const inputs = approval && (history.findLast(({ kind }) => kind === 'submitted' || kind === 'policy.moved')?.detail['inputs'] as PolicyInputs | undefined);
  return inputs ? withInputs(now, inputs) : now;
}

/** The office's rates are dated, so its total is the same. */
const withInputs = (request: ApprovalRequest, { kind, known, relatives, groups }: PolicyInputs): ApprovalRequest => ({
  ...request, subject: { kind, values: Object.fromEntries(known.map(({ field, value }) => [field, value])) },
  seating: {
    people: request.seating.people, relatives: Object.fromEntries(relatives.map(({ word, email }) => [word, email])),
    groups: Object.fromEntries(groups.map(({ handle, members }) => [handle, members])),
  },
});
