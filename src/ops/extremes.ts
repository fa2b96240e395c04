import * as g from '../graph/build.ts';
import { badArgument } from '../support/errors.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, numeric, tensor } from './operands.ts';
import type { Axis } from './options.ts';
import { countOf, type ReduceOptions, reduceNode, reduceOptions } from './reduce.ts';

export interface InitialOptions extends ReduceOptions {
  /** A value that takes part in the comparison. */
  readonly initial?: number | null | undefined;
}

function extreme(
  op: 'reduceMax' | 'reduceMin',
  where: string,
  x: TensorLike,
  options: Axis | InitialOptions | undefined,
): Tensor {
  const chosen = reduceOptions<InitialOptions>(where, options, ['initial']);
  const source = nodeOf(x);
  const initial = 'initial' in chosen ? (chosen.initial ?? null) : null;
  if (initial === null && countOf(source, chosen.axis) === 0)
    throw badArgument('x', `a tensor with elements to take the ${where} of`, tensor(source));
  const reduced = reduceNode(op, g.cast(source, numeric(source.dtype)), chosen);
  const result =
    initial === null
      ? reduced
      : g.binary(op === 'reduceMax' ? 'max' : 'min', reduced, g.likeConstant(reduced, initial));
  return tensor(g.cast(result, source.dtype));
}

/**
 * The largest element; NaN if there is one. Elements that attain it share the gradient.
 *
 * @see https://keras.io/api/ops/numpy/#max-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.max([[1, 5], [3, 4]], 1).array()); // => [5, 4]
 * ```
 */
export function max(x: TensorLike, options?: Axis | InitialOptions): Tensor {
  return extreme('reduceMax', 'max', x, options);
}

/**
 * The smallest element; NaN if there is one. Elements that attain it share the gradient.
 *
 * @see https://keras.io/api/ops/numpy/#min-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.min([[1, 5], [3, 4]], 1).array()); // => [1, 3]
 * ```
 */
export function min(x: TensorLike, options?: Axis | InitialOptions): Tensor {
  return extreme('reduceMin', 'min', x, options);
}

/**
 * The same as `max`.
 *
 * @see https://keras.io/api/ops/numpy/#amax-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.amax([1, 5]).item()); // => 5
 * ```
 */
export const amax = max;

/**
 * The same as `min`.
 *
 * @see https://keras.io/api/ops/numpy/#amin-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.amin([1, 5]).item()); // => 1
 * ```
 */
export const amin = min;

/**
 * The largest minus the smallest element.
 *
 * @see https://keras.io/api/ops/numpy/#ptp-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.ptp([1, 5, 3]).item()); // => 4
 * ```
 */
export function ptp(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return tensor(g.sub(max(x, options).node, min(x, options).node));
}
