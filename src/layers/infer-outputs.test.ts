import { expect, test } from 'vitest';
import { add } from '../ops/arithmetic.ts';
import { reshape } from '../ops/shape.ts';
import { sizeOf } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { inferOutputs } from './infer-outputs.ts';
import { KerasTensor } from './keras-tensor.ts';
import type { Structure } from './structure.ts';

const shapes = (outputs: Structure<KerasTensor>) => (outputs instanceof KerasTensor ? outputs.shape : outputs);

test('axes that depend on unknown ones are unknown', () => {
  const flatten = (x: Structure<Tensor>) => reshape(x as Tensor, [sizeOf((x as Tensor).shape)]);
  expect(shapes(inferOutputs(flatten, new KerasTensor([null, 3]), {}))).toEqual([null]);
  expect(shapes(inferOutputs((x: Structure<Tensor>) => x, new KerasTensor([null, 83, 89]), {}))).toEqual([
    null,
    83,
    89,
  ]);
});

test('structures and dtypes come out as the call gives them', () => {
  const outputs = inferOutputs(
    (x: Structure<Tensor>) => ({ twice: [x, x] }),
    new KerasTensor([2], { dtype: 'int32' }),
    {},
  );
  expect(outputs).toMatchObject({ twice: [{ shape: [2], dtype: 'int32' }, { shape: [2] }] });
});

test('assignments to variables are forgotten', async () => {
  const count = new Variable(0);
  const call = (x: Structure<Tensor>) => {
    count.assign(add(count, 1));
    return x;
  };
  inferOutputs(call, new KerasTensor([null]), {});
  expect(await count.array()).toBe(0);
});

test('reading values while shapes are inferred is refused', () => {
  const call = (x: Structure<Tensor>) => {
    (x as Tensor).dataSync();
    return x;
  };
  expect(() => inferOutputs(call, new KerasTensor([null]), {})).toThrow(/traced/);
});

test('an asynchronous call is refused', () => {
  const call = async (x: Structure<Tensor>) => x;
  expect(() => inferOutputs(call as never, new KerasTensor([2]), {})).toThrow(/must be synchronous/);
});
