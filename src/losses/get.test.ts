import { describe, expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { snakeCase } from '../support/case.ts';
import { classesIn } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { FunctionLoss } from './function-loss.ts';
import { lossFunctions } from './functions.ts';
import { deserialize, get, type LossName, serialize, toLoss } from './get.ts';
import { Huber } from './huber.ts';
import { Loss } from './loss.ts';
import { MeanSquaredError, meanSquaredError } from './mean-squared-error.ts';

const largestError = (yTrue: Tensor, yPred: Tensor) => ops.max(ops.abs(ops.subtract(yTrue, yPred)), { axis: -1 });

describe('get', () => {
  test('gives functions for names of functions, objects for names of classes', () => {
    expect(get(null)).toBeNull();
    expect(get('mse')).toBe(meanSquaredError);
    expect(get('mean_squared_error')).toBe(meanSquaredError);
    expect(get('MeanSquaredError')).toBeInstanceOf(MeanSquaredError);
    expect(get(MeanSquaredError)).toBeInstanceOf(MeanSquaredError);
    expect(get(largestError)).toBe(largestError);
    const loss = new Huber({ delta: 3 });
    expect(get(loss)).toBe(loss);
    expect(get(serialize(loss))).toMatchObject({ delta: 3 });
  });

  test('suggests the nearest name', () => {
    expect(() => get('sparse_categorical_crosentropy' as LossName)).toThrow(
      'Unknown loss. Did you mean "sparse_categorical_crossentropy"? Received: "sparse_categorical_crosentropy"',
    );
    expect(() => get(5 as never)).toThrow('`loss` must be a name, a Loss');
  });
});

describe('serialize and deserialize', () => {
  test.each([...classesIn('keras.losses').keys()])('%s with its defaults', (name) => {
    const loss = toLoss(name as LossName);
    const envelope = serialize(loss);
    expect(envelope).toMatchObject({ module: 'keras.losses', class_name: name, registered_name: null });
    const copy = deserialize(JSON.parse(JSON.stringify(envelope)));
    expect(copy).toBeInstanceOf(loss.constructor);
    expect(copy instanceof Loss && copy.getConfig()).toEqual(loss.getConfig());
    expect(loss.name).toBe(name === 'Huber' ? 'huber_loss' : snakeCase(name));
  });

  test.each(Object.keys(lossFunctions))('function %s', (name) => {
    const fn = get(name as LossName);
    const envelope = serialize(fn);
    expect(envelope).toEqual({
      module: 'builtins',
      class_name: 'function',
      config: name,
      registered_name: 'function',
    });
    expect(deserialize(envelope)).toBe(fn);
  });

  test('custom classes and functions', () => {
    class Zero extends Loss {
      static override readonly className = 'Zero';
      override call(_: Tensor, yPred: Tensor): Tensor {
        return ops.zerosLike(yPred);
      }
    }
    const customObjects = { Zero, largestError };
    expect(deserialize(serialize(new Zero()), { customObjects })).toBeInstanceOf(Zero);
    expect(deserialize(serialize(largestError), { customObjects })).toBe(largestError);
    expect(deserialize('Zero', { customObjects })).toBeInstanceOf(Zero);
    expect(() => deserialize(serialize(new Zero()))).toThrow('Unknown class of keras.losses');
    expect(() => deserialize(serialize(largestError))).toThrow('Unknown loss');
  });

  test('refuses what is no config', () => {
    expect(() => deserialize(7)).toThrow('Expected a serialized object with class_name and config. Received: 7');
    const config = { ...serialize(new Huber()), config: { delta: -1 } };
    expect(() => deserialize(config)).toThrow('`delta` must be a positive number. Received: delta=-1');
  });
});

test('toLoss makes an object of a function, with weights and reduction', () => {
  const loss = toLoss(largestError);
  expect(loss).toBeInstanceOf(FunctionLoss);
  expect(loss.name).toBe('largestError');
  expectValues(
    loss.apply(
      [
        [0, 0],
        [0, 0],
      ],
      [
        [1, -3],
        [2, 0],
      ],
      { sampleWeight: [1, 0.5] },
    ),
    2,
  );
  expect(toLoss('mse').name).toBe('mean_squared_error');
  expectValues(toLoss('mse').apply([1, 2], [[1], [4]]), 2);
});
