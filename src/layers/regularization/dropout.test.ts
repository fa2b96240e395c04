import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../../tensor/convert.ts';
import { jit } from '../../tensor/jit.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Dropout } from './dropout.ts';

const ones = (n: number) => convertToTensor([new Array<number>(n).fill(1)]);

describe('Dropout', () => {
  test('drops a share and scales the rest, in training only', async () => {
    const layer = new Dropout(0.25, { seed: 3 });
    const x = ones(400);
    expect(layer.apply(x)).toBe(x);
    const y = [...(await layer.apply(x, { training: true }).data())];
    expect(new Set(y)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    expect(y.filter((value) => value === 0).length).toBeGreaterThan(60);
    expect(y.filter((value) => value === 0).length).toBeLessThan(140);
  });

  test('draws anew at each call, compiled or not', async () => {
    const layer = new Dropout(0.5, { seed: 3 });
    const fresh = new Dropout(0.5, { seed: 3 });
    const step = jit((x: Tensor) => layer.apply(x, { training: true }));
    const x = ones(64);
    const compiled = [await step(x).data(), await step(x).data()];
    expect(compiled[0]).not.toEqual(compiled[1]);
    expect([await fresh.apply(x, { training: true }).data(), await fresh.apply(x, { training: true }).data()]).toEqual(
      compiled,
    );
  });

  test('the noise can be shared along axes', async () => {
    const y = await new Dropout(0.5, { noiseShape: [null, 1], seed: 1 })
      .apply(
        [
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
        ],
        { training: true },
      )
      .array();
    for (const row of y as number[][]) expect(new Set(row).size).toBe(1);
  });

  test('the edges: nothing and everything dropped', async () => {
    expect(new Dropout(0).seedGenerator).toBeNull();
    expect(await new Dropout(1).apply([[1, 2]], { training: true }).array()).toEqual([[0, 0]]);
  });

  test('refuses rates and shapes that are none', () => {
    for (const rate of [-0.1, 1.1, Number.NaN])
      expect(() => new Dropout(rate)).toThrow(/`rate` must be a number from 0 to 1/);
    expect(() => new Dropout(0.5, { noiseShape: [] })).toThrow(/`noiseShape`/);
    expect(() => new Dropout(0.5, { noiseShape: [0, 1] })).toThrow(/`noiseShape`/);
    expect(() => new Dropout(0.5, { seed: -1 })).toThrow(/`seed`/);
    expect(() => new Dropout(0.5, { noiseShape: [2, 2] }).apply([[1, 2, 3]], { training: true })).toThrow(
      /`noiseShape`/,
    );
  });
});
