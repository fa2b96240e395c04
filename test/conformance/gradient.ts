import * as ops from '../../src/ops/index.ts';
import { gradients } from '../../src/tensor/gradients.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import type { Variable } from '../../src/tensor/variable.ts';
import { type TensorJson, toTensor } from './tensor-json.ts';

/**
 * Gradients of the sum of `result`; zeros where it does not depend on a target. To be taken before the result is read:
 * a tensor that has been computed no longer knows what it was computed from.
 */
export function gradientsOfSum(result: Tensor, targets: readonly (Tensor | Variable)[]): Tensor[] {
  return gradients(ops.sum(result), targets).map((gradient, i) => gradient ?? ops.zerosLike(targets[i] ?? 0));
}

/** The sum over outputs of sum(output * cotangent); outputs without a cotangent don't count. */
export function pairing(outputs: readonly Tensor[], cotangents: readonly (TensorJson | null)[]): Tensor {
  const terms = outputs.flatMap((output, i) => {
    const cotangent = cotangents[i] ?? null;
    return cotangent === null ? [] : [ops.sum(ops.multiply(output, toTensor(cotangent)))];
  });
  return terms.reduce((total, term) => ops.add(total, term), ops.convertToTensor(0));
}
