import { describe, expect, it } from 'vitest';
import type { VitalsRecord } from '../callbacks/index.ts';
import * as layers from '../layers/index.ts';
import { activation, confusionMatrix, vitals, weights } from './index.ts';

type Row = Readonly<Record<string, number | string>>;

const rowsOf = (spec: unknown): Row[] =>
  typeof spec === 'object' && spec !== null && 'data' in spec ? (spec.data as { values: Row[] }).values : [];

describe('plot.activation', () => {
  it('draws the function and its derivative', async () => {
    const picture = activation('selu', { from: -2, to: 2 });
    const at = (curve: string, x: number) => rowsOf(picture.spec).find((row) => row.curve === curve && row.x === x)?.y;
    expect(at('function', 1)).toBeCloseTo(1.0507, 4);
    expect(at('function', -1)).toBeCloseTo(1.0507 * 1.67326 * (Math.exp(-1) - 1), 4);
    expect(at('derivative', 1)).toBeCloseTo(1.0507, 4);
    expect(at('derivative', -1)).toBeCloseTo(1.0507 * 1.67326 * Math.exp(-1), 4);
    expect(await picture.toSvg()).toContain('derivative');
  });

  it('refuses unknown names, vectors, and empty ranges', () => {
    // @ts-expect-error no such function
    expect(() => activation('seluu')).toThrow('selu');
    expect(() => activation('softmax')).toThrow('a function of single numbers');
    expect(() => activation('relu', { from: 1, to: 1 })).toThrow('`to` must be greater than from=1');
  });
});

const layer = (name: string, gradientRms: number, deadShare: number | null) => ({
  layer: name,
  gradientRms,
  deadShare,
});
const record = (step: number, gradients: readonly number[]): VitalsRecord =>
  ({ step, layers: gradients.map((gradient, i) => layer(`dense_${i}`, gradient, null)) }) as unknown as VitalsRecord;

describe('plot.vitals', () => {
  it('draws layers in their order against steps, and leaves out what has no logarithm', async () => {
    const picture = vitals([record(0, [1e-3, 0.1]), record(50, [0, Number.NaN]), record(100, [1e-4, 0.2])]);
    expect(rowsOf(picture.spec)).toEqual([
      { layer: 'dense_0', step: 0, until: 50, value: 1e-3 },
      { layer: 'dense_1', step: 0, until: 50, value: 0.1 },
      { layer: 'dense_0', step: 100, until: 150, value: 1e-4 },
      { layer: 'dense_1', step: 100, until: 150, value: 0.2 },
    ]);
    expect(await picture.toSvg()).toContain('dense_1');
    const many = vitals(Array.from({ length: 1000 }, (_, i) => record(i, [1])));
    expect(rowsOf(many.spec)).toHaveLength(200);
  });

  it('refuses nothing and unknown quantities', () => {
    expect(() => vitals([])).toThrow('`vitals` must be the records');
    // @ts-expect-error no such quantity
    expect(() => vitals([record(0, [1])], { quantity: 'gradient' })).toThrow('`quantity` must be one of');
  });
});

describe('plot.confusionMatrix', () => {
  it('counts truth against answers, given as classes or as probabilities', async () => {
    const picture = confusionMatrix(Int32Array.of(0, 1, 1), [
      [0.9, 0.1],
      [0.2, 0.8],
      [0.6, 0.4],
    ]);
    expect(rowsOf(picture.spec).map(({ truth, answer, count }) => [truth, answer, count])).toEqual([
      ['0', '0', 1],
      ['0', '1', 0],
      ['1', '0', 1],
      ['1', '1', 1],
    ]);
    expect(picture.spec.title).toBe('2 of 3 right');
    expect(await confusionMatrix([0, 1], [0, 1], { normalize: true, labels: ['cat', 'dog'] }).toSvg()).toContain(
      '100%',
    );
  });

  it('refuses what does not fit together', () => {
    expect(() => confusionMatrix([0], [0, 1])).toThrow('one entry per sample. Received: 1 and 2');
    expect(() => confusionMatrix([], [])).toThrow('Received: 0 and 0');
    expect(() => confusionMatrix([0.5], [0])).toThrow('classes counted from 0');
    expect(() => confusionMatrix([2], [0], { labels: ['a'] })).toThrow('a name for each of 3 classes');
  });
});

describe('plot.weights', () => {
  it('draws kernels as maps and all weights as histograms', async () => {
    const dense = new layers.Dense(3, { name: 'hidden', kernelInitializer: 'ones' });
    dense.build([null, 200]);
    const svg = await weights(dense).toSvg();
    for (const text of ['kernel (200 x 3)', 'kernel, how often', 'bias, how often']) expect(svg).toContain(text);
    const convolution = new layers.Conv2D(4, 3);
    convolution.build([null, 8, 8, 2]);
    expect(await weights(convolution, { title: 'filters' }).toSvg()).toContain('filters');
  });

  it('refuses layers without weights', () => {
    expect(() => weights(new layers.Flatten())).toThrow('a layer that is built and has weights');
    // @ts-expect-error no layer
    expect(() => weights('dense')).toThrow('`layer` must be a layer');
  });
});
