import { describe, expect, test } from 'vitest';
import { elu, silu } from '../ops/activation.ts';
import { multiply } from '../ops/arithmetic.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { type Config, registerClasses } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { linear, relu } from './activations.ts';
import { type ActivationName, deserialize, get, serialize } from './get.ts';

const names: ActivationName[] = [
  'celu',
  'elu',
  'exponential',
  'gelu',
  'glu',
  'hard_shrink',
  'hard_sigmoid',
  'hard_silu',
  'hard_swish',
  'hard_tanh',
  'leaky_relu',
  'linear',
  'log_sigmoid',
  'log_softmax',
  'mish',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'silu',
  'swish',
  'soft_shrink',
  'softmax',
  'softplus',
  'softsign',
  'sparse_plus',
  'sparse_sigmoid',
  'sparsemax',
  'squareplus',
  'tanh',
  'tanh_shrink',
];

class Doubler {
  static readonly className: string = 'Doubler';
  apply(x: TensorLike) {
    return multiply(x, 2);
  }
  getConfig(): Config {
    return {};
  }
  static fromConfig(): Doubler {
    return new Doubler();
  }
}

describe('activations.get', () => {
  test.each(names)('knows %s', (name) => {
    expect(get(name)([[0.5, -0.5]]).shape).toHaveLength(2);
  });

  test('takes null, functions and layers', () => {
    expect(get(null)).toBe(linear);
    expect(get(elu)).toBe(elu);
    expectValues(get(new Doubler())([3]), [6]);
  });

  test('refuses unknown names with the nearest, and names that need arguments', () => {
    // @ts-expect-error a misspelt name
    expect(() => get('rleu')).toThrow('Unknown activation. Did you mean');
    // @ts-expect-error a name without its arguments
    expect(() => get('threshold')).toThrow('pass (x) => activations.threshold(x, threshold, defaultValue)');
    // @ts-expect-error nothing of the kind
    expect(() => get(7)).toThrow('the name or the config of an activation. Received: 7');
  });
});

describe('activations.serialize', () => {
  test('writes names, the first of two', () => {
    expect(serialize(relu)).toBe('relu');
    expect(serialize(silu)).toBe('silu');
    expect(serialize(get('hard_swish'))).toBe('hard_silu');
    for (const name of names) expect(get(serialize(get(name)))).toBe(get(name));
  });

  test('writes functions by their name and layers with their config', () => {
    const thrice = (x: TensorLike) => multiply(x, 3);
    const envelope = serialize(thrice);
    expect(envelope).toEqual({
      module: 'builtins',
      class_name: 'function',
      config: 'thrice',
      registered_name: 'function',
    });
    expectValues(deserialize(envelope, { customObjects: { thrice } })([1]), [3]);
    expect(() => deserialize(envelope)).toThrow('Unknown activation');
    expect(() =>
      serialize(
        (
          () => (x: TensorLike) =>
            multiply(x, 1)
        )(),
      ),
    ).toThrow('must have a name');

    registerClasses('keras.layers', [Doubler]);
    const layer = serialize(get(new Doubler()));
    expect(layer).toMatchObject({ module: 'keras.layers', class_name: 'Doubler' });
    expectValues(deserialize(layer)([1]), [2]);
  });
});
