import { describe, expect, test } from 'vitest';
import { full } from '../ops/creation.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { registerKerasSerializable } from '../support/registry.ts';
import type { Shape } from '../support/shape.ts';
import { deserialize, get, HeNormal, Initializer, type InitializerName, Ones, serialize } from './index.ts';

const names: InitializerName[] = [
  'constant',
  'glorot_normal',
  'glorot_uniform',
  'he_normal',
  'he_uniform',
  'identity',
  'lecun_normal',
  'lecun_uniform',
  'normal',
  'one',
  'ones',
  'orthogonal',
  'random_normal',
  'random_uniform',
  'stft',
  'truncated_normal',
  'uniform',
  'variance_scaling',
  'zero',
  'zeros',
  'HeNormal',
  'OrthogonalInitializer',
];

class Sevens extends Initializer {
  static override readonly className: string = 'Sevens';
  override apply(shape: Shape) {
    return full(shape, 7);
  }
}

describe('initializers.get', () => {
  test.each(names)('knows %s', (name) => {
    expect(get(name)).toBeInstanceOf(Initializer);
  });

  test('takes null, objects, classes, functions and configs', () => {
    const ones = new Ones();
    expect(get(null)).toBeNull();
    expect(get(ones)).toBe(ones);
    expect(get(Sevens)).toBeInstanceOf(Sevens);
    expectValues(get((shape) => full(shape, 3)).apply([2]), [3, 3]);
    expect(
      get({ module: 'keras.initializers', class_name: 'HeNormal', config: { seed: 1 }, registered_name: null }),
    ).toBeInstanceOf(HeNormal);
  });

  test('refuses unknown names with the nearest', () => {
    // @ts-expect-error a misspelt name
    expect(() => get('he_norm')).toThrow('Unknown initializer. Did you mean "he_normal"? Received: "he_norm"');
  });
});

describe('initializers.serialize', () => {
  test('writes Keras’s envelope, which deserialize reads', () => {
    const envelope = serialize(new HeNormal({ seed: 4 }));
    expect(envelope).toEqual({
      module: 'keras.initializers',
      class_name: 'HeNormal',
      config: { seed: 4, input_axes: null, output_axes: null },
      registered_name: null,
    });
    expect(deserialize(envelope)).toBeInstanceOf(HeNormal);
  });

  test('works for classes of one’s own', () => {
    registerKerasSerializable(Sevens, { package: 'tests' });
    const envelope = serialize(new Sevens());
    expect(envelope).toMatchObject({ class_name: 'Sevens', registered_name: 'tests>Sevens' });
    expect(deserialize(envelope)).toBeInstanceOf(Sevens);
  });

  test('refuses configs with options that do not exist', () => {
    expect(() => deserialize({ class_name: 'HeNormal', config: { sed: 1 } })).toThrow('Did you mean "seed"?');
  });
});
