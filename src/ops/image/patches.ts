import * as g from '../../graph/build.ts';
import type { Node } from '../../graph/node.ts';
import { badArgument, checkOptions, unknownName } from '../../support/errors.ts';
import { at, range, sizeOf } from '../../support/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { take } from '../indexing.ts';
import { nodeOf, tensor } from '../operands.ts';
import { checkedFormat } from '../spatial.ts';
import type { DataFormatOption } from './layout.ts';

export interface PatchOptions extends DataFormatOption {
  /** Distances between patches. Default: the size, so that patches neither overlap nor leave gaps. */
  readonly strides?: number | readonly number[] | null;
  /** Distances between the pixels of a patch. Default 1. */
  readonly dilationRate?: number | readonly number[];
  /** 'valid' (default): only whole patches; 'same': as many as positions, with zeros around. */
  readonly padding?: 'valid' | 'same';
}

const PADDINGS = ['valid', 'same'] as const;

function perAxis(value: number | readonly number[], axes: number, name: string): number[] {
  const list = typeof value === 'number' ? range(axes).map(() => value) : [...value];
  if (list.length !== axes || list.some((n) => !Number.isInteger(n) || n < 1))
    throw badArgument(name, `a positive integer or ${axes} of them`, value);
  return list;
}

/** Takes the windows along one axis: [..., n, ...] -> [..., count * size, ...], window by window. */
function windows(
  node: Node,
  axis: number,
  window: { size: number; stride: number; dilation: number; same: boolean },
): { node: Node; count: number } {
  const { size, stride, dilation, same } = window;
  const n = at(node.shape, axis);
  const reach = (size - 1) * dilation + 1;
  const count = same ? Math.ceil(n / stride) : Math.max(0, Math.floor((n - reach) / stride) + 1);
  const room = same ? Math.max((count - 1) * stride + reach - n, 0) : 0;
  const low = Math.floor(room / 2);
  const padded = g.pad(
    node,
    node.shape.map((_, i) => (i === axis ? low : 0)),
    node.shape.map((_, i) => (i === axis ? room - low : 0)),
  );
  if (stride === size && dilation === 1) {
    const whole = g.slice(
      padded,
      node.shape.map(() => 0),
      padded.shape.map((extent, i) => (i === axis ? count * size : extent)),
    );
    return { node: whole, count };
  }
  const rows = range(count).flatMap((i) => range(size).map((k) => i * stride + k * dilation));
  return { node: take(tensor(padded), rows, axis).node, count };
}

function patches(where: string, images: TensorLike, size: readonly number[], options: PatchOptions): Tensor {
  checkOptions(where, options, ['strides', 'dilationRate', 'padding', 'dataFormat']);
  const axes = size.length;
  const { padding = 'valid' } = options;
  if (!PADDINGS.includes(padding)) throw unknownName('padding', padding, PADDINGS);
  const strides = perAxis(options.strides ?? size, axes, 'strides');
  const dilations = perAxis(options.dilationRate ?? 1, axes, 'dilationRate');
  const given = nodeOf(images);
  const rank = given.shape.length;
  if (rank !== axes + 1 && rank !== axes + 2)
    throw badArgument(
      axes === 2 ? 'images' : 'volumes',
      `of ${axes + 1} axes, or a batch of ${axes + 2}`,
      tensor(given),
    );
  const single = rank === axes + 1;
  const batched = single ? g.reshape(given, [1, ...given.shape]) : given;
  const first = checkedFormat(options.dataFormat) === 'channels_first';
  const spatial = range(axes);
  const start = first ? g.transpose(batched, [0, ...spatial.map((i) => i + 2), 1]) : batched;
  const counts: number[] = [];
  const taken = spatial.reduce((node, i) => {
    const window = { size: at(size, i), stride: at(strides, i), dilation: at(dilations, i), same: padding === 'same' };
    const found = windows(node, i + 1, window);
    counts.push(found.count);
    return found.node;
  }, start);
  const [batch, channels] = [at(start.shape, 0), at(start.shape, axes + 1)];
  const split = g.reshape(taken, [batch, ...spatial.flatMap((i) => [at(counts, i), at(size, i)]), channels]);
  const order = [0, ...spatial.map((i) => 1 + 2 * i), ...spatial.map((i) => 2 + 2 * i), 1 + 2 * axes];
  const joined = g.reshape(g.transpose(split, order), [batch, ...counts, sizeOf(size) * channels]);
  const result = first ? g.transpose(joined, [0, axes + 1, ...spatial.map((i) => i + 1)]) : joined;
  return tensor(single ? g.reshape(result, result.shape.slice(1)) : result);
}

/**
 * Patches of images: [batch, height, width, channels] -> [batch, rows, columns, size * size * channels]. A size of three
 * numbers takes patches of volumes.
 *
 * @param images one image or a batch of them
 * @param size [height, width] of a patch, or one number for both
 * @param options `{ strides, dilationRate, padding, dataFormat }`
 * @see https://keras.io/api/ops/image/#extract_patches-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.image.extractPatches(ops.ones([2, 8, 8, 3]), 4).shape); // => [2, 2, 2, 48]
 * ```
 */
export function extractPatches(
  images: TensorLike,
  size: number | readonly number[],
  options: PatchOptions = {},
): Tensor {
  const axes = typeof size === 'number' ? 2 : size.length;
  if (axes !== 2 && axes !== 3) throw badArgument('size', 'a number, two or three of them', size);
  return patches('extractPatches', images, perAxis(size, axes, 'size'), options);
}

/**
 * Patches of volumes: [batch, depth, height, width, channels] -> [batch, ..., size³ * channels].
 *
 * @param volumes one volume or a batch of them
 * @param size extents of a patch, or one number for all three
 * @param options `{ strides, dilationRate, padding, dataFormat }`
 * @see https://keras.io/api/ops/image/#extract_patches_3d-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.image.extractPatches3d(ops.ones([1, 4, 4, 4, 2]), 2).shape); // => [1, 2, 2, 2, 16]
 * ```
 */
export function extractPatches3d(
  volumes: TensorLike,
  size: number | readonly number[],
  options: PatchOptions = {},
): Tensor {
  return patches('extractPatches3d', volumes, perAxis(size, 3, 'size'), options);
}
