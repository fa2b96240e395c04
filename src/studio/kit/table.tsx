import type { ComponentChildren } from 'preact';
import { classNames } from './class-names.ts';

/** A column: its cells, and what rows are sorted by. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What rows are sorted by; without it the column can't be sorted. Null goes to the end either way. */
  readonly sortBy?: (row: Row) => number | string | boolean | null;
  /** Right-aligned. Default false. */
  readonly numeric?: boolean;
}

/** Which column rows are sorted by, and which way. */
export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** Rows in the order that a sorting asks for; equal ones stay as they were. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting: Sorting | null,
): readonly Row[] {
  const by = columns.find(({ id }) => id === sorting?.column)?.sortBy;
  if (by === undefined || sorting === null) return rows;
  const sign = sorting.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a), by(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    if (typeof x === 'string' || typeof y === 'string')
      return sign * String(x).localeCompare(String(y), undefined, { numeric: true });
    return sign * (Number(x) - Number(y));
  });
}

/** A table whose columns sort it: first ascending, then descending, then not at all. */
export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
  isCurrent,
  sorting,
  onSort,
}: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly isCurrent?: (row: Row) => boolean;
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting | null) => void;
}) {
  const next = (column: string): Sorting | null =>
    sorting?.column !== column
      ? { column, descending: false }
      : sorting.descending
        ? null
        : { column, descending: true };
  return (
    <section class="table-scroll" aria-label={label} tabIndex={0}>
      <table class="data">
        <thead>
          <tr>
            {columns.map(({ id, title, sortBy, numeric }) => {
              const sorted = sorting?.column === id ? (sorting.descending ? 'descending' : 'ascending') : undefined;
              return (
                <th key={id} scope="col" aria-sort={sorted} class={classNames(numeric && 'number')} title={title}>
                  {sortBy === undefined ? (
                    <span class="plain">{title}</span>
                  ) : (
                    <button type="button" onClick={() => onSort(next(id))}>
                      {title}
                      <span aria-hidden="true">{sorted === undefined ? '' : sorted === 'ascending' ? '↑' : '↓'}</span>
                    </button>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sortRows(rows, columns, sorting).map((row) => (
            <tr key={rowKey(row)} aria-current={isCurrent?.(row) === true ? 'true' : undefined}>
              {columns.map(({ id, cell, numeric }) => (
                <td key={id} class={classNames(numeric && 'number')}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
