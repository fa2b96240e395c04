import { describe, expect, test } from 'vitest';
import { packFloats } from '../../protocol/index.ts';
import { appendVitals, columnsOf, unpackVitals } from './net-vitals.ts';

const vitals = (steps: readonly number[], rows: readonly (readonly number[])[], layers = ['a', 'b']) =>
  unpackVitals({
    run: 'run',
    quantity: 'std',
    available: ['std'],
    layers: layers.map((layer) => ({ layer, path: layer, activation: 'relu', units: 3 })),
    steps,
    epochs: steps.map(() => 0),
    values: packFloats(rows.flat()),
    relative: packFloats(rows.flat()),
    expected: layers.map(() => 1),
    source: 'theory',
    limit: 3,
    losses: steps.map(() => 1),
    nonFinite: null,
  });

describe('appendVitals', () => {
  test('columns go behind columns, row by row', () => {
    const both = appendVitals(
      vitals(
        [0, 1],
        [
          [1, 2],
          [3, 4],
        ],
      ),
      vitals([2], [[5], [6]]),
    );
    expect(both?.steps).toEqual([0, 1, 2]);
    expect([...(both?.values ?? [])]).toEqual([1, 2, 5, 3, 4, 6]);
    expect([...(both?.relative ?? [])]).toEqual([1, 2, 5, 3, 4, 6]);
    expect(both?.losses).toHaveLength(3);
  });

  test('nothing new changes nothing', () => {
    const known = vitals([0], [[1], [2]]);
    expect(appendVitals(known, vitals([], [[], []]))).toBe(known);
  });

  test('another net, or samples that are not later, are no continuation', () => {
    const known = vitals(
      [0, 50],
      [
        [1, 1],
        [2, 2],
      ],
    );
    expect(appendVitals(known, vitals([100], [[1], [2]], ['a', 'c']))).toBeNull();
    expect(appendVitals(known, vitals([50], [[1], [2]]))).toBeNull();
  });
});

describe('columnsOf', () => {
  const steps = [0, 50, 100, 150];
  test.each([
    [null, [0, 4]],
    [
      [40, 110],
      [1, 3],
    ],
    [
      [50, 50.5],
      [1, 2],
    ],
    [
      [60, 70],
      [0, 4],
    ],
    [
      [500, 900],
      [0, 4],
    ],
  ] as const)('%s', (stretch, columns) => expect(columnsOf(steps, stretch)).toEqual(columns));
});
