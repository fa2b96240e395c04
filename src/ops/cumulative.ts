import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { nonNegativeInteger } from '../support/check-values.ts';
import type { DType } from '../support/dtype.ts';
import { checkOptions } from '../support/errors.ts';
import { at, normalizeAxis, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, numeric, resultDtype, tensor } from './operands.ts';

export interface CumulativeOptions {
  /** Default: the flattened tensor. */
  readonly axis?: number | null;
  readonly dtype?: DType | null;
}

const along = (axis: number, value: number, others: readonly number[]): number[] =>
  others.map((n, i) => (i === axis ? value : n));

/**
 * All prefixes in log2(n) passes: after the pass with distance d each element covers the 2d elements up to it
 * (Hillis and Steele 1986, "Data parallel algorithms").
 */
function prefixes(node: Node, axis: number, op: 'add' | 'mul'): Node {
  const extent = at(node.shape, axis);
  const zeros = node.shape.map(() => 0);
  let value = node;
  for (let distance = 1; distance < extent; distance *= 2) {
    const kept = g.slice(value, zeros, along(axis, extent - distance, node.shape));
    const moved = g.pad(kept, along(axis, distance, zeros), zeros, op === 'add' ? 0 : 1);
    value = g.binary(op, value, moved);
  }
  return value;
}

function cumulate(where: string, op: 'add' | 'mul', x: TensorLike, options: number | CumulativeOptions | null): Tensor {
  const chosen: CumulativeOptions = typeof options === 'number' || options === null ? { axis: options } : options;
  checkOptions(where, chosen, ['axis', 'dtype']);
  const node = nodeOf(x, chosen.dtype ?? numeric(resultDtype(x)));
  const axis = chosen.axis ?? null;
  if (axis === null) return tensor(prefixes(g.reshape(node, [sizeOf(node.shape)]), 0, op));
  return tensor(prefixes(node, normalizeAxis(axis, node.shape.length), op));
}

/**
 * The running sum along an axis (of the flattened tensor without one).
 *
 * @see https://keras.io/api/ops/numpy/#cumsum-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.cumsum([[1, 2, 3]], 1).array()); // => [[1, 3, 6]]
 * ```
 */
export function cumsum(x: TensorLike, options: number | CumulativeOptions | null = {}): Tensor {
  return cumulate('cumsum', 'add', x, options);
}

/**
 * The running product along an axis (of the flattened tensor without one).
 *
 * @see https://keras.io/api/ops/numpy/#cumprod-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.cumprod([1, 2, 3]).array()); // => [1, 2, 6]
 * ```
 */
export function cumprod(x: TensorLike, options: number | CumulativeOptions | null = {}): Tensor {
  return cumulate('cumprod', 'mul', x, options);
}

/**
 * Differences of neighbours along an axis (the last by default), taken n times.
 *
 * @see https://keras.io/api/ops/numpy/#diff-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.diff([1, 4, 9]).array()); // => [3, 5]
 * ```
 */
export function diff(a: TensorLike, options: number | { n?: number; axis?: number } = {}): Tensor {
  const chosen = typeof options === 'number' ? { n: options } : options;
  checkOptions('diff', chosen, ['n', 'axis']);
  const { n = 1, axis: axisGiven = -1 } = chosen as { n?: number; axis?: number };
  nonNegativeInteger('n', n);
  const node = nodeOf(a);
  const axis = normalizeAxis(axisGiven, node.shape.length);
  const step = (value: Node): Node => {
    const extent = at(value.shape, axis);
    const zeros = value.shape.map(() => 0);
    const later = g.slice(value, along(axis, Math.min(1, extent), zeros), [...value.shape]);
    const earlier = g.slice(value, zeros, along(axis, Math.max(0, extent - 1), value.shape));
    return value.dtype === 'bool' ? g.binary('bitXor', later, earlier) : g.sub(later, earlier);
  };
  let value = node;
  for (let i = 0; i < n; i++) value = step(value);
  return tensor(value);
}
