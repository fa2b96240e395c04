import * as g from '../graph/build.ts';
import { accumulated, type DType } from '../support/dtype.ts';
import { normalizeAxes } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { floatNode, nodeOf, resultDtype, tensor } from './operands.ts';
import type { Axis } from './options.ts';
import { type ReduceOptions, reduceNode, reduceOptions } from './reduce.ts';

/**
 * The sum over one axis, several, or all. Booleans are counted (int32).
 *
 * @param x a tensor
 * @param options `{ axis, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#sum-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sum([[1, 2], [3, 4]], 1).array()); // => [3, 7]
 * console.log(await ops.sum([[1, 2], [3, 4]], { axis: 0, keepdims: true }).array()); // => [[4, 6]]
 * ```
 */
export function sum(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return tensor(reduceNode('reduceSum', nodeOf(x, accumulated(resultDtype(x))), reduceOptions('sum', options)));
}

/**
 * The product over one axis, several, or all.
 *
 * @see https://keras.io/api/ops/numpy/#prod-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.prod([[1, 2], [3, 4]], 1).array()); // => [2, 12]
 * ```
 */
export function prod(x: TensorLike, options?: Axis | (ReduceOptions & { readonly dtype?: DType | null })): Tensor {
  const chosen = reduceOptions('prod', options, ['dtype']);
  const dtype = ('dtype' in chosen ? chosen.dtype : null) ?? accumulated(resultDtype(x));
  return tensor(reduceNode('reduceProd', nodeOf(x, dtype), chosen));
}

/**
 * Whether any element is not zero.
 *
 * @see https://keras.io/api/ops/numpy/#any-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.any([[true, false], [false, false]], 1).array()); // => [1, 0]
 * ```
 */
export function any(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  const truth = g.cast(nodeOf(x, 'bool'), 'int32');
  return tensor(g.cast(reduceNode('reduceMax', truth, reduceOptions('any', options)), 'bool'));
}

/**
 * Whether all elements are not zero.
 *
 * @see https://keras.io/api/ops/numpy/#all-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.all([[true, true], [true, false]], 1).array()); // => [1, 0]
 * ```
 */
export function all(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  const truth = g.cast(nodeOf(x, 'bool'), 'int32');
  return tensor(g.cast(reduceNode('reduceMin', truth, reduceOptions('all', options)), 'bool'));
}

/**
 * How many elements are not zero, as int32.
 *
 * @see https://keras.io/api/ops/numpy/#count_nonzero-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.countNonzero([0, 3, 0, 4]).item()); // => 2
 * ```
 */
export function countNonzero(x: TensorLike, options?: Axis | { axis?: Axis }): Tensor {
  return sum(tensor(nodeOf(x, 'bool')), options);
}

/**
 * log(sum(exp(x))) without overflow: the maximum is taken out first.
 *
 * @see https://keras.io/api/ops/core/#logsumexp-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.logsumexp([1000, 1000]).item()); // => 1000.693
 * ```
 */
export function logsumexp(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  const node = floatNode(x);
  const chosen = reduceOptions('logsumexp', options);
  const axes = normalizeAxes(chosen.axis, node.shape.length);
  const largest = g.unary('stopGradient', g.reduceKeep('reduceMax', node, axes));
  const finite = g.lt(g.unary('abs', largest), g.likeConstant(largest, Number.POSITIVE_INFINITY));
  const shift = g.where(finite, largest, g.zerosLike(largest));
  const total = g.reduceKeep('reduceSum', g.exp(g.sub(node, g.broadcast(shift, node.shape))), axes);
  const result = g.add(g.unary('log', total), shift);
  return tensor(
    chosen.keepdims
      ? result
      : g.reshape(
          result,
          result.shape.filter((_, i) => !axes.includes(i)),
        ),
  );
}
