import { expect, test } from 'vitest';
import { range } from '../support/shape.ts';
import * as g from './build.ts';
import { gradient } from './gradient.ts';
import { topologicalOrder } from './node.ts';
import { simplify } from './simplify.ts';
import { valuesOf } from './testing/values-of.ts';

const x = g.parameter({}, [2, 12], 'float32');
const values = new Map([[x, Float32Array.from(range(24), (i) => i / 8 - 1)]]);
const slices = (...bounds: readonly (readonly [number, number])[]) =>
  bounds.map(([from, to], i) => g.mul(g.slice(x, [0, from], [2, to]), g.constant(i + 1, [2, to - from])));

test.each([
  [
    'all of an axis, in any order',
    [
      [3, 6],
      [0, 3],
      [9, 12],
      [6, 9],
    ],
    ['concat'],
  ],
  [
    'with gaps',
    [
      [0, 3],
      [3, 5],
      [8, 12],
    ],
    ['concat', 'pad', 'pad', 'add'],
  ],
  [
    'overlapping',
    [
      [0, 6],
      [3, 9],
    ],
    ['pad', 'pad', 'add'],
  ],
] as const)('the gradient of slices is what they were, side by side: %s', (_, bounds, expected) => {
  const total = slices(...bounds)
    .map((part) => g.reduceSum(g.mul(part, part), [0, 1]))
    .reduce(g.add);
  const [found] = gradient(total, [x]);
  if (found === undefined || found === null) throw new Error('no gradient');
  const [simple = found] = simplify([found]);
  const ops = topologicalOrder([simple]).map(({ op }) => op);
  expect(ops.filter((op) => op === 'concat' || op === 'pad')).toEqual(expected.filter((op) => op !== 'add'));
  expect(valuesOf([simple], values)).toEqual(valuesOf([found], values));
});
