import { describe, expect, test } from 'vitest';
import { KerasTensor } from '../keras-tensor.ts';
import { Input, InputLayer, input } from './input.ts';

describe('Input', () => {
  test('is a symbolic tensor with an InputLayer behind it', () => {
    const x = new Input({ shape: [4, null], name: 'x' });
    expect(x).toBeInstanceOf(KerasTensor);
    expect(x.shape).toEqual([null, 4, null]);
    expect(x.history?.layer).toBeInstanceOf(InputLayer);
    expect(x.history?.layer.name).toBe('x');
    expect(x.history?.layer.output).toBe(x);
    expect(new Input({ shape: [3], batchSize: 8, dtype: 'int32' })).toMatchObject({ shape: [8, 3], dtype: 'int32' });
    expect(input({ batchShape: [null, 2] }).shape).toEqual([null, 2]);
    expect(new Input({ shape: [] }).shape).toEqual([null]);
  });

  test('configs, old ones too', () => {
    const layer = InputLayer.fromConfig({
      batch_shape: [null, 3],
      dtype: 'float32',
      sparse: false,
      ragged: false,
      name: 'in',
      optional: false,
    });
    expect(layer.getConfig()).toEqual({
      batch_shape: [null, 3],
      dtype: 'float32',
      sparse: false,
      ragged: false,
      name: 'in',
      optional: false,
    });
    expect(InputLayer.fromConfig({ batch_input_shape: [null, 5], name: 'old' }).batchShape).toEqual([null, 5]);
    expect(String(layer)).toBe('<InputLayer name=in, shape=(None, 3), dtype=float32>');
  });

  test('refuses missing, doubled and impossible shapes', () => {
    expect(() => new Input({})).toThrow(/takes either `shape`/);
    expect(() => new Input({ shape: [1], batchShape: [null, 1] })).toThrow(/either/);
    expect(() => new Input({ shape: [-1] })).toThrow(/`shape` must be/);
    expect(() => new Input({ shape: 4 as unknown as number[] })).toThrow(/`shape` must be/);
    expect(() => new Input({ shape: [4], batchSize: 0 })).toThrow(/`batchSize`/);
    expect(() => new Input({ shape: [4], sparse: true })).toThrow(/`sparse`/);
    expect(() => new Input({ shap: [4] } as object)).toThrow(/Did you mean "shape"/);
  });
});
