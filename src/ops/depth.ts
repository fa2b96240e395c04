import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { ArgumentError, badArgument, checkOptions } from '../support/errors.ts';
import { formatShape } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';
import { checkedFormat, type DataFormat } from './spatial.ts';

export interface DepthOptions {
  /** Default 'channels_last'. */
  dataFormat?: DataFormat;
}

function operand(op: string, x: TensorLike, blockSize: number, options: DepthOptions): { node: Node; last: boolean } {
  checkOptions(op, options, ['dataFormat']);
  const node = nodeOf(x);
  if (node.shape.length !== 4)
    throw new ArgumentError(`ops.${op} takes a batch of images, of rank 4. Received: shape ${formatShape(node.shape)}`);
  if (!Number.isInteger(blockSize) || blockSize < 1) throw badArgument('blockSize', 'a positive integer', blockSize);
  return { node, last: checkedFormat(options.dataFormat ?? 'channels_last') === 'channels_last' };
}

/**
 * Moves channels into blocks of space (pixel shuffle): channel (i · blockSize + j) · c + k goes to row i, column j of a block.
 *
 * @param x [batch, height, width, channels]
 * @param blockSize the extent of a block
 * @param options `dataFormat`
 * @returns [batch, height · blockSize, width · blockSize, channels / blockSize²]
 * @throws ArgumentError when the channels don't make whole blocks
 * @see https://keras.io/api/ops/nn/#depth_to_space-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.depthToSpace([[[[1, 2, 3, 4]]]], 2).shape); // => [1, 2, 2, 1]
 * ```
 */
export function depthToSpace(x: TensorLike, blockSize: number, options: DepthOptions = {}): Tensor {
  const { node, last } = operand('depthToSpace', x, blockSize, options);
  const [n = 0, second = 0, third = 0, fourth = 0] = node.shape;
  const [h, w, channels] = last ? [second, third, fourth] : [third, fourth, second];
  const c = channels / blockSize ** 2;
  if (!Number.isInteger(c))
    throw badArgument('blockSize', `a number whose square divides the ${channels} channels`, blockSize);
  if (last) {
    const blocks = g.transpose(g.reshape(node, [n, h, w, blockSize, blockSize, c]), [0, 1, 3, 2, 4, 5]);
    return tensor(g.reshape(blocks, [n, h * blockSize, w * blockSize, c]));
  }
  const blocks = g.transpose(g.reshape(node, [n, c, blockSize, blockSize, h, w]), [0, 1, 4, 2, 5, 3]);
  return tensor(g.reshape(blocks, [n, c, h * blockSize, w * blockSize]));
}

/**
 * Moves blocks of space into channels (pixel unshuffle): the inverse of `depthToSpace`.
 *
 * @param x [batch, height, width, channels]
 * @param blockSize the extent of a block
 * @param options `dataFormat`
 * @returns [batch, height / blockSize, width / blockSize, channels · blockSize²]
 * @throws ArgumentError when the extents don't make whole blocks
 * @see https://keras.io/api/ops/nn/#space_to_depth-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.spaceToDepth([[[[1], [2]], [[3], [4]]]], 2).shape); // => [1, 1, 1, 4]
 * ```
 */
export function spaceToDepth(x: TensorLike, blockSize: number, options: DepthOptions = {}): Tensor {
  const { node, last } = operand('spaceToDepth', x, blockSize, options);
  const [n = 0, second = 0, third = 0, fourth = 0] = node.shape;
  const [h, w, c] = last ? [second, third, fourth] : [third, fourth, second];
  const [rows, columns] = [h / blockSize, w / blockSize];
  if (!Number.isInteger(rows) || !Number.isInteger(columns))
    throw badArgument('blockSize', `a number that divides height and width (${h} and ${w})`, blockSize);
  if (last) {
    const blocks = g.transpose(g.reshape(node, [n, rows, blockSize, columns, blockSize, c]), [0, 1, 3, 2, 4, 5]);
    return tensor(g.reshape(blocks, [n, rows, columns, c * blockSize ** 2]));
  }
  const blocks = g.transpose(g.reshape(node, [n, c, rows, blockSize, columns, blockSize]), [0, 1, 3, 5, 2, 4]);
  return tensor(g.reshape(blocks, [n, c * blockSize ** 2, rows, columns]));
}
