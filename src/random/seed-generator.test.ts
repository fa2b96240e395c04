import { beforeEach, describe, expect, test } from 'vitest';
import { globalRandom } from '../support/python-random.ts';
import { deserializeObject, serializeObject } from '../support/registry.ts';
import { jit } from '../tensor/jit.ts';
import { drawSeed, globalSeedGenerator, resetGlobalSeedGenerator, SeedGenerator } from './seed-generator.ts';
import { uniform } from './uniform.ts';

const values = (x: { dataSync(): ArrayLike<number> }) => Array.from(x.dataSync());

describe('SeedGenerator', () => {
  test('counts its second word up', () => {
    const generator = new SeedGenerator({ seed: 1337 });
    expect(values(generator.next())).toEqual([1337, 0]);
    expect(values(generator.next())).toEqual([1337, 1]);
    expect(values(generator.state)).toEqual([1337, 2]);
    expect(generator.state.trainable).toBe(false);
  });

  test('without a seed takes the one that Python would have drawn', () => {
    globalRandom.seed(42);
    const generator = new SeedGenerator();
    globalRandom.seed(42);
    expect(values(generator.next())).toEqual([globalRandom.randint(1, 1e9), 0]);
    expect(generator.getConfig()).toEqual({ seed: null });
  });

  test('moves on at every call of a compiled function', () => {
    const generator = new SeedGenerator(5);
    const draw = jit(() => uniform([2], { seed: generator }));
    const eager = new SeedGenerator(5);
    for (let i = 0; i < 3; i++) expect(values(draw())).toEqual(values(uniform([2], { seed: eager })));
  });

  test('goes through a config', () => {
    const generator = new SeedGenerator({ seed: 9 });
    const envelope = serializeObject(generator);
    expect(envelope).toMatchObject({ module: 'keras.random', class_name: 'SeedGenerator', config: { seed: 9 } });
    const again = deserializeObject(envelope, { module: 'keras.random' });
    expect(again).toBeInstanceOf(SeedGenerator);
  });

  test('refuses what is no seed', () => {
    expect(() => new SeedGenerator({ seed: -1 })).toThrow('Received: seed=-1');
    expect(() => new SeedGenerator({ seed: 2 ** 32 })).toThrow('`seed` must be null or an integer');
    // @ts-expect-error a misspelt option
    expect(() => new SeedGenerator({ sed: 1 })).toThrow('Did you mean "seed"?');
    // @ts-expect-error no seed
    expect(() => drawSeed('x')).toThrow('a SeedGenerator. Received: seed="x"');
  });
});

describe('the global generator', () => {
  beforeEach(() => {
    globalRandom.seed(42);
    resetGlobalSeedGenerator();
  });

  test('jumps as Keras’s does: (state + 1) 5387 mod 933199', () => {
    const first = values(drawSeed(null));
    const second = values(drawSeed(undefined));
    expect(second).toEqual(first.map((word) => (((word + 1) * 5387) % 2 ** 32) % 933199));
  });

  test('starts anew after a reset', () => {
    const first = values(drawSeed(null));
    globalRandom.seed(42);
    resetGlobalSeedGenerator();
    expect(values(drawSeed(null))).toEqual(first);
    expect(globalSeedGenerator()).toBe(globalSeedGenerator());
  });
});
