import { describe, expect, test } from 'vitest';
import { add, multiply } from '../../ops/arithmetic.ts';
import { concatenate } from '../../ops/joining.ts';
import { registerKerasSerializable } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { deserialize, serialize } from '../index.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { Lambda, type LambdaOptions } from './lambda.ts';

const scaled = (x: Tensor, { factor, training }: LambdaOptions): Tensor =>
  add(multiply(x, Number(factor)), training === true ? 1 : 0);

describe('Lambda', () => {
  test('applies a function, which gets arguments and the mode', async () => {
    const layer = new Lambda(scaled, { arguments: { factor: 3 } });
    expect(await layer.apply([[1, 2]]).array()).toEqual([[3, 6]]);
    expect(await layer.apply([[1, 2]], { training: true }).array()).toEqual([[4, 7]]);
  });

  test('finds the shape of its output, or takes what it is told', () => {
    const twice = (x: Tensor) => concatenate([x, x], { axis: -1 });
    expect(new Lambda(twice).apply(new KerasTensor([null, 4])).shape).toEqual([null, 8]);
    expect(new Lambda(twice, { outputShape: [8] }).computeOutputShape([null, 4])).toEqual([null, 8]);
    expect(new Lambda(twice, { outputShape: () => [null, 8] }).computeOutputShape([2, 4])).toEqual([null, 8]);
  });

  test('is saved when its function is registered', async () => {
    const layer = new Lambda(scaled, { arguments: { factor: 2 }, name: 'scaled' });
    expect(() => layer.getConfig()).toThrow('is only saved when it is known by a name');
    registerKerasSerializable(scaled, { package: 'lambda_test', name: 'scaled' });
    const envelope = JSON.parse(JSON.stringify(serialize(layer)));
    expect(envelope.config.function).toEqual({
      module: 'builtins',
      class_name: 'function',
      config: 'lambda_test>scaled',
      registered_name: 'function',
    });
    expect(
      await deserialize(envelope)
        .apply([[5]])
        .array(),
    ).toEqual([[10]]);
  });

  test('wrong input is refused by name', () => {
    expect(() => new Lambda(3 as never)).toThrow('`function` must be a function. Received: function=3');
    expect(() => new Lambda((async (x: Tensor) => x) as never).apply([1])).toThrow('must give tensors, and not wait');
    const python = { class_name: '__lambda__', config: { code: 'abc' } };
    expect(() => deserialize({ class_name: 'Lambda', config: { function: python } })).toThrow('holds Python code');
    const unknown = { module: 'builtins', class_name: 'function', config: 'a>b', registered_name: 'function' };
    expect(() => deserialize({ class_name: 'Lambda', config: { function: unknown } })).toThrow(
      'No function is registered',
    );
  });
});
