/** What changed between two versions of a document, for whoever was asked about the earlier one. */
import type { Version } from '../../domain/versions';
import { discountWords, dueWords, lineText } from './facts';
import { instalmentLines } from './marks';
import { amount, clipped } from './text';
import { t, tn } from './words';

/** Lines told one by one; more are counted. */
const MOST_LINES = 6;

/** "Total 1,190.00 EUR → 1,428.00 EUR", "New line: …"; empty when both say the same. Texts are escaped. */
export function changesBetween(before: Version, after: Version): string[] {
  const told = (label: string, one: string, other: string): string[] => (one === other ? [] : [t`${label} ${one} → ${other}`]);
  const reference = (text: string | undefined): string => clipped(text ?? '', 80) || t`none`;
  const lines = lineChanges(before, after);
  return [
    ...told(t`Client`, clipped(before.client.name), clipped(after.client.name)), ...told(t`Total`, amount(before.totals.due), amount(after.totals.due)),
    ...told(t`Due`, dueWords(before), dueWords(after)), ...(lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), tn(lines.length - MOST_LINES, 'and {count} more changed line', 'and {count} more changed lines')] : lines),
    ...told(t`Discount`, discountWords(before.content), discountWords(after.content)),
    ...told(t`Purchase order`, reference(before.content.purchaseOrder), reference(after.content.purchaseOrder)), ...told(t`Project`, reference(before.content.project), reference(after.content.project)),
    ...told(t`Delivery address`, reference(before.content.deliveryAddress), reference(after.content.deliveryAddress)), ...told(t`Instalments`, planOf(before), planOf(after)),
    ...(before.content.note === after.content.note ? [] : [t`The note is another`]),
  ];
}

/** Lines are the same by their ids, which are never reused. */
function lineChanges(before: Version, after: Version): string[] {
  const textOf = ({ content, totals }: Version, index: number): string => {
    const line = content.lines[index];
    return line ? lineText(line, index, (totals.lineGross ?? totals.lineNets)[index], content, 60).replace(/^\d+\. /, '') : '';
  };
  const placeOf = ({ content }: Version, id: string): number => content.lines.findIndex((line) => line.id === id);
  const changed = after.content.lines.flatMap(({ id }, index) => {
    const old = placeOf(before, id);
    const [was, is] = [old < 0 ? '' : textOf(before, old), textOf(after, index)];
    if (was === is) return [];
    return [was === '' ? t`New line: ${is}` : t`Line ${index + 1}: ${was} → ${is}`];
  });
  return [...changed, ...before.content.lines.flatMap(({ id }, index) => (placeOf(after, id) < 0 ? [t`Line gone: ${textOf(before, index)}`] : []))];
}

const planOf = ({ content, totals }: Version): string => instalmentLines(content, totals).join('; ') || t`none`;
