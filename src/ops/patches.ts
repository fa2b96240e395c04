import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { overlapAdd } from '../graph/overlap-add.ts';
import { ArgumentError, checkOptions } from '../support/errors.ts';
import { at, formatShape, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';
import { type PerAxis, perAxis } from './spatial.ts';

export interface PatchOptions {
  /** Steps between the elements of a patch. Default 1. */
  dilation?: PerAxis;
  /** Zeros around each image. Default 0. */
  padding?: PerAxis;
  /** Steps between patches. Default 1. */
  stride?: PerAxis;
}

function geometry(op: string, kernelSize: PerAxis, options: PatchOptions) {
  checkOptions(op, options, ['dilation', 'padding', 'stride']);
  const sizes = perAxis('kernelSize', kernelSize, 2);
  const dilations = perAxis('dilation', options.dilation ?? 1, 2);
  const strides = perAxis('stride', options.stride ?? 1, 2);
  return { windows: { first: 2, sizes, strides, dilations }, padding: perAxis('padding', options.padding ?? 0, 2, 0) };
}

/**
 * The patches of images side by side, as columns (im2col).
 *
 * @param x [batch, channels, height, width]
 * @param kernelSize the patches' height and width
 * @param options `dilation`, `padding`, `stride`
 * @returns [batch, channels · kernel height · kernel width, patches]
 * @throws ArgumentError when x has another rank
 * @see https://keras.io/api/ops/nn/#unfold-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.unfold([[[[1, 2, 3]]]], [1, 2]).array()); // => [[[1, 2], [2, 3]]]
 * ```
 */
export function unfold(x: TensorLike, kernelSize: PerAxis, options: PatchOptions = {}): Tensor {
  const node = nodeOf(x);
  if (node.shape.length !== 4)
    throw new ArgumentError(
      `ops.unfold takes images [batch, channels, height, width]. Received: shape ${formatShape(node.shape)}`,
    );
  const { windows, padding } = geometry('unfold', kernelSize, options);
  const edges = [0, 0, ...padding];
  const patches = g.windows(g.pad(node, edges, edges), windows);
  const [batch = 0, channels = 0, rows = 0, columns = 0] = patches.shape;
  const inOrder = g.transpose(patches, [0, 1, 4, 5, 2, 3]);
  return tensor(g.reshape(inOrder, [batch, channels * sizeOf(windows.sizes), rows * columns]));
}

/**
 * Puts patches, which are columns as `unfold` makes them, back to their places in images; where they overlap, they add up.
 *
 * @param x [batch, channels · kernel height · kernel width, patches]
 * @param outputSize the images' height and width
 * @param kernelSize the patches' height and width
 * @param options `dilation`, `padding`, `stride`
 * @returns [batch, channels, height, width]
 * @throws ArgumentError when x doesn't hold the patches of such images
 * @see https://keras.io/api/ops/nn/#fold-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.ravel(ops.fold([[[1, 2], [2, 3]]], [1, 3], [1, 2])).array()); // => [1, 4, 3]
 * ```
 */
export function fold(x: TensorLike, outputSize: PerAxis, kernelSize: PerAxis, options: PatchOptions = {}): Tensor {
  const node: Node = nodeOf(x);
  const { windows, padding } = geometry('fold', kernelSize, options);
  const spatial = perAxis('outputSize', outputSize, 2).map((n, i) => n + 2 * at(padding, i));
  const { sizes, strides, dilations } = windows;
  const counts = spatial.map(
    (n, i) => Math.floor((n - (at(sizes, i) - 1) * at(dilations, i) - 1) / at(strides, i)) + 1,
  );
  const [batch = 0, rows = 0, patches = 0] = node.shape;
  const channels = rows / sizeOf(sizes);
  if (
    node.shape.length !== 3 ||
    !Number.isInteger(channels) ||
    counts.some((n) => n < 1) ||
    patches !== sizeOf(counts)
  ) {
    throw new ArgumentError(
      `ops.fold takes columns [batch, channels · ${sizeOf(sizes)}, ${Math.max(0, sizeOf(counts))}] for these sizes. Received: shape ${formatShape(node.shape)}`,
    );
  }
  const columns = g.transpose(g.reshape(node, [batch, channels, ...sizes, ...counts]), [0, 1, 4, 5, 2, 3]);
  const edges = [0, 0, ...padding.map((n) => -n)];
  return tensor(g.pad(overlapAdd(columns, spatial, windows), edges, edges));
}
