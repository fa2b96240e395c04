import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as layers from '../../layers/index.ts';
import { Layer } from '../../layers/layer.ts';
import * as ops from '../../ops/index.ts';
import { Adam } from '../../optimizers/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { compare, crossValidate, Sequential } from '../index.ts';
import { makeFolds } from './folds.ts';

const x = Array.from({ length: 60 }, (_, i) => [Math.sin(3 * i), Math.cos(5 * i)]);
const y = x.map(([a = 0, b = 0]) => (a > b ? 1 : 0));
const quiet = { verbose: 0, seed: 7, epochs: 3, batchSize: 8 } as const;

function build({ activation = 'relu' as 'relu' | 'elu' | 'linear', rate = 0.1, extra = null as Layer | null } = {}) {
  const model = new Sequential([
    new layers.Input({ shape: [2] }),
    new layers.Dense(8, { activation }),
    new layers.Dropout(0.2),
    ...(extra ? [extra] : []),
    new layers.Dense(2, { activation: 'softmax' }),
  ]);
  model.compile({
    optimizer: new Adam({ learningRate: rate }),
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

class Doubling extends Layer {
  override call(inputs: Tensor): Tensor {
    return ops.multiply(inputs, 2);
  }
}

describe('makeFolds', () => {
  it('keeps every row back exactly once, in parts of nearly the same size and the same classes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 12, max: 60 }), fc.nat(99), (k, count, seed) => {
        const labels = Array.from({ length: count }, (_, i) => i % 2);
        const folds = makeFolds(count, k, seed, labels);
        const held = folds.flatMap(({ validation }) => [...validation]);
        expect([...held].sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
        for (const { train, validation } of folds) {
          expect(train.length + validation.length).toBe(count);
          expect(Math.abs(validation.length - count / k)).toBeLessThanOrEqual(1);
          const ones = [...validation].filter((row) => labels[row] === 1).length;
          expect(Math.abs(ones - validation.length / 2)).toBeLessThanOrEqual(1);
          expect(validation.some((row) => train.includes(row))).toBe(false);
        }
        expect(makeFolds(count, k, seed, labels)).toEqual(folds);
      }),
      { numRuns: 30 },
    );
  });

  it('says when there are too few samples', () => {
    expect(() => makeFolds(3, 5, 0, null)).toThrow('at most the number of samples, 3. Received: folds=5');
    expect(() => makeFolds(6, 3, 0, [0, 0, 0, 0, 1, 1])).toThrow('Received: 2 of class 1');
  });
});

describe('crossValidate', () => {
  it('gives the same numbers in worker threads and here', async () => {
    const here = await crossValidate(build, x, y, { ...quiet, folds: 3, workers: 1 });
    const there = await crossValidate(build, x, y, { ...quiet, folds: 3, workers: 2 });
    expect(there.folds).toEqual(here.folds);
    expect(there.histories).toEqual(here.histories);
    expect(here.metric).toBe('accuracy');
    expect(here.direction).toBe('up');
    expect(here.histories[0]?.loss).toHaveLength(3);
    const values = here.folds.map((logs) => logs.accuracy ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value) / 3;
    expect(here.scores.accuracy?.mean).toBeCloseTo(mean, 12);
    expect(String(here)).toMatch(/^3 folds\naccuracy {2}0\.\d{4} ± 0\.\d{4}\nloss/);
  });

  it('trains here what only this thread knows, with the same numbers as without workers', async () => {
    const custom = () => build({ extra: new Doubling() });
    const options = { ...quiet, folds: 2 };
    const there = await crossValidate(custom, x, y, { ...options, workers: 2 });
    expect(there.folds).toEqual((await crossValidate(custom, x, y, { ...options, workers: 1 })).folds);
  });

  it('hands the error of a training to the caller', async () => {
    const targets = y.map((label) => label * 5);
    await expect(crossValidate(build, x, targets, { ...quiet, folds: 2, workers: 2 })).rejects.toThrow(/label|class/i);
  });

  it('refuses what makes no sense, before any training', async () => {
    await expect(crossValidate(build, x, y.slice(1), quiet)).rejects.toThrow(
      '`y` must have as many samples as `x`, 60. Received: 59 samples',
    );
    await expect(crossValidate(build, x, y, { folds: 1 })).rejects.toThrow(
      '`folds` must be an integer that is at least 2',
    );
    await expect(crossValidate(() => new Sequential([new layers.Dense(1)]), x, y, quiet)).rejects.toThrow(
      '`build` must return a compiled model',
    );
    // @ts-expect-error no model
    await expect(crossValidate(() => 3, x, y, quiet)).rejects.toThrow(
      '`build` must be a function that returns a model',
    );
    await expect(
      crossValidate(build, x, y, { ...quiet, folds: 2, epochs: 1, workers: 1, metric: 'accuracies' }),
    ).rejects.toThrow('Did you mean "accuracy"');
  });
});

describe('compare', () => {
  it('tries every combination on the same folds, and puts the best first', async () => {
    const comparison = await compare(
      { activation: ['linear', 'relu'], rate: [0.1, 0] },
      (choice) => build(choice),
      x,
      y,
      { ...quiet, folds: 2, epochs: 10, workers: 1 },
    );
    const accuracies = comparison.rows.map(({ result }) => result.score.mean);
    expect(accuracies).toHaveLength(4);
    expect(accuracies).toEqual([...accuracies].sort((a, b) => b - a));
    expect(comparison.best.choice.rate).toBe(0.1);
    const lines = String(comparison).split('\n');
    expect(lines[0]).toMatch(/^activation +rate +accuracy +loss/);
    expect(lines[1]).toMatch(/^(linear|relu) +0\.1 +0\.\d{4} ± .*█/);
    const svg = await comparison.plot().toSvg();
    expect(svg).toContain('accuracy of 4 nets');
    expect(svg).toContain('relu, 0.1');
  });

  it('refuses empty lists', async () => {
    await expect(compare({ activation: [] }, () => build(), x, y, quiet)).rejects.toThrow('`choices.activation`');
    await expect(compare({}, () => build(), x, y, quiet)).rejects.toThrow('`choices` must be a record');
  });
});
