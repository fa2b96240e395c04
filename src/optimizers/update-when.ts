import * as ops from '../ops/index.ts';
import { at } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

/**
 * Runs an update and keeps what it assigned to these variables only where the condition holds, so that a program does
 * the same work in either case and needs no branch.
 *
 * @param condition bool scalar
 */
export function updateWhen(condition: Tensor, variables: readonly Variable[], update: () => void): void {
  const before = variables.map((variable) => variable.value);
  update();
  variables.forEach((variable, i) => {
    const { value } = variable;
    if (value.node !== at(before, i).node) variable.assign(ops.where(condition, value, at(before, i)));
  });
}
