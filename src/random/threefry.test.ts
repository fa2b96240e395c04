import { expect, test } from 'vitest';
import { threefry } from '../graph/primitives/random.ts';
import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';
import { splitKey } from './threefry.ts';

test('splitKey encrypts the counters 0, 1, ... and keeps both words', () => {
  const key = new Tensor(Storage.from([7, 4000000000], [2], 'uint32'));
  const parts = splitKey(key.node, 3).map((node) => [...new Tensor(node).dataSync()]);
  expect(parts).toEqual([0, 1, 2].map((i) => threefry(7, 4000000000, 0, i)));
});
