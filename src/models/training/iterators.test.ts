import { describe, expect, test, vi } from 'vitest';
import { classifier, scale } from '../testing/nets.ts';

const quiet = { verbose: 0 } as const;

describe('batches from iterators', () => {
  const batches = function* () {
    yield [
      [1, 1],
      [1, 1],
    ];
    yield [[1], [4]];
  };
  const later = async function* () {
    yield* batches();
  };

  test.each([
    ['a generator function', batches],
    ['an async generator function', later],
  ])('%s is called for every epoch', async (_, make) => {
    const { history, params } = await scale().fit(make, { ...quiet, epochs: 2 });
    expect(history).toEqual({ loss: [3, 3] });
    expect(params.steps).toBeNull();
  });

  test('a running generator goes on from epoch to epoch, and ends training when it is empty', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const endless = (function* () {
      for (let target = 1; target < 6; target++) yield [[1], [target]];
    })();
    const { history } = await scale().fit(endless, null, { ...quiet, epochs: 9, stepsPerEpoch: 2 });
    expect(history).toEqual({ loss: [0.5, 6.5, 16] });
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  test('batches may bring weights, and validate', async () => {
    const weighted = () =>
      [
        [
          [1, 1],
          [2, 3],
          [3, 1],
        ],
      ][Symbol.iterator]();
    const { history } = await scale().fit(weighted, { ...quiet, validationData: batches });
    expect(history).toEqual({ loss: [3.5], val_loss: [3] });
    expect(await scale().evaluate(weighted, quiet)).toBe(3.5);
  });

  test('predict takes inputs alone or with targets', async () => {
    const inputs = function* () {
      yield [[1], [2]];
      yield [[3]];
    };
    expect(await (await scale().predict(inputs, quiet)).array()).toEqual([[1], [2], [3]]);
    const pairs = function* () {
      yield [Float32Array.of(1, 2), Float32Array.of(5, 5)];
      yield [[[3]], [[5]]];
    };
    expect(await (await scale().predict(pairs, quiet)).array()).toEqual([[1], [2], [3]]);
  });

  test('wrong input', async () => {
    const model = classifier();
    const labels = function* () {
      yield [[[1, 2]], [5]];
    };
    await expect(model.fit(labels, quiet)).rejects.toThrow(/`y` must hold class numbers from 0 to 2/);
    await expect(model.fit(function* () {}, quiet)).rejects.toThrow(/`x` must give at least one batch/);
    await expect(model.fit(labels, { ...quiet, sampleWeight: [1] })).rejects.toThrow(
      /`sampleWeight` can't be given beside/,
    );
    await expect(model.fit(labels, { ...quiet, validationSplit: 0.5 })).rejects.toThrow(/`validationSplit`/);
    // @ts-expect-error batches are lists
    await expect(model.fit(() => [5][Symbol.iterator](), quiet)).rejects.toThrow(
      /must give batches \[x, y\].*Received: 5/,
    );
  });
});
