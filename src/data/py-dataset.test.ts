import { expect, test } from 'vitest';
import { setRandomSeed } from '../utils/set-random-seed.ts';
import { PyDataset } from './py-dataset.ts';

class Numbers extends PyDataset<number> {
  epochs = 0;
  get length() {
    return 6;
  }
  override getItem(index: number) {
    return Promise.resolve(index);
  }
  override onEpochEnd() {
    this.epochs++;
  }
}

async function collect<T>(elements: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const element of elements) list.push(element);
  return list;
}

test('goes through all batches, and tells the end of each epoch', async () => {
  const numbers = new Numbers();
  for (let epoch = 0; epoch < 2; epoch++) expect(await collect(numbers)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(numbers.epochs).toBe(2);
  expect(numbers.cardinality).toBe(6);
});

test('shuffles whole batches from the stream of setRandomSeed', async () => {
  const order = async () => {
    setRandomSeed(1);
    return collect(new Numbers({ shuffle: true }));
  };
  const first = await order();
  expect(first).not.toEqual([0, 1, 2, 3, 4, 5]);
  expect([...first].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(await order()).toEqual(first);
});
