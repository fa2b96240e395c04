import * as g from '../graph/build.ts';
import { isFloat } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { floatx } from '../support/floatx.ts';
import { normalizeAxes, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { absolute } from './arithmetic.ts';
import { notEqual } from './comparison.ts';
import { svd } from './decompositions.ts';
import { max, min } from './extremes.ts';
import { nuclearNorm } from './nuclear-norm.ts';
import { floatNode, tensor } from './operands.ts';
import type { Axis } from './options.ts';
import { power } from './power.ts';
import type { ReduceOptions } from './reduce.ts';
import { sum } from './reduction.ts';

/** 'fro' or 'nuc' (the sum of the singular values) for matrices, a number p, or ±Infinity. */
export type NormOrder = 'fro' | 'nuc' | number | null;

export interface NormOptions extends ReduceOptions {
  /** Default: the 2-norm of a vector, the Frobenius norm of a matrix. */
  readonly ord?: NormOrder | undefined;
}

/**
 * The norm of vectors (one axis) or matrices (two axes); by default the square root of the sum of all squares.
 *
 * @param options `{ ord, axis, keepdims }`, or the order alone
 *   (for a matrix 2 and -2 are its largest and smallest singular value)
 * @see https://keras.io/api/ops/linalg/#norm-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.norm([3, 4]).item()); // => 5
 * ```
 */
export function norm(x: TensorLike, options: NormOrder | NormOptions = {}): Tensor {
  const chosen: NormOptions = typeof options === 'object' && options !== null ? options : { ord: options };
  checkOptions('norm', chosen, ['ord', 'axis', 'keepdims']);
  const { ord = null, axis = null, keepdims = false } = chosen;
  const node = floatNode(x);
  const value = tensor(node);
  const axes = normalizeAxes(axis, node.shape.length);
  const wanted = { axis: axes, keepdims };
  const euclidean = () => tensor(g.sqrt(sum(tensor(g.mul(node, node)), wanted).node));
  if (ord === null) return euclidean();
  if (axes.length === 1) return vectorNorm(value, ord, wanted, euclidean);
  if (axes.length !== 2) throw badArgument('axis', 'one or two axes when `ord` is given', axis);
  if (ord === 'fro') return euclidean();
  const [row, column] = axis === null || typeof axis === 'number' ? [0, 1] : normalizeOrdered(axis, node.shape.length);
  if (row === undefined || column === undefined) throw badArgument('axis', 'two axes', axis);
  const along = (summed: number, reduced: number, pick: typeof max) => {
    const kept = pick(sum(absolute(value), { axis: summed, keepdims: true }), { axis: reduced, keepdims: true });
    return keepdims
      ? kept
      : tensor(
          g.reshape(
            kept.node,
            node.shape.filter((_, i) => !axes.includes(i)),
          ),
        );
  };
  switch (ord) {
    case 'nuc': {
      const rest = range(node.shape.length).filter((i) => !axes.includes(i));
      const total = nuclearNorm(g.transpose(node, [...rest, row, column]));
      return tensor(
        keepdims
          ? g.reshape(
              total,
              node.shape.map((n, i) => (axes.includes(i) ? 1 : n)),
            )
          : total,
      );
    }
    case 1:
      return along(row, column, max);
    case -1:
      return along(row, column, min);
    case Number.POSITIVE_INFINITY:
      return along(column, row, max);
    case Number.NEGATIVE_INFINITY:
      return along(column, row, min);
    case 2:
    case -2: {
      const rest = range(node.shape.length).filter((i) => !axes.includes(i));
      const values = svd(tensor(g.transpose(node, [...rest, row, column])), { computeUv: false });
      const extreme = (ord === 2 ? max : min)(values, -1).node;
      return tensor(
        keepdims
          ? g.reshape(
              extreme,
              node.shape.map((n, i) => (axes.includes(i) ? 1 : n)),
            )
          : extreme,
      );
    }
    default:
      throw badArgument('ord', "'fro', 'nuc', 1, -1, 2, -2, Infinity or -Infinity for a matrix", ord);
  }
}

const normalizeOrdered = (axes: readonly number[], rank: number): number[] =>
  axes.map((axis) => (axis < 0 ? axis + rank : axis));

function vectorNorm(
  x: Tensor,
  ord: 'fro' | 'nuc' | number,
  options: { axis: Axis; keepdims: boolean },
  euclidean: () => Tensor,
): Tensor {
  switch (ord) {
    case 'fro':
    case 'nuc':
      throw badArgument('ord', "a number for a vector ('fro' and 'nuc' are for matrices)", ord);
    case 2:
      return euclidean();
    case Number.POSITIVE_INFINITY:
      return max(absolute(x), options);
    case Number.NEGATIVE_INFINITY:
      return min(absolute(x), options);
    case 0:
      return tensor(g.cast(sum(notEqual(x, 0), options).node, isFloat(x.dtype) ? x.dtype : floatx()));
    case 1:
      return sum(absolute(x), options);
    default:
      return power(sum(power(absolute(x), ord), options), 1 / ord);
  }
}
