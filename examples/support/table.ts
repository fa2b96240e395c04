/** Rows as text in aligned columns: words to the left, numbers (with 3 significant digits) to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const text = (cell: string | number) => (typeof cell === 'string' ? cell : String(Number(cell.toPrecision(3))));
  const cells = [head, ...rows.map((row) => row.map(text))];
  const columns = head.map((_, i) => ({
    width: Math.max(...cells.map((row) => row[i]?.length ?? 0)),
    words: rows.some((row) => typeof row[i] === 'string' && !/^-?\d/.test(row[i])),
  }));
  return cells
    .map((row) =>
      columns
        .map(({ width, words }, i) => (words ? row[i]?.padEnd(width) : row[i]?.padStart(width)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
