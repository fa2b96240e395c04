import { expect, test } from 'vitest';
import { getMask } from '../../tensor/mask.ts';
import { Dense } from './dense.ts';
import { Masking } from './masking.ts';

test('marks steps whose features all equal the value, and zeroes them', async () => {
  const y = new Masking({ maskValue: -1 }).apply([
    [
      [1, -1],
      [-1, -1],
    ],
  ]);
  expect(await y.array()).toEqual([
    [
      [1, -1],
      [0, 0],
    ],
  ]);
  expect(await getMask(y)?.array()).toEqual([[1, 0]]);
});

test('layers that support masks pass them on', async () => {
  const y = new Dense(2).apply(
    new Masking().apply([
      [
        [1, 2],
        [0, 0],
      ],
    ]),
  );
  expect(await getMask(y)?.array()).toEqual([[1, 0]]);
  expect(() => new Masking({ maskValue: Number.NaN })).toThrow(/maskValue/);
});
