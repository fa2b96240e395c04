import { expect, test } from 'vitest';
import { type Column, sortRows } from './table.tsx';

interface Row {
  readonly name: string;
  readonly loss: number | null;
}
const rows: readonly Row[] = [
  { name: 'run 10', loss: 0.5 },
  { name: 'run 9', loss: null },
  { name: 'Run 1', loss: 2 },
];
const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', cell: (row) => row.name, sortBy: (row) => row.name },
  { id: 'loss', title: 'Loss', cell: (row) => row.loss, sortBy: (row) => row.loss },
  { id: 'plain', title: 'Plain', cell: () => '' },
];
const sorted = (column: string, descending: boolean): readonly string[] =>
  sortRows(rows, columns, { column, descending }).map(({ name }) => name);

test('numbers in names count as numbers', () => {
  expect(sorted('name', false)).toEqual(['Run 1', 'run 9', 'run 10']);
});

test('what is missing goes to the end either way', () => {
  expect(sorted('loss', false)).toEqual(['run 10', 'Run 1', 'run 9']);
  expect(sorted('loss', true)).toEqual(['Run 1', 'run 10', 'run 9']);
});

test('a column that cannot sort, or an unknown one, leaves the order', () => {
  expect(sorted('plain', true)).toEqual(rows.map(({ name }) => name));
  expect(sorted('none', false)).toEqual(rows.map(({ name }) => name));
});
