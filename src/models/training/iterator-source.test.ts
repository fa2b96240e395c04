import { describe, expect, test } from 'vitest';
import type { Batch, BatchIterator } from './batch-source.ts';
import { toBundle } from './bundle.ts';
import type { Batches } from './data-types.ts';
import { IteratorSource } from './iterator-source.ts';

const read = (value: unknown): Batch => ({
  x: toBundle(value, 'x', null),
  y: null,
  sampleWeight: null,
  size: Array.isArray(value) ? value.length : 0,
});

async function sizes(iterator: BatchIterator): Promise<number[]> {
  const found: number[] = [];
  for (;;) {
    const batch = await iterator.next();
    if (batch === null) return found;
    found.push(batch.size);
  }
}

function* generate(): Generator<[number[]]> {
  yield [[1]];
  yield [[1, 2]];
}

async function* generateLater(): AsyncGenerator<[number[]]> {
  yield* generate();
}

const first = (batches: Batches) =>
  new IteratorSource(batches, (value) => read(Array.isArray(value) ? value[0] : value));

describe('IteratorSource', () => {
  test.each<[string, () => Batches]>([
    ['a generator function', () => generate],
    ['an async generator function', () => generateLater],
    ['an iterable', () => ({ [Symbol.iterator]: generate })],
    ['an async iterable', () => ({ [Symbol.asyncIterator]: generateLater })],
    ['a function that returns a plain iterator', () => () => generate()],
  ])('%s begins anew in every pass', async (_, make) => {
    const source = first(make());
    expect(source.restartable).toBe(true);
    expect((await source.peek())?.size).toBe(1);
    expect(await sizes(source.open())).toEqual([1, 2]);
    expect(await sizes(source.open())).toEqual([1, 2]);
  });

  test.each<[string, () => Batches]>([
    ['a running generator', () => generate()],
    ['a running async generator', () => generateLater()],
  ])('%s has one pass', async (_, make) => {
    const source = first(make());
    expect(source.restartable).toBe(false);
    await source.peek();
    expect(await sizes(source.open())).toEqual([1, 2]);
    expect(await sizes(source.open())).toEqual([]);
  });

  test('an exception of the generator comes through', async () => {
    const source = first(function* () {
      yield [[1]];
      throw new TypeError('mine');
    });
    await expect(sizes(source.open())).rejects.toThrow(TypeError);
  });

  test('what gives no iterator', async () => {
    // @ts-expect-error a number can't be iterated
    await expect(first(() => 5).peek()).rejects.toThrow(/must return an iterator.*Received: 5/);
  });
});
