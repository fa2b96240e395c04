/** Layout of the Python library Rich, with which Keras prints its summaries: heavy head, a line between rows. */

export type Alignment = 'left' | 'right' | 'center';

export interface Column {
  readonly header: string;
  readonly alignment: Alignment;
  /** Wished for, in characters. */
  readonly width: number;
}

const length = (text: string): number => [...text].length;

/** Python's round: halves go to the even neighbour. */
function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Takes `excess` away in equal parts. */
function reduceEvenly(widths: readonly number[], excess: number): number[] {
  let remaining = excess;
  return widths.map((width, i) => {
    const part = Math.min(width, roundHalfEven(remaining / (widths.length - i)));
    remaining -= part;
    return width - part;
  });
}

/** Adds `extra` in proportion to the widths. */
function extend(widths: readonly number[], extra: number): number[] {
  let remaining = extra;
  let total = widths.reduce((sum, width) => sum + width, 0);
  return widths.map((width) => {
    const part = total > 0 ? Math.ceil((width * remaining) / total) : remaining;
    total -= width;
    remaining -= part;
    return width + part;
  });
}

/** Widths of the cells, padding included, such that the table is `tableWidth` wide. */
function cellWidths(columns: readonly Column[], tableWidth: number): number[] {
  const room = tableWidth - columns.length - 1;
  const wished = columns.map((column) => Math.min(column.width + 2, room));
  const total = wished.reduce((sum, width) => sum + width, 0);
  if (total > room) return reduceEvenly(wished, total - room);
  return total < room ? extend(wished, room - total) : wished;
}

/** Breaks a text into lines at blanks; a word that is too long gets an ellipsis. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/\s*\S+\s*/g) ?? ['']) {
    if (length(line) + length(word.trimEnd()) <= width || line === '') line += word;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines.map((full) => {
    const trimmed = full.trimEnd();
    return length(trimmed) <= width ? trimmed : `${[...trimmed].slice(0, Math.max(width - 1, 0)).join('')}…`;
  });
}

function align(text: string, width: number, alignment: Alignment): string {
  const space = width - length(text);
  const left = alignment === 'left' ? 0 : alignment === 'right' ? space : Math.floor(space / 2);
  return ' '.repeat(left) + text + ' '.repeat(space - left);
}

/** The lines of a table that is `tableWidth` wide. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  tableWidth: number,
): string[] {
  const widths = cellWidths(columns, tableWidth);
  const rule = (left: string, dash: string, cross: string, right: string) =>
    left + widths.map((width) => dash.repeat(width)).join(cross) + right;
  const cells = (row: readonly string[], bar: string): string[] => {
    const wrapped = widths.map((width, i) => wrap(row[i] ?? '', Math.max(width - 2, 0)));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, y) => {
      const parts = wrapped.map(
        (lines, i) => ` ${align(lines[y] ?? '', Math.max((widths[i] ?? 0) - 2, 0), columns[i]?.alignment ?? 'left')} `,
      );
      return bar + parts.join(bar) + bar;
    });
  };
  return [
    rule('┏', '━', '┳', '┓'),
    ...cells(
      columns.map((column) => column.header),
      '┃',
    ),
    rule('┡', '━', '╇', '┩'),
    ...rows.flatMap((row, i) => (i === 0 ? cells(row, '│') : [rule('├', '─', '┼', '┤'), ...cells(row, '│')])),
    rule('└', '─', '┴', '┘'),
  ];
}
