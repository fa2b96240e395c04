import { add, divide, maximum, multiply, square, subtract } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { moments } from '../../ops/normalization.ts';
import { sum } from '../../ops/reduction.ts';
import { broadcastTo, expandDims } from '../../ops/shape.ts';
import { epsilon as defaultEpsilon } from '../../support/epsilon.ts';
import { ArgumentError } from '../../support/errors.ts';
import { formatShape } from '../../support/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';

/** variable <- variable momentum + value (1 - momentum). */
export function moveTowards(variable: Variable, value: TensorLike, momentum: number): Variable {
  return variable.assign(add(multiply(variable, momentum), multiply(value, 1 - momentum)));
}

/** Mean and biased variance over axes, which stay with extent 1; positions that the mask excludes don't count. */
export function batchMoments(inputs: Tensor, axes: readonly number[], mask: Tensor | null): [Tensor, Tensor] {
  if (mask === null) return moments(inputs, axes, { keepdims: true });
  if (mask.rank !== inputs.rank - 1) {
    throw new ArgumentError(
      `The mask of BatchNormalization must have one axis less than its input, which has shape ${formatShape(inputs.shape)}. Received: a mask of shape ${formatShape(mask.shape)}`,
    );
  }
  const weights = broadcastTo(expandDims(cast(mask, 'float32'), -1), inputs.shape);
  const reduction = { axis: axes, keepdims: true };
  const total = add(sum(weights, reduction), defaultEpsilon());
  const mean = divide(sum(multiply(weights, inputs), reduction), total);
  return [mean, divide(sum(multiply(weights, square(subtract(inputs, mean))), reduction), total)];
}

/** moving_variance <- relu(moving_stddev² - epsilon), after moving_stddev has moved: the way of batch renormalization. */
export function moveVariance(
  variance: Variable,
  stddev: Variable,
  value: TensorLike,
  momentum: number,
  epsilon: number,
): void {
  moveTowards(stddev, value, momentum);
  variance.assign(maximum(subtract(square(stddev), epsilon), 0));
}
