/** Keeping: what may change on a document that was handed in without voiding its approvals, because finance says so in the policy. */
import type { Content } from '../content';
import { hashOf } from '../history';

/** Parts of a document that finance may name, with the fields of conditions that hang on them: what a policy asks about must void. */
export const KEEPABLE = {
  note: [], descriptions: [], 'due date': [], project: ['project.name', 'project.budget_left', 'project.milestone_reached'],
  'purchase order': ['purchase_order.present', 'purchase_order.within_tolerance'],
} as const satisfies Record<string, readonly string[]>;
export type Keepable = keyof typeof KEEPABLE;

/** Whether the two differ in nothing but those parts. Money, client, tax and lines are in none of them. */
export const differsOnlyIn = (keeps: readonly Keepable[], one: Content, other: Content): boolean => hashOf(without(one, keeps)) === hashOf(without(other, keeps));

function without({ note, project, purchaseOrder, due, terms, lines, ...rest }: Content, keeps: readonly Keepable[]): unknown {
  return {
    ...rest, lines: keeps.includes('descriptions') ? lines.map(({ description: _, ...line }) => line) : lines,
    ...(!keeps.includes('note') && { note }), ...(!keeps.includes('project') && { project }), ...(!keeps.includes('purchase order') && { purchaseOrder }),
    ...(!keeps.includes('due date') && { due, terms }),
  };
}
