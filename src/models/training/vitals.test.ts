import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Vitals } from '../../callbacks/index.ts';
import { Input } from '../../layers/core/input.ts';
import * as layers from '../../layers/index.ts';
import * as ops from '../../ops/index.ts';
import { SGD } from '../../optimizers/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { setRandomSeed } from '../../utils/set-random-seed.ts';
import { Model, Sequential } from '../index.ts';

const x = [
  [1, 2],
  [3, -1],
  [-2, 0.5],
  [0, 1],
];
const y = [1, 0, 2, -1];

/** A net whose numbers can be worked out by hand: identity weights, then a sum. */
function smallNet(learningRate = 0.1): Sequential {
  const net = new Sequential([
    new layers.Input({ shape: [2] }),
    new layers.Dense(2, { activation: 'relu', kernelInitializer: 'identity', name: 'hidden' }),
    new layers.Dense(1, { kernelInitializer: 'ones', name: 'out' }),
  ]);
  net.compile({ optimizer: new SGD({ learningRate }), loss: 'mse' });
  return net;
}

const fitOnce = (model: Sequential | Model, every = 1, epochs = 1) =>
  model.fit(x, y, { epochs, batchSize: 4, shuffle: false, verbose: 0, vitals: { every, histograms: false } });

describe('vitals', () => {
  test('statistics of activations, gradients and updates', async () => {
    const { vitals } = await fitOnce(smallNet());
    const [record] = vitals;
    const [hidden, out] = record?.layers ?? [];
    // Pre-activations are x itself: mean 4.5 / 8; activations 1 2 3 0 0 .5 0 1.
    expect(hidden?.layer).toBe('hidden');
    expect(hidden?.activation).toBe('relu');
    expect(hidden?.preMean).toBeCloseTo(4.5 / 8, 5);
    expect(hidden?.mean).toBeCloseTo(7.5 / 8, 5);
    expect([hidden?.min, hidden?.max]).toEqual([0, 3]);
    expect(hidden?.zeroShare).toBeCloseTo(3 / 8, 6);
    expect(hidden?.deadShare).toBe(0);
    expect(hidden?.saturatedShare).toBeNull();
    // Answers 3 3 .5 1: errors 2 3 -1.5 2; one sample's gradient is 2 error, and passes where z > 0.
    expect(out?.gradientRms).toBeCloseTo(Math.sqrt((16 + 36 + 9 + 16) / 4), 4);
    expect(hidden?.gradientRms).toBeCloseTo(Math.sqrt((16 + 16 + 36 + 9 + 16) / 8), 4);
    expect(record?.loss).toBeCloseTo((4 + 9 + 2.25 + 4) / 4, 5);
    const kernel = record?.weights.find(({ weight }) => weight.endsWith('out/kernel'));
    // d loss / d kernel = mean of 2 error h.
    const gradient = [(4 * 1 + 6 * 3) / 4, (4 * 2 - 3 * 0.5 + 4 * 1) / 4];
    expect(kernel?.layer).toBe('out');
    expect(kernel?.norm).toBeCloseTo(Math.SQRT2, 5);
    expect(kernel?.gradientNorm).toBeCloseTo(Math.hypot(...gradient), 4);
    expect(kernel?.updateRatio).toBeCloseTo((0.1 * Math.hypot(...gradient)) / Math.SQRT2, 4);
    expect(record).toMatchObject({ version: 1, step: 0, epoch: 0, batch: 0, batchSize: 4, nonFinite: null });
    expect(record?.learningRate).toBeCloseTo(0.1, 6);
  });

  test('the noise scale, from the gradients of single samples', async () => {
    const net = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1, { kernelInitializer: 'ones' })]);
    net.compile({ optimizer: 'sgd', loss: 'mse' });
    const { vitals } = await fitOnce(net);
    // d (w x - y)^2 / dw = 2 (w x - y) x.
    const gradients = x.map(([a = 0, b = 0], i) => [2 * (a + b - (y[i] ?? 0)) * a, 2 * (a + b - (y[i] ?? 0)) * b]);
    const mean = [0, 1].map((k) => gradients.reduce((sum, g) => sum + (g[k] ?? 0), 0) / 4);
    const square = (g: readonly number[]) => g.reduce((sum, value) => sum + value * value, 0);
    const samples = gradients.reduce((sum, g) => sum + square(g), 0) / 4;
    const [signal, noise] = [(4 * square(mean) - samples) / 3, (4 * (samples - square(mean))) / 3];
    expect(signal).toBeGreaterThan(0);
    expect(vitals[0]?.noiseScale).toBeCloseTo(noise / signal, 3);
    // All samples alike: no noise. One sample: nobody knows.
    const same = await net.fit(
      [
        [1, 2],
        [1, 2],
      ],
      [1, 1],
      { batchSize: 2, verbose: 0, vitals: { every: 1 } },
    );
    expect(same.vitals[0]?.noiseScale).toBeCloseTo(0, 5);
    // Rows that are not samples say nothing of them.
    class Steps extends Model {
      dense = new layers.Dense(1);
      override call(inputs: Tensor): Tensor {
        return ops.reshape(this.dense.apply(ops.reshape(inputs, [-1, 2])), [-1, 3]);
      }
    }
    const steps = new Steps();
    steps.compile({ optimizer: 'sgd', loss: 'mse' });
    const rows = await steps.fit(ops.ones([4, 3, 2]), ops.ones([4, 3]), { verbose: 0, vitals: { every: 1 } });
    expect(rows.vitals[0]?.layers).toHaveLength(1);
    expect(rows.vitals[0]?.noiseScale).toBeNull();
    const single = await net.fit([[1, 2]], [1], { verbose: 0, vitals: { every: 1 } });
    expect(single.vitals[0]?.noiseScale).toBeNull();
  });

  test('sampled and plain steps train alike, to the bit', async () => {
    const weights: unknown[] = [];
    for (const vitals of [false, { every: 1 }, { every: 3 }] as const) {
      setRandomSeed(3);
      const net = new Sequential([
        new layers.Input({ shape: [2] }),
        new layers.Dense(5, { activation: 'tanh' }),
        new layers.BatchNormalization(),
        new layers.Dropout(0.5),
        new layers.Dense(1),
      ]);
      net.compile({ optimizer: 'adam', loss: 'mse' });
      await net.fit(x, y, { epochs: 5, batchSize: 2, verbose: 0, vitals });
      weights.push(await Promise.all(net.weights.map((weight) => weight.array())));
    }
    expect(weights[1]).toEqual(weights[0]);
    expect(weights[2]).toEqual(weights[0]);
  });

  test('units are dead when no sample of the epoch so far made them active', async () => {
    const net = new Sequential([
      new layers.Input({ shape: [2] }),
      new layers.Dense(2, { activation: 'relu', kernelInitializer: 'identity' }),
      new layers.Dense(1),
    ]);
    net.compile({ optimizer: new SGD({ learningRate: 0 }), loss: 'mse' });
    const one = [
      [1, -1],
      [1, -1],
      [-1, 2],
    ];
    const { vitals } = await net.fit(one, [0, 0, 0], {
      epochs: 2,
      batchSize: 1,
      shuffle: false,
      verbose: 0,
      vitals: { every: 1 },
    });
    expect(vitals.map(({ layers: [first] }) => first?.deadShare)).toEqual([0.5, 0.5, 0, 0.5, 0.5, 0]);
  });

  test('saturation by the region of the function', async () => {
    const net = new Sequential([
      new layers.Input({ shape: [2] }),
      new layers.Dense(2, { activation: 'tanh', kernelInitializer: 'identity' }),
      new layers.Dense(1),
    ]);
    net.compile({ optimizer: 'sgd', loss: 'mse' });
    const { vitals } = await fitOnce(net);
    // Only 3 of the 8 values is beyond 2.08.
    expect(vitals[0]?.layers[0]?.saturatedShare).toBeCloseTo(1 / 8, 6);
    expect(vitals[0]?.layers[1]?.saturatedShare).toBeNull();
  });

  test('the first tensor that is not finite', async () => {
    const forward = smallNet();
    const [kernel] = forward.weights;
    kernel?.assign([
      [3e38, 0],
      [0, 3e38],
    ]);
    expect((await fitOnce(forward)).vitals[0]?.nonFinite).toEqual({ where: 'hidden', pass: 'forward' });
    const { vitals } = await fitOnce(smallNet(1e18), 1, 5);
    const first = vitals.find(({ nonFinite }) => nonFinite !== null);
    expect(first?.step).toBeGreaterThan(0);
    expect(first?.nonFinite?.pass).toBeDefined();
  });

  test('functional, nested and subclassed models; shared layers are seen at each application', async () => {
    const input = new Input({ shape: [2] });
    const shared = new layers.Dense(2, { activation: 'relu', name: 'shared' });
    const inner = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(3, { name: 'deep' })]);
    const both = shared.apply(shared.apply(input));
    const nested = new Model({ inputs: input, outputs: new layers.Dense(1, { name: 'end' }).apply(inner.apply(both)) });
    nested.compile({ optimizer: 'sgd', loss: 'mse' });
    const names = (await fitOnce(nested)).vitals[0]?.layers.map(({ layer }) => layer);
    expect(names).toEqual(['shared', 'shared:2', 'deep', 'end']);

    class Own extends Model {
      first = new layers.Dense(3, { activation: 'tanh', name: 'first' });
      last = new layers.Dense(1, { name: 'last' });
      override call(inputs: Tensor): Tensor {
        return this.last.apply(ops.multiply(this.first.apply(inputs), 2));
      }
    }
    const own = new Own();
    own.compile({ optimizer: 'sgd', loss: 'mse' });
    const [record] = (await fitOnce(own)).vitals;
    expect(record?.layers.map(({ layer }) => layer)).toEqual(['first', 'last']);
    expect(record?.layers[0]?.gradientRms).toBeGreaterThan(0);
  });

  test('samples every so many steps, histograms once per epoch, and a smaller last batch', async () => {
    const vitals = new Vitals({ every: 2 });
    const { vitals: records } = await smallNet().fit([...x, [1, 1]], [...y, 0], {
      epochs: 2,
      batchSize: 2,
      verbose: 0,
      callbacks: [vitals],
    });
    expect(records).toBe(vitals.records);
    expect(records.map(({ step, epoch, batchSize }) => [step, epoch, batchSize])).toEqual([
      [0, 0, 2],
      [2, 0, 1],
      [4, 1, 2],
    ]);
    const counts = records.map(({ layers: [first] }) => first?.histograms?.activation.counts.reduce((a, b) => a + b));
    expect(counts).toEqual([4, undefined, 4]);
    expect(records[0]?.layers[0]?.histograms?.gradient.counts.length).toBe(40);
  });

  test('a file gets one line of JSON per sample', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vitals-'));
    try {
      const path = join(folder, 'vitals.jsonl');
      const { vitals } = await smallNet().fit(x, y, { epochs: 3, verbose: 0, vitals: { every: 1, path } });
      const lines = (await readFile(path, 'utf8')).trim().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toEqual(vitals);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('refuses what it does not know', async () => {
    // @ts-expect-error
    await expect(smallNet().fit(x, y, { vitals: 3 })).rejects.toThrow(/`vitals` must be true, false or its options/);
    expect(() => new Vitals({ every: 0 })).toThrow(/`every` must be a positive integer/);
    // @ts-expect-error
    expect(() => new Vitals({ evry: 3 })).toThrow(/Did you mean "every"/);
    expect(() => new Vitals({ path: '' })).toThrow(/`path` must be the path of a file/);
  });
});
