import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import { at, formatShape, normalizeAxis } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { take } from './indexing.ts';
import { nodeOf, tensor } from './operands.ts';

/** Python's `slice(start, stop, step)`. */
export interface SliceKey {
  readonly start?: number | null;
  readonly stop?: number | null;
  readonly step?: number | null;
}

/** What `getItem` takes for one axis: an index, a slice, null for a new axis, 'ellipsis' for all axes in between, or indices. */
export type ItemKey = number | null | 'ellipsis' | SliceKey | readonly number[] | Tensor;

/** Python's start, stop and step on an axis of extent n, as begin, end (exclusive) and a step. */
function resolveSlice(key: SliceKey, n: number): { start: number; count: number; step: number } {
  const step = key.step ?? 1;
  if (!Number.isInteger(step) || step === 0) throw badArgument('step', 'an integer other than 0', step);
  const clamp = (i: number) => Math.min(Math.max(i < 0 ? i + n : i, step > 0 ? 0 : -1), step > 0 ? n : n - 1);
  const start = key.start === undefined || key.start === null ? (step > 0 ? 0 : n - 1) : clamp(key.start);
  const stop = key.stop === undefined || key.stop === null ? (step > 0 ? n : -1) : clamp(key.stop);
  return { start, count: Math.max(0, Math.ceil((stop - start) / step)), step };
}

function sliceAxis(node: Node, axis: number, key: SliceKey): Node {
  const { start, count, step } = resolveSlice(key, at(node.shape, axis));
  const low = step > 0 ? start : start + (count - 1) * step;
  const length = count === 0 ? 0 : (count - 1) * Math.abs(step) + 1;
  const first = count === 0 ? 0 : low;
  const set = (value: number, all: readonly number[]) => all.map((n, i) => (i === axis ? value : n));
  const cut = g.slice(
    node,
    set(
      first,
      node.shape.map(() => 0),
    ),
    set(first + length, node.shape),
    set(
      Math.abs(step),
      node.shape.map(() => 1),
    ),
  );
  return step > 0 ? cut : g.flip(cut, [axis]);
}

/**
 * x[key], as Python writes it: `x[1, ..., None, ::2]` is `getItem(x, [1, 'ellipsis', null, { step: 2 }])`. At most one
 * list of indices.
 *
 * @see https://keras.io/api/ops/numpy/#get_item-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.getItem([[1, 2, 3], [4, 5, 6]], [0, { start: 1 }]).array()); // => [2, 3]
 * ```
 */
export function getItem(x: TensorLike, key: ItemKey | readonly ItemKey[]): Tensor {
  const keys: readonly ItemKey[] = isKeyList(key) ? key : [key];
  let node = nodeOf(x);
  const used = keys.filter((k) => k !== null && k !== 'ellipsis').length;
  if (used > node.shape.length)
    throw new ArgumentError(
      `Too many indices for a tensor of shape ${formatShape(node.shape)}. Received: ${used} indices`,
    );
  let axis = 0;
  for (const item of keys) {
    if (item === 'ellipsis')
      axis += node.shape.length - axis - keys.slice(keys.indexOf(item) + 1).filter((k) => k !== null).length;
    else if (item === null) {
      node = g.reshape(node, [...node.shape.slice(0, axis), 1, ...node.shape.slice(axis)]);
      axis += 1;
    } else if (typeof item === 'number') {
      const index = normalizeAxis(item, at(node.shape, axis), 'key');
      const cut = sliceAxis(node, axis, { start: index, stop: index + 1 });
      node = g.reshape(
        cut,
        cut.shape.filter((_, i) => i !== axis),
      );
    } else if ('dtype' in item || isIndices(item)) {
      const indices = tensor(nodeOf('dtype' in item ? item : [...item]));
      node = take(tensor(node), indices, axis).node;
      axis += indices.shape.length;
    } else {
      node = sliceAxis(node, axis, item);
      axis += 1;
    }
  }
  return tensor(node);
}

const isKeyList = (key: ItemKey | readonly ItemKey[]): key is readonly ItemKey[] => Array.isArray(key);

const isIndices = (key: SliceKey | readonly number[]): key is readonly number[] => Array.isArray(key);
