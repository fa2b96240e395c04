import { describe, expect, test } from 'vitest';
import { expectValues, valuesOf } from '../ops/testing/expect.ts';
import { SeedGenerator } from '../random/seed-generator.ts';
import { globalRandom } from '../support/python-random.ts';
import { RandomNormal, RandomUniform, TruncatedNormal } from './random.ts';

describe('random initializers', () => {
  test('give Keras’s numbers', () => {
    expectValues(new RandomNormal({ seed: 43 }).apply([3]), [0.022229614, 0.05849239, 0.05046034], 2e-8);
    expectValues(new RandomUniform({ seed: 44 }).apply([3]), [-0.021364093, 0.0165447, 0.013869452], 2e-8);
    expectValues(new TruncatedNormal({ seed: 45 }).apply([3]), [0.08455367, 0.025382865, 0.070777565], 2e-8);
  });

  test('repeat themselves with a number as seed, not with a generator', () => {
    const fixed = new RandomNormal({ seed: 1 });
    expect(valuesOf(fixed.apply([3]))).toEqual(valuesOf(fixed.apply([3])));
    const moving = new RandomNormal({ seed: new SeedGenerator(1) });
    expect(valuesOf(moving.apply([3]))).not.toEqual(valuesOf(moving.apply([3])));
  });

  test('without a seed draw one when they are made, and say so in their config', () => {
    globalRandom.seed(42);
    const drawn = new RandomUniform();
    globalRandom.seed(42);
    const same = new RandomUniform({ seed: globalRandom.randint(1, 1e9) });
    expect(valuesOf(drawn.apply([4]))).toEqual(valuesOf(same.apply([4])));
    expect(drawn.getConfig()).toEqual({ seed: null, minval: -0.05, maxval: 0.05 });
  });

  test('write a generator to their config and read it back', () => {
    const original = new RandomNormal({ seed: new SeedGenerator(11) });
    const again = RandomNormal.fromConfig(JSON.parse(JSON.stringify(original.getConfig())));
    expect(valuesOf(again.apply([3]))).toEqual(valuesOf(original.apply([3])));
  });

  test('refuse what makes no sense', () => {
    expect(() => new RandomNormal({ stddev: -1 })).toThrow('`stddev` must be a number that is not negative');
    expect(() => new RandomNormal({ mean: Number.NaN })).toThrow('`mean` must be a finite number');
    expect(() => new RandomUniform({ minval: 1, maxval: 0 })).toThrow('`maxval` must be a number from `minval` (1) on');
    expect(() => new RandomNormal({ seed: 0.5 })).toThrow('Received: seed=0.5');
    // @ts-expect-error Python's other spelling
    expect(() => new RandomNormal({ std: 1 })).toThrow('Did you mean');
    expect(() => new RandomNormal().apply([1], { dtype: 'int32' })).toThrow('`dtype` must be');
  });
});
