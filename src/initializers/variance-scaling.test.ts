import { describe, expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { GlorotNormal, GlorotUniform } from './glorot.ts';
import { HeNormal, HeUniform } from './he.ts';
import { LecunNormal, LecunUniform } from './lecun.ts';
import { VarianceScaling } from './variance-scaling.ts';

const shape = [40, 60];
const variance = (values: readonly number[]) => values.reduce((sum, x) => sum + x * x, 0) / values.length;

describe('variance', () => {
  test.each([
    ['GlorotUniform', GlorotUniform, 2 / 100],
    ['GlorotNormal', GlorotNormal, 2 / 100],
    ['HeUniform', HeUniform, 2 / 40],
    ['HeNormal', HeNormal, 2 / 40],
    ['LecunUniform', LecunUniform, 1 / 40],
    ['LecunNormal', LecunNormal, 1 / 40],
  ])('of %s', (_, cls, expected) => {
    const values = [...new cls({ seed: 3 }).apply(shape).dataSync()];
    expect(variance(values) / expected).toBeGreaterThan(0.9);
    expect(variance(values) / expected).toBeLessThan(1.1);
  });

  test('uniform weights stay within ±sqrt(3 scale / n)', () => {
    const limit = Math.sqrt((3 * 2) / 50);
    const values = [
      ...new VarianceScaling({ scale: 2, mode: 'fan_avg', distribution: 'uniform', seed: 1 }).apply(shape).dataSync(),
    ];
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(limit);
    expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.98 * limit);
  });

  test('named axes count instead of the usual ones', () => {
    const options = { seed: 1, inputAxes: [0], outputAxes: [1] };
    const swapped = { seed: 1, inputAxes: [1], outputAxes: [0] };
    const ratio =
      (new LecunUniform(options).apply(shape).dataSync()[0] ?? 0) /
      (new LecunUniform(swapped).apply(shape).dataSync()[0] ?? 0);
    expect(ratio).toBeCloseTo(Math.sqrt(60 / 40), 5);
  });
});

test('GlorotUniform gives Keras’s numbers to the last bit', () => {
  const keras = [0.08736964, -0.5688303, -0.15492722, 0.27752542, 0.37465155, -0.12713768, -8.974692e-5];
  expect([...new GlorotUniform({ seed: 42 }).apply([7]).dataSync()]).toEqual(keras.map(Math.fround));
});

describe('config', () => {
  test('of VarianceScaling has everything, of the others what they take', () => {
    const scaling = new VarianceScaling({ scale: 0.5, mode: 'fan_out', distribution: 'normal', seed: 2 });
    const config = scaling.getConfig();
    expect(config).toEqual({
      scale: 0.5,
      mode: 'fan_out',
      distribution: 'truncated_normal',
      seed: 2,
      input_axes: null,
      output_axes: null,
    });
    expectValues(VarianceScaling.fromConfig(config).apply([2, 2]), [...chunk(scaling.apply([2, 2]).dataSync())]);
    expect(new HeNormal().getConfig()).toEqual({ seed: null, input_axes: null, output_axes: null });
  });

  test('clones draw alike', () => {
    const he = new HeNormal({ seed: 5 });
    expect([...he.clone().apply([3]).dataSync()]).toEqual([...he.apply([3]).dataSync()]);
  });

  test('and printing says what it is', () => {
    expect(String(new HeNormal({ seed: 5 }))).toBe('<HeNormal seed=5, input_axes=null, output_axes=null>');
  });
});

function* chunk(values: ArrayLike<number>): Generator<number[]> {
  for (let i = 0; i < values.length; i += 2) yield [values[i] ?? 0, values[i + 1] ?? 0];
}

test('refuses what makes no sense', () => {
  expect(() => new VarianceScaling({ scale: 0 })).toThrow('`scale` must be a positive number. Received: scale=0');
  // @ts-expect-error no such mode
  expect(() => new VarianceScaling({ mode: 'fan' })).toThrow('`mode` must be one of "fan_in", "fan_out", "fan_avg"');
  // @ts-expect-error no such distribution
  expect(() => new VarianceScaling({ distribution: 'gauss' })).toThrow('Received: distribution="gauss"');
  expect(() => new HeNormal({ inputAxes: [0] })).toThrow('given together with `inputAxes`');
  // @ts-expect-error HeNormal has its own scale
  expect(() => new HeNormal({ scale: 2 })).toThrow('Unknown option of HeNormal');
});
