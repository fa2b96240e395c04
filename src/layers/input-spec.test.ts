import { describe, expect, test } from 'vitest';
import { assertInputCompatibility, InputSpec } from './input-spec.ts';
import { KerasTensor } from './keras-tensor.ts';

const tensor = (...shape: (number | null)[]) => new KerasTensor(shape);
const check = (spec: ConstructorParameters<typeof InputSpec>[0], input: KerasTensor) => () =>
  assertInputCompatibility(new InputSpec(spec), input, 'layer');

describe('input specs', () => {
  test('rank', () => {
    expect(check({ ndim: 2 }, tensor(null, 3))).not.toThrow();
    expect(check({ ndim: 2 }, tensor(null))).toThrow(/Input 0 of layer "layer".*2 axes.*found 1.*shape \(None,\)/s);
    expect(check({ minNdim: 2 }, tensor(4))).toThrow(/at least 2/);
    expect(check({ maxNdim: 2 }, tensor(1, 2, 3))).toThrow(/at most 2/);
  });

  test('extents of axes; unknown ones pass', () => {
    expect(check({ axes: { [-1]: 4 } }, tensor(null, null))).not.toThrow();
    expect(check({ axes: { 1: 4, 2: null } }, tensor(2, 4, 9))).not.toThrow();
    expect(check({ axes: { [-1]: 4 } }, tensor(2, 5))).toThrow(/axis -1.*extent 4.*\(2, 5\)/s);
  });

  test('shape, with a last axis of extent 1 that may be missing or added', () => {
    expect(check({ shape: [null, 3] }, tensor(2, 3))).not.toThrow();
    expect(check({ shape: [null, 3] }, tensor(2, 4))).toThrow(/expected shape \(None, 3\)/);
    expect(check({ shape: [null, 3, 1], allowLastAxisSqueeze: true }, tensor(2, 3))).not.toThrow();
    expect(check({ shape: [null, 3], allowLastAxisSqueeze: true }, tensor(2, 3, 1))).not.toThrow();
    expect(check({ shape: [null, 3], allowLastAxisSqueeze: true }, tensor(2, 3, 2))).toThrow(/ndim=2/);
  });

  test('dtype', () => {
    expect(check({ dtype: 'int32' }, tensor(2))).toThrow(/dtype int32, found float32/);
  });

  test('several inputs, in lists and records', () => {
    const specs = [new InputSpec({ ndim: 1 }), new InputSpec({ ndim: 2 })];
    expect(() => assertInputCompatibility(specs, [tensor(1), tensor(1, 2)], 'two')).not.toThrow();
    expect(() => assertInputCompatibility(specs, [tensor(1)], 'two')).toThrow(/takes 2 inputs\. Received: 1/);
    expect(() => assertInputCompatibility(specs, [tensor(1), tensor(1)], 'two')).toThrow(/Input 1/);
    const named = { a: new InputSpec({ ndim: 1 }) };
    expect(() => assertInputCompatibility(named, { a: tensor(1) }, 'named')).not.toThrow();
    expect(() => assertInputCompatibility(named, { b: tensor(1) }, 'named')).toThrow(
      /misses the input "a"\. Received: b/,
    );
    expect(() => assertInputCompatibility(named, tensor(1), 'named')).toThrow(/record of inputs/);
  });

  test('refuses unknown options', () => {
    expect(() => new InputSpec({ minNDim: 2 } as object)).toThrow(/Did you mean "minNdim"/);
  });
});
