import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import {
  at,
  broadcastShapes,
  formatShape,
  normalizeAxis,
  range,
  type Shape,
  sizeOf,
  stridesOf,
} from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';

/** Indices as int32, where negative ones count from the end. */
function wrapNegative(indices: Node, extent: number): Node {
  const index = g.cast(indices, 'int32');
  return g.where(g.lt(index, g.zerosLike(index)), g.add(index, g.likeConstant(index, extent)), index);
}

const axisArgument = (options: number | { axis?: number | null } | null | undefined): number | null =>
  typeof options === 'number' ? options : (options?.axis ?? null);

/**
 * The elements at `indices` along an axis (of the flattened tensor without one). Negative indices count from the end;
 * those outside are clamped to the edge.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.take([[1, 2], [3, 4]], [1, 0], 0).array()); // => [[3, 4], [1, 2]]
 * ```
 */
export function take(x: TensorLike, indices: TensorLike, options?: number | { axis?: number | null } | null): Tensor {
  const axisGiven = axisArgument(options);
  const source = nodeOf(x);
  const node = axisGiven === null ? g.reshape(source, [sizeOf(source.shape)]) : source;
  const rank = node.shape.length;
  const axis = normalizeAxis(axisGiven ?? 0, rank);
  const index = wrapNegative(nodeOf(indices), at(node.shape, axis));
  const front = g.transpose(node, [axis, ...range(rank).filter((i) => i !== axis)]);
  const taken = g.gather(front, index);
  const width = index.shape.length;
  // The index axes stand in front; they belong where the axis was.
  const rest = range(rank - 1).map((i) => width + i);
  return tensor(g.transpose(taken, [...rest.slice(0, axis), ...range(width), ...rest.slice(axis)]));
}

/** Position of every element in the flattened tensor, when the index along one axis is given for each. */
export function flatPositions(shape: Shape, axis: number, index: Node): Node {
  const strides = stridesOf(shape);
  return range(shape.length).reduce<Node>((position, i) => {
    const along = i === axis ? index : g.iota(index.shape, i, 'int32');
    return g.add(position, g.mul(along, g.likeConstant(index, at(strides, i))));
  }, g.zerosLike(index));
}

/** For each position the element at the given index along one axis; shapes other than along the axis broadcast. */
export function takeAlongAxis(
  x: TensorLike,
  indices: TensorLike,
  options?: number | { axis?: number | null } | null,
): Tensor {
  const axisGiven = axisArgument(options);
  const source = nodeOf(x);
  const given = nodeOf(indices);
  const node = axisGiven === null ? g.reshape(source, [sizeOf(source.shape)]) : source;
  const wanted = axisGiven === null ? g.reshape(given, [sizeOf(given.shape)]) : given;
  const rank = node.shape.length;
  if (wanted.shape.length !== rank) {
    throw badArgument(
      'indices',
      `a tensor with ${rank} axes, as many as \`x\` of shape ${formatShape(node.shape)} has`,
      tensor(wanted),
    );
  }
  const axis = normalizeAxis(axisGiven ?? 0, rank);
  const others = broadcastShapes(...[node, wanted].map((n) => n.shape.map((extent, i) => (i === axis ? 1 : extent))));
  const wide = g.broadcast(
    node,
    others.map((n, i) => (i === axis ? at(node.shape, axis) : n)),
  );
  const index = g.broadcast(
    wrapNegative(wanted, at(node.shape, axis)),
    others.map((n, i) => (i === axis ? at(wanted.shape, axis) : n)),
  );
  const flat = g.reshape(wide, [sizeOf(wide.shape)]);
  return tensor(g.gather(flat, flatPositions(wide.shape, axis, index)));
}

/** The block of `shape` that starts at `startIndices` (numbers that are known when the graph is built). */
export function slice(inputs: TensorLike, startIndices: readonly number[], shape: readonly number[]): Tensor {
  const node = nodeOf(inputs);
  const starts = [...startIndices];
  const extents = shape.map((n, i) => (n === -1 ? (node.shape[i] ?? 0) - (starts[i] ?? 0) : n));
  const fits =
    starts.length === node.shape.length &&
    extents.length === starts.length &&
    starts.every((s, i) => s >= 0 && s + at(extents, i) <= at(node.shape, i));
  if (!fits)
    throw badArgument(
      'shape',
      `a block inside ${formatShape(node.shape)} from startIndices=[${starts.join(', ')}]`,
      shape,
    );
  return tensor(
    g.slice(
      node,
      starts,
      starts.map((s, i) => s + at(extents, i)),
    ),
  );
}

/** The tensor with the block that starts at `startIndices` replaced by `updates`. */
export function sliceUpdate(inputs: TensorLike, startIndices: readonly number[], updates: TensorLike): Tensor {
  const node = nodeOf(inputs);
  const update = nodeOf(updates, node.dtype);
  const starts = [...startIndices];
  const high = node.shape.map((n, i) => n - (starts[i] ?? 0) - (update.shape[i] ?? 0));
  if (
    starts.length !== node.shape.length ||
    update.shape.length !== starts.length ||
    [...starts, ...high].some((n) => n < 0)
  ) {
    throw badArgument(
      'updates',
      `a block that fits into ${formatShape(node.shape)} from startIndices=[${starts.join(', ')}]`,
      tensor(update),
    );
  }
  const inside = g.pad(g.constant(1, update.shape, 'bool'), starts, high);
  return tensor(g.where(inside, g.pad(update, starts, high), node));
}

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
  if (!Number.isInteger(step) || step === 0) throw badArgument('step', 'a whole number other than 0', step);
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

/** A row-major position for index vectors [..., k] into the first k axes of a shape. */
function flatRows(indices: Node, shape: Shape): Node {
  const depth = at(indices.shape, indices.shape.length - 1);
  const strides = stridesOf(shape.slice(0, depth));
  const lead = indices.shape.slice(0, -1);
  return range(depth).reduce<Node>(
    (position, i) => {
      const starts = indices.shape.map((_, axis) => (axis === indices.shape.length - 1 ? i : 0));
      const limits = indices.shape.map((n, axis) => (axis === indices.shape.length - 1 ? i + 1 : n));
      const column = wrapNegative(g.reshape(g.slice(indices, starts, limits), lead), at(shape, i));
      return g.add(position, g.mul(column, g.likeConstant(column, at(strides, i))));
    },
    g.constant(0, lead, 'int32'),
  );
}

/** A tensor of zeros with `values` added at `indices` [..., k] (index vectors into the first k axes). */
export function scatter(indices: TensorLike, values: TensorLike, shape: readonly number[]): Tensor {
  const index = g.cast(nodeOf(indices), 'int32');
  const depth = at(index.shape, index.shape.length - 1);
  const rows = sizeOf(shape.slice(0, depth));
  return tensor(g.reshape(g.scatterAdd(flatRows(index, shape), nodeOf(values), rows), shape));
}

/** sum of the rows of `data` that carry each segment id 0..numSegments-1. */
export function segmentSum(
  data: TensorLike,
  segmentIds: TensorLike,
  options: { numSegments: number; sorted?: boolean },
): Tensor {
  return tensor(g.scatterAdd(g.cast(nodeOf(segmentIds), 'int32'), nodeOf(data), options.numSegments));
}
