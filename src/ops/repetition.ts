import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { badArgument } from '../support/errors.ts';
import { at, normalizeAxis, range, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { take } from './indexing.ts';
import { part } from './node-terms.ts';
import { nodeOf, tensor } from './operands.ts';
import { isList } from './options.ts';

/**
 * The whole tensor repeated along each axis; missing axes are added in front.
 *
 * @see https://keras.io/api/ops/numpy/#tile-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.tile([1, 2], 2).array()); // => [1, 2, 1, 2]
 * ```
 */
export function tile(x: TensorLike, repeats: number | readonly number[]): Tensor {
  const node = nodeOf(x);
  const list = typeof repeats === 'number' ? [repeats] : [...repeats];
  if (list.some((n) => !Number.isInteger(n) || n < 0)) throw badArgument('repeats', 'integers, none negative', repeats);
  const rank = Math.max(node.shape.length, list.length);
  const padded = <T>(values: readonly T[], fill: T): T[] => [...range(rank - values.length).map(() => fill), ...values];
  const shape = padded(node.shape, 1);
  const counts = padded(list, 1);
  const spread = shape.flatMap((n, i) => [at(counts, i), n]);
  const lifted = g.reshape(
    node,
    shape.flatMap((n) => [1, n]),
  );
  return tensor(
    g.reshape(
      g.broadcast(lifted, spread),
      shape.map((n, i) => n * at(counts, i)),
    ),
  );
}

/**
 * Each element repeated `repeats` times (one number, or one for each element of the axis); flattened without an axis.
 *
 * @see https://keras.io/api/ops/numpy/#repeat-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.repeat([1, 2], 2).array()); // => [1, 1, 2, 2]
 * ```
 */
export function repeat(
  x: TensorLike,
  repeats: number | readonly number[],
  options?: number | { axis?: number | null } | null,
): Tensor {
  const axisGiven = typeof options === 'number' ? options : (options?.axis ?? null);
  const source = nodeOf(x);
  const node = axisGiven === null ? g.reshape(source, [sizeOf(source.shape)]) : source;
  const axis = normalizeAxis(axisGiven ?? 0, node.shape.length);
  const extent = at(node.shape, axis);
  const counts = typeof repeats === 'number' ? [repeats] : repeats;
  if (counts.some((n) => !Number.isInteger(n) || n < 0) || (counts.length !== 1 && counts.length !== extent)) {
    throw badArgument('repeats', `an integer, or one for each of the ${extent} elements`, repeats);
  }
  if (counts.length > 1) {
    return take(
      tensor(node),
      range(extent).flatMap((i) => range(at(counts, i)).map(() => i)),
      axis,
    );
  }
  const count = at(counts, 0);
  const lifted = g.reshape(node, [...node.shape.slice(0, axis + 1), 1, ...node.shape.slice(axis + 1)]);
  const spread = g.broadcast(lifted, [...node.shape.slice(0, axis + 1), count, ...node.shape.slice(axis + 1)]);
  return tensor(
    g.reshape(
      spread,
      node.shape.map((n, i) => (i === axis ? n * count : n)),
    ),
  );
}

function rollAlong(node: Node, axis: number, shift: number): Node {
  const extent = at(node.shape, axis);
  if (extent === 0) return node;
  const cut = (extent - (((shift % extent) + extent) % extent)) % extent;
  return cut === 0 ? node : g.concat([part(node, axis, cut, extent), part(node, axis, 0, cut)], axis);
}

/**
 * Elements moved on by `shift` places; those that leave at the end come in at the front. Flattened without an axis.
 *
 * @see https://keras.io/api/ops/numpy/#roll-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.roll([1, 2, 3], 1).array()); // => [3, 1, 2]
 * ```
 */
export function roll(
  x: TensorLike,
  shift: number | readonly number[],
  options?: number | readonly number[] | { axis?: number | readonly number[] | null } | null,
): Tensor {
  const node = nodeOf(x);
  const axis =
    typeof options === 'number' || options === null || options === undefined
      ? (options ?? null)
      : 'axis' in options
        ? (options.axis ?? null)
        : isList(options)
          ? options
          : null;
  if (axis === null) {
    const total = (typeof shift === 'number' ? [shift] : shift).reduce((a, b) => a + b, 0);
    return tensor(g.reshape(rollAlong(g.reshape(node, [sizeOf(node.shape)]), 0, total), node.shape));
  }
  const axes = typeof axis === 'number' ? [axis] : axis;
  const shifts = typeof shift === 'number' ? axes.map(() => shift) : shift;
  if (shifts.length !== axes.length)
    throw badArgument('shift', `one number, or one for each of ${axes.length} axes`, shift);
  return tensor(
    axes.reduce((value, a, i) => rollAlong(value, normalizeAxis(a, node.shape.length), at(shifts, i)), node),
  );
}
