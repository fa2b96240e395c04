import * as g from '../graph/build.ts';
import type { Node, ReduceOp } from '../graph/node.ts';
import type { DType } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, normalizeAxes, range, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { broadcastNodes, floatNode, nodeOf, numeric, resultDtype, tensor } from './operands.ts';
import type { Axis } from './options.ts';
import { isList } from './options.ts';

export interface ReduceOptions {
  /** The axis or axes to reduce; all by default (null). */
  readonly axis?: Axis | undefined;
  /** Keeps reduced axes with extent 1. Default false. */
  readonly keepdims?: boolean | undefined;
}

export interface InitialOptions extends ReduceOptions {
  /** A value that takes part in the comparison. */
  readonly initial?: number | null | undefined;
}

/** The options of a reduction whose `axis` may also come by position. */
function reduceOptions<T extends ReduceOptions>(
  where: string,
  options: Axis | T | undefined,
  also: readonly string[] = [],
): T | ReduceOptions {
  if (options === undefined || options === null || typeof options === 'number' || isList(options))
    return { axis: options ?? null };
  checkOptions(where, options, ['axis', 'keepdims', ...also]);
  return options;
}

/** Reduces a node over the chosen axes, dropped or kept. */
function reduceNode(op: ReduceOp, node: Node, { axis, keepdims }: ReduceOptions): Node {
  const axes = normalizeAxes(axis, node.shape.length);
  return keepdims ? g.reduceKeep(op, node, axes) : g.reduce(op, node, axes);
}

/** The number of elements that each result of a reduction is made of. */
const countOf = (node: Node, axis: Axis | undefined): number =>
  sizeOf(normalizeAxes(axis, node.shape.length).map((i) => at(node.shape, i)));

/**
 * The sum over one axis, several, or all. Booleans are counted (int32).
 *
 * @param x a tensor
 * @param options `{ axis, keepdims }`, or the axis alone
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sum([[1, 2], [3, 4]], 1).array()); // => [3, 7]
 * console.log(await ops.sum([[1, 2], [3, 4]], { axis: 0, keepdims: true }).array()); // => [[4, 6]]
 * ```
 */
export function sum(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return tensor(reduceNode('reduceSum', nodeOf(x, numeric(resultDtype(x))), reduceOptions('sum', options)));
}

/**
 * The product over one axis, several, or all.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.prod([[1, 2], [3, 4]], 1).array()); // => [2, 12]
 * ```
 */
export function prod(x: TensorLike, options?: Axis | (ReduceOptions & { readonly dtype?: DType | null })): Tensor {
  const chosen = reduceOptions('prod', options, ['dtype']);
  const dtype = ('dtype' in chosen ? chosen.dtype : null) ?? numeric(resultDtype(x));
  return tensor(reduceNode('reduceProd', nodeOf(x, dtype), chosen));
}

/**
 * The arithmetic mean, as float32.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.mean([[1, 2], [3, 4]], 1).array()); // => [1.5, 3.5]
 * ```
 */
export function mean(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  const node = floatNode(x);
  const chosen = reduceOptions('mean', options);
  const total = reduceNode('reduceSum', node, chosen);
  return tensor(g.div(total, g.likeConstant(total, countOf(node, chosen.axis))));
}

/**
 * The variance: the mean of |x - mean(x)|² (divided by the count, not by one less), as float32.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.var([1, 2, 3, 6]).item()); // => 3.5
 * ```
 */
export function variance(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  const node = floatNode(x);
  const chosen = reduceOptions('var', options);
  const center = mean(tensor(node), { axis: chosen.axis, keepdims: true }).node;
  const deviation = g.sub(node, g.broadcast(center, node.shape));
  return mean(tensor(g.mul(deviation, deviation)), chosen);
}

/**
 * The standard deviation: the square root of the variance.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.std([1, 1, 5, 5]).item()); // => 2
 * ```
 */
export function std(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return tensor(g.sqrt(variance(x, options).node));
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
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.ptp([1, 5, 3]).item()); // => 4
 * ```
 */
export function ptp(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return tensor(g.sub(max(x, options).node, min(x, options).node));
}

/**
 * Whether any element is not zero.
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

/**
 * The weighted mean: sum(weights x) / sum(weights). Weights have the shape of x, or of its one reduced axis.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.average([1, 5], { weights: [3, 1] }).item()); // => 2
 * ```
 */
export function average(x: TensorLike, options: Axis | { axis?: Axis; weights?: TensorLike | null } = {}): Tensor {
  const chosen = options === null || typeof options === 'number' || isList(options) ? { axis: options } : options;
  checkOptions('average', chosen, ['axis', 'weights']);
  const axis = chosen.axis ?? null;
  const weights = 'weights' in chosen ? (chosen.weights ?? null) : null;
  if (weights === null) return mean(x, axis);
  const node = floatNode(x);
  let weight = floatNode(weights);
  if (weight.shape.length === 1 && node.shape.length > 1) {
    const [target] = normalizeAxes(axis, node.shape.length);
    if (target === undefined || typeof axis !== 'number')
      throw badArgument('axis', 'one axis when `weights` has one', axis);
    weight = g.reshape(
      weight,
      range(node.shape.length).map((i) => (i === target ? at(weight.shape, 0) : 1)),
    );
  }
  const [values, factors] = broadcastNodes([tensor(node), tensor(weight)], 'float32') as [Node, Node];
  const axes = normalizeAxes(axis, node.shape.length);
  return tensor(g.div(g.reduceSum(g.mul(values, factors), axes), g.reduceSum(factors, axes)));
}
