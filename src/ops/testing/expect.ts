import { expect } from 'vitest';
import { sizeOf } from '../../support/shape.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import { gradients } from '../../tensor/gradients.ts';
import { type NestedArray, type NestedInput, toNested } from '../../tensor/nested.ts';
import { Storage } from '../../tensor/storage.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { multiply } from '../arithmetic.ts';
import { sum } from '../reduction.ts';

/** The elements as nested arrays, now. */
export const valuesOf = (x: TensorLike): NestedArray => {
  const tensor = convertToTensor(x);
  return toNested(tensor.dataSync(), tensor.shape);
};

const flat = (x: NestedInput): number[] => (Array.isArray(x) ? x.flatMap(flat) : [Number(x)]);

/** Asserts elements (nested as the shape says) within a tolerance that is absolute below 1 and relative above. */
export function expectValues(actual: TensorLike, expected: NestedInput, tolerance = 2e-6): void {
  const values = valuesOf(actual);
  const off = flat(values).map((value, i) => {
    const want = flat(expected)[i] ?? Number.NaN;
    return Object.is(value, want) || value === want ? 0 : Math.abs(value - want) / Math.max(1, Math.abs(want));
  });
  const close =
    off.every((error) => error <= tolerance) &&
    JSON.stringify(shapeOfNested(values)) === JSON.stringify(shapeOfNested(expected));
  if (!close) expect(values).toEqual(expected);
}

const shapeOfNested = (x: NestedInput): number[] =>
  Array.isArray(x) ? [x.length, ...(x[0] === undefined ? [] : shapeOfNested(x[0]))] : [];

const STEP = 1e-2;
/** A weight for each element, so that mistakes don't cancel in the sum. */
const cotangent = (shape: readonly number[]): Tensor =>
  new Tensor(
    Storage.from(
      Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i + 1)),
      shape,
      'float32',
    ),
  );

/** Asserts that the gradient of a function agrees with central differences at the given float inputs. */
export function expectGradient(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly NestedInput[],
  tolerance = 3e-3,
): void {
  const tensors = inputs.map((input) => convertToTensor(input, 'float32'));
  const scalar = (values: readonly Tensor[]): Tensor => {
    const result = fn(...values);
    return sum(multiply(result, cotangent(result.shape)));
  };
  const found = gradients(scalar(tensors), tensors);
  tensors.forEach((input, k) => {
    const data = input.dataSync();
    const differences = Array.from(data, (_, i) => {
      const moved = (delta: number) => {
        const copy = data.slice();
        copy[i] = (copy[i] ?? 0) + delta;
        const shifted = new Tensor(Storage.from(copy, input.shape, 'float32'));
        return scalar(tensors.map((tensor, j) => (j === k ? shifted : tensor))).dataSync()[0] ?? Number.NaN;
      };
      return (moved(STEP) - moved(-STEP)) / (2 * STEP);
    });
    const gradient = found[k];
    expect(gradient, `gradient of input ${k}`).not.toBeNull();
    if (gradient) expectValues(gradient, toNested(differences, input.shape), tolerance);
  });
}
