import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import { at, broadcastShapes, formatShape, normalizeAxis, range, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { combine, nodeOf, numeric, productDtype, resultDtype, tensor } from './operands.ts';

/** Two operands in their common dtype; products of booleans are counted first and made bool again. */
function withCommonDtype(
  x1: TensorLike,
  x2: TensorLike,
  product: (a: Node, b: Node) => Node,
  dtype = resultDtype(x1, x2),
): Tensor {
  return tensor(g.cast(product(nodeOf(x1, numeric(dtype)), nodeOf(x2, numeric(dtype))), dtype));
}

const contract = (a: Node, b: Node, leftContract: readonly number[], rightContract: readonly number[]): Node =>
  g.dot(a, b, { leftBatch: [], rightBatch: [], leftContract, rightContract });

function batchedProduct(a: Node, b: Node): Node {
  const [rankA, rankB] = [a.shape.length, b.shape.length];
  if (a.shape[rankA - 1] !== b.shape[rankB - 2]) {
    throw new ArgumentError(
      `ops.matmul takes x1 [..., m, k] and x2 [..., k, n] with the same k. Received: shapes ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
    );
  }
  if (rankB === 2) return contract(a, b, [rankA - 1], [0]);
  if (rankA === 2) {
    const product = contract(a, b, [1], [rankB - 2]);
    return g.transpose(product, [...range(rankB - 2).map((i) => i + 1), 0, rankB - 1]);
  }
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const axes = range(batch.length);
  const left = g.broadcastTo(a, [...batch, ...a.shape.slice(-2)]);
  const right = g.broadcastTo(b, [...batch, ...b.shape.slice(-2)]);
  return g.dot(left, right, {
    leftBatch: axes,
    rightBatch: axes,
    leftContract: [batch.length + 1],
    rightContract: [batch.length],
  });
}

/**
 * The matrix product over the last two axes; leading axes are batches that broadcast. A vector on the left counts as a
 * row, on the right as a column.
 *
 * @param x1 [..., m, k]
 * @param x2 [..., k, n]
 * @returns [..., m, n]; int32 where both are int8
 * @see https://keras.io/api/ops/numpy/#matmul-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.matmul([[1, 2], [3, 4]], [[1, 0], [0, 2]]).array()); // => [[1, 4], [3, 8]]
 * ```
 */
export function matmul(x1: TensorLike, x2: TensorLike): Tensor {
  const product = (a: Node, b: Node): Node => {
    if (a.shape.length === 0 || b.shape.length === 0) {
      throw new ArgumentError(
        `ops.matmul takes tensors with at least one axis. Received: shapes ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
      );
    }
    const row = a.shape.length === 1;
    const column = b.shape.length === 1;
    const batches = batchedProduct(row ? g.reshape(a, [1, ...a.shape]) : a, column ? g.reshape(b, [...b.shape, 1]) : b);
    const rank = batches.shape.length;
    return g.reshape(
      batches,
      batches.shape.filter((_, i) => !(row && i === rank - 2) && !(column && i === rank - 1)),
    );
  };
  return withCommonDtype(x1, x2, product, productDtype(x1, x2));
}

/**
 * NumPy's dot: the sum over the last axis of x1 and the second to last of x2 (its only one, for a vector); a scalar
 * multiplies.
 *
 * @see https://keras.io/api/ops/numpy/#dot-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.dot([1, 2], [3, 4]).item()); // => 11
 * ```
 */
export function dot(x1: TensorLike, x2: TensorLike): Tensor {
  return withCommonDtype(x1, x2, (a, b) => {
    if (a.shape.length === 0 || b.shape.length === 0) {
      const shape = broadcastShapes(a.shape, b.shape);
      return g.mul(g.broadcastTo(a, shape), g.broadcastTo(b, shape));
    }
    const [left, right] = [a.shape.length - 1, Math.max(0, b.shape.length - 2)];
    if (a.shape[left] !== b.shape[right]) {
      throw new ArgumentError(
        `ops.dot sums over the last axis of x1 and the second to last of x2, which must have the same extent. Received: shapes ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
      );
    }
    return contract(a, b, [left], [right]);
  });
}

/**
 * The sum over several axes: the last `axes` of x1 with the first of x2, or the pairs of two lists.
 *
 * @see https://keras.io/api/ops/numpy/#tensordot-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.tensordot([[1, 2], [3, 4]], [[5, 6], [7, 8]], 2).item()); // => 70
 * ```
 */
export function tensordot(
  x1: TensorLike,
  x2: TensorLike,
  options:
    | number
    | readonly [number | readonly number[], number | readonly number[]]
    | { axes?: number | readonly [number | readonly number[], number | readonly number[]] } = 2,
): Tensor {
  const axes = typeof options === 'number' || 'length' in options ? options : (options.axes ?? 2);
  return withCommonDtype(x1, x2, (a, b) => {
    const [left, right] =
      typeof axes === 'number'
        ? [range(axes).map((i) => a.shape.length - axes + i), range(axes)]
        : [
            listOf(axes[0]).map((axis) => normalizeAxis(axis, a.shape.length, 'axes')),
            listOf(axes[1]).map((axis) => normalizeAxis(axis, b.shape.length, 'axes')),
          ];
    if (left.length !== right.length || left.some((axis, i) => axis < 0 || a.shape[axis] !== b.shape[at(right, i)])) {
      throw badArgument(
        'axes',
        `pairs of axes of equal extent of shapes ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
        axes,
      );
    }
    return contract(a, b, left, right);
  });
}

const listOf = (axes: number | readonly number[]): readonly number[] => (typeof axes === 'number' ? [axes] : axes);

/**
 * The sum over the last axis of both; a scalar multiplies.
 *
 * @see https://keras.io/api/ops/numpy/#inner-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.inner([1, 2], [3, 4]).item()); // => 11
 * ```
 */
export function inner(x1: TensorLike, x2: TensorLike): Tensor {
  const [a, b] = [nodeOf(x1), nodeOf(x2)];
  if (a.shape.length === 0 || b.shape.length === 0) return dot(x1, x2);
  return tensordot(x1, x2, [[-1], [-1]]);
}

/**
 * Every product of an element of x1 with one of x2: [size of x1, size of x2].
 *
 * @see https://keras.io/api/ops/numpy/#outer-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.outer([1, 2], [3, 4]).array()); // => [[3, 4], [6, 8]]
 * ```
 */
export function outer(x1: TensorLike, x2: TensorLike): Tensor {
  const [a, b] = [nodeOf(x1), nodeOf(x2)];
  return combine(
    g.mul,
    tensor(g.reshape(a, [sizeOf(a.shape), 1])),
    tensor(g.reshape(b, [1, sizeOf(b.shape)])),
    numeric(resultDtype(x1, x2)),
  );
}

/**
 * The sum of all products of the elements of two tensors of one size.
 *
 * @see https://keras.io/api/ops/numpy/#vdot-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.vdot([[1, 2]], [[3], [4]]).item()); // => 11
 * ```
 */
export function vdot(x1: TensorLike, x2: TensorLike): Tensor {
  const flat = (x: TensorLike) => tensor(g.reshape(nodeOf(x), [sizeOf(nodeOf(x).shape)]));
  return dot(flat(x1), flat(x2));
}

/**
 * The Kronecker product: blocks x1[i, j] x2.
 *
 * @see https://keras.io/api/ops/numpy/#kron-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.kron([[1, 2]], [[1], [3]]).array()); // => [[1, 2], [3, 6]]
 * ```
 */
export function kron(x1: TensorLike, x2: TensorLike): Tensor {
  const [a, b] = [nodeOf(x1), nodeOf(x2)];
  const rank = Math.max(a.shape.length, b.shape.length);
  const lift = (node: Node) => [...range(rank - node.shape.length).map(() => 1), ...node.shape];
  const [shapeA, shapeB] = [lift(a), lift(b)];
  const left = tensor(
    g.reshape(
      a,
      shapeA.flatMap((n) => [n, 1]),
    ),
  );
  const right = tensor(
    g.reshape(
      b,
      shapeB.flatMap((n) => [1, n]),
    ),
  );
  const product = combine(g.mul, left, right, numeric(resultDtype(x1, x2))).node;
  return tensor(
    g.reshape(
      product,
      shapeA.map((n, i) => n * at(shapeB, i)),
    ),
  );
}
