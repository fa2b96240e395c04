import { expect, test } from 'vitest';
import { formatTable } from './table.ts';

const columns = [
  { header: 'Name', alignment: 'left', width: 10 },
  { header: 'Number', alignment: 'right', width: 8 },
  { header: 'Flag', alignment: 'center', width: 6 },
] as const;

test('cells are aligned, wrapped at blanks, and cut when a word is too long', () => {
  expect(
    formatTable(
      columns,
      [
        ['a', '12', 'Y'],
        ['two words', '1', '-'],
        ['averylongword', '0', ''],
      ],
      24,
    ),
  ).toEqual([
    '┏━━━━━━━━━┳━━━━━━┳━━━━━┓',
    '┃ Name    ┃ Num… ┃ Fl… ┃',
    '┡━━━━━━━━━╇━━━━━━╇━━━━━┩',
    '│ a       │   12 │  Y  │',
    '├─────────┼──────┼─────┤',
    '│ two     │    1 │  -  │',
    '│ words   │      │     │',
    '├─────────┼──────┼─────┤',
    '│ averyl… │    0 │     │',
    '└─────────┴──────┴─────┘',
  ]);
});

test('columns that leave room are widened', () => {
  const [line = ''] = formatTable(
    columns.map((column) => ({ ...column, width: 4 })),
    [],
    40,
  );
  expect(line.length).toBe(40);
});
