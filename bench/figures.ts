/** Figures for reading: percentiles, tables, and a target beside what was measured. */

/** The p-th percentile (0–100), by nearest rank: a value that was really measured. NaN of nothing. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Columns aligned, the first to the left and the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** "lifecycle / bare: 0.94, at most 1.3: met" */
export function verdict(what: string, measured: number, bound: 'at most' | 'at least' | 'under', target: number, unit = ''): string {
  const met = bound === 'at most' ? measured <= target : bound === 'at least' ? measured >= target : measured < target;
  return `${what}: ${shown(measured)}${unit}, ${bound} ${target}${unit}: ${met ? 'met' : 'MISSED'}`;
}

/** Three digits are as many as a benchmark is worth. */
export function shown(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
