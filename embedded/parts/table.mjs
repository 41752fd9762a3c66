/** A plain table for the terminal. */

/**
 * Columns as wide as their widest cell, under their names.
 * @param {readonly { part: string, where: string, route: string }[]} rows
 */
export function tableOf(rows) {
  const all = [{ part: 'PART', where: 'WHERE', route: 'ROUTE TAKEN' }, ...rows];
  const width = (column) => Math.max(...all.map((row) => row[column].length));
  const [part, where] = [width('part'), width('where')];
  return all.map((row) => `  ${row.part.padEnd(part)}  ${row.where.padEnd(where)}  ${row.route}`).join('\n');
}
