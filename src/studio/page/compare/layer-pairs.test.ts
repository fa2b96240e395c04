import { expect, test } from 'vitest';
import type { NetVitals } from '../net/net-vitals.ts';
import { layerPairs } from './layer-pairs.ts';

const vitals = (names: readonly string[], rows: readonly (readonly number[])[]): NetVitals => ({
  run: 'run',
  quantity: 'std',
  available: ['std'],
  layers: names.map((layer) => ({ layer, path: layer, activation: 'relu', units: 1 })),
  steps: (rows[0] ?? []).map((_, i) => i),
  epochs: [],
  values: Float32Array.from(rows.flat()),
  relative: Float32Array.from(rows.flat(), (x) => x - 1),
  expected: [],
  source: 'theory',
  limit: 3,
  losses: [],
  nonFinite: null,
});

test('layers meet by name, in the first run’s order, with their last samples', () => {
  const pairs = layerPairs(
    vitals(
      ['a', 'b'],
      [
        [9, 1],
        [9, 2],
      ],
    ),
    vitals(['norm', 'b', 'a'], [[5], [6], [7]]),
  );
  expect(pairs).toEqual([
    { layer: 'a', a: { value: 1, relative: 0 }, b: { value: 7, relative: 6 } },
    { layer: 'b', a: { value: 2, relative: 1 }, b: { value: 6, relative: 5 } },
    { layer: 'norm', a: null, b: { value: 5, relative: 4 } },
  ]);
});
