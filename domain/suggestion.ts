/** Suggestions for misspelt words: "did you mean …?". */

/**
 * The choice that is closest to the word, or undefined when none is close: at most two slips of the finger (one in words of up
 * to four letters), a slip being a letter too much, too few, wrong, or two swapped. Case does not count; ties go to the first.
 */
export function closest(word: string, choices: readonly string[]): string | undefined {
  const most = word.length <= 4 ? 1 : 2;
  const ranked = choices
    .filter((choice) => Math.abs(choice.length - word.length) <= most)
    .map((choice) => ({ choice, slips: slipsBetween(word.toLowerCase(), choice.toLowerCase()) }))
    .sort((a, b) => a.slips - b.slips);
  return ranked[0] && ranked[0].slips <= most ? ranked[0].choice : undefined;
}

/** Optimal string alignment distance (Damerau 1964 in its restricted form). */
function slipsBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      rows[i]![j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped);
    }
  }
  return at(a.length, b.length);
}
