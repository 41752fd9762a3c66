/** The difference between two policies in plain language: what is new, what is gone, what asks other people now. */
import { t } from '../slack/words';
import type { Flow, Road } from './flow';

const inWords = ({ question, steps }: Road): string => t`for ${question}: ${stepsText(steps)}`;
const stepsText = (steps: readonly string[]): string => then(steps) || t`nobody`;
const exceptionsText = ({ exceptions }: Flow): string => then(exceptions) || t`none`;
const then = (steps: readonly string[]): string => steps.reduce((before, next) => (before ? t`${before}, then ${next}` : next), '');

/** One line a change, in the order of the new file; empty when both say the same. */
export function differenceLines(before: Flow, after: Flow): string[] {
  const roadOf = (flow: Flow, title: string): Road | undefined => flow.roads.find((road) => road.title === title);
  const kept = after.roads.filter(({ title }) => roadOf(before, title));
  const changes = after.roads.flatMap((road): string[] => {
    const old = roadOf(before, road.title);
    if (!old) return [t`New: “${road.title}”, ${inWords(road)}.`];
    return [
      ...(old.question === road.question ? [] : [t`“${road.title}” is now for ${road.question}; it was for ${old.question}.`]),
      ...(stepsText(old.steps) === stepsText(road.steps) ? [] : [t`“${road.title}” now asks ${stepsText(road.steps)}; it asked ${stepsText(old.steps)}.`]),
    ];
  });
  const gone = before.roads.filter(({ title }) => !roadOf(after, title)).map((road) => t`Gone: “${road.title}”, ${inWords(road)}.`);
  const sameOrder = before.roads.filter(({ title }) => roadOf(after, title)).every(({ title }, index) => kept[index]?.title === title);
  return [
    ...changes, ...gone, ...(sameOrder ? [] : [t`They are asked in another order now: ${after.roads.map(({ title }) => `“${title}”`).join(', ')}.`]),
    ...(stepsText(before.otherwise) === stepsText(after.otherwise) ? [] : [t`The fallback is now ${stepsText(after.otherwise)}; it was ${stepsText(before.otherwise)}.`]),
    ...(exceptionsText(before) === exceptionsText(after) ? [] : [t`Exceptions now: ${exceptionsText(after)}; before: ${exceptionsText(before)}.`]),
  ];
}
