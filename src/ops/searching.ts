import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { isFloat } from '../support/dtype.ts';
import { badArgument, checkOptions, unknownName } from '../support/errors.ts';
import { at, range, sizeOf, stridesOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { constant } from './node-terms.ts';
import { nodeOf, numeric, resultDtype, tensor } from './operands.ts';

const isNan = (x: Node): Node => g.compare('ne', x, x);

/** For each value the number of elements of a list that a comparison holds for. */
function countWhere(list: Node, values: Node, test: (element: Node, value: Node) => Node): Node {
  const n = at(list.shape, 0);
  const shape = [...values.shape, n];
  const element = g.broadcastTo(list, shape);
  const value = g.broadcast(g.reshape(values, [...values.shape, 1]), shape);
  return g.reduceSum(g.cast(test(element, value), 'int32'), [values.shape.length]);
}

function positions(sorted: Node, values: Node, side: 'left' | 'right'): Node {
  return countWhere(sorted, values, (element, value) => {
    const before = side === 'left' ? g.lt(element, value) : g.compare('le', element, value);
    return isFloat(value.dtype) ? g.binary('bitOr', before, isNan(value)) : before;
  });
}

function commonNodes(list: TensorLike, values: TensorLike, name: string): [Node, Node] {
  const dtype = numeric(resultDtype(list, values));
  const sorted = nodeOf(list, dtype);
  if (sorted.shape.length !== 1) throw badArgument(name, 'a list (one axis)', tensor(sorted));
  return [sorted, nodeOf(values, dtype)];
}

/**
 * Where values would have to be put into an ascending list to keep it in order, as int32.
 *
 * @param options `{ side }` or the side alone: 'left' (default) puts a value before its equals, 'right' behind them
 * @see https://keras.io/api/ops/numpy/#searchsorted-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.searchsorted([1, 2, 4], [0, 2, 5]).array()); // => [0, 1, 3]
 * ```
 */
export function searchsorted(
  sortedSequence: TensorLike,
  values: TensorLike,
  options: 'left' | 'right' | { side?: 'left' | 'right' } = {},
): Tensor {
  const chosen = typeof options === 'string' ? { side: options } : options;
  checkOptions('searchsorted', chosen, ['side']);
  const side = chosen.side ?? 'left';
  if (side !== 'left' && side !== 'right') throw unknownName('side', side, ['left', 'right']);
  const [sorted, wanted] = commonNodes(sortedSequence, values, 'sortedSequence');
  return tensor(positions(sorted, wanted, side));
}

/**
 * The number of the bin that each value falls into, as int32: i where bins[i - 1] <= x < bins[i] (for descending bins
 * bins[i - 1] > x >= bins[i]).
 *
 * @param bins limits, in ascending or descending order
 * @see https://keras.io/api/ops/numpy/#digitize-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.digitize([0.2, 6.4, 3], [0, 1, 2.5, 4, 10]).array()); // => [1, 4, 3]
 * ```
 */
export function digitize(x: TensorLike, bins: TensorLike): Tensor {
  const [limits, values] = commonNodes(bins, x, 'bins');
  const n = at(limits.shape, 0);
  const ascending = positions(limits, values, 'right');
  if (n < 2) return tensor(ascending);
  const ends = (i: number) => g.reshape(g.slice(limits, [i], [i + 1]), []);
  const falls = g.broadcastTo(g.gt(ends(0), ends(n - 1)), values.shape);
  const descending = g.sub(constant(ascending, n), positions(g.flip(limits, [0]), values, 'right'));
  return tensor(g.where(falls, descending, ascending));
}

/**
 * Whether each element of x1 is among those of x2.
 *
 * @param options `{ assumeUnique, invert }`: `invert` asks whether it is not; `assumeUnique` changes nothing
 * @see https://keras.io/api/ops/numpy/#isin-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.isin([1, 2, 3], [2, 5]).array()); // => [0, 1, 0]
 * ```
 */
export function isin(
  x1: TensorLike,
  x2: TensorLike,
  options: { assumeUnique?: boolean; invert?: boolean } = {},
): Tensor {
  checkOptions('isin', options, ['assumeUnique', 'invert']);
  const dtype = numeric(resultDtype(x1, x2));
  const wanted = nodeOf(x2, dtype);
  const found = countWhere(g.reshape(wanted, [sizeOf(wanted.shape)]), nodeOf(x1, dtype), (a, b) => g.eq(a, b));
  return tensor(g.compare(options.invert ? 'eq' : 'gt', found, constant(found, 0)));
}

/**
 * The index along each axis of elements that are given by their position in row-major order, as int32.
 *
 * @param shape the shape of the tensor that the positions are in
 * @see https://keras.io/api/ops/numpy/#unravel_index-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [rows, columns] = ops.unravelIndex([5, 7], [3, 4]);
 * console.log(await rows?.array(), await columns?.array()); // => [1, 1] [1, 3]
 * ```
 */
export function unravelIndex(indices: TensorLike, shape: readonly number[]): Tensor[] {
  const flat = g.cast(nodeOf(indices), 'int32');
  const size = sizeOf(shape);
  const wrapped = g.where(g.lt(flat, constant(flat, 0)), g.add(flat, constant(flat, size)), flat);
  const inside = g.binary('min', g.binary('max', wrapped, constant(flat, 0)), constant(flat, Math.max(0, size - 1)));
  const strides = stridesOf(shape);
  return range(shape.length).map((axis) => {
    const quotient = g.div(inside, constant(flat, Math.max(1, at(strides, axis))));
    return tensor(g.binary('rem', quotient, constant(flat, Math.max(1, at(shape, axis)))));
  });
}
