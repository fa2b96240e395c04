import * as g from '../graph/build.ts';
import type { Node, WindowReduceOp } from '../graph/node.ts';
import { checkOptions } from '../support/errors.ts';
import { at, range, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { floatNode, nodeOf, tensor } from './operands.ts';
import {
  checkedFormat,
  checkedPadding,
  type DataFormat,
  edgesOfAll,
  type Padding,
  type PerAxis,
  perAxis,
  spatialRank,
  withChannelsLast,
} from './spatial.ts';

export interface PoolOptions {
  /** Steps between windows. Default: the windows' sizes. */
  strides?: PerAxis | null;
  /** Default 'valid'. */
  padding?: Padding;
  /** Default 'channels_last'. */
  dataFormat?: DataFormat | null;
}

/** Reduces windows of x, and gives what was done to each axis to `finish`. */
function pool(
  op: string,
  reduction: WindowReduceOp,
  x: Node,
  poolSize: PerAxis,
  options: PoolOptions,
  finish: (y: Node, windows: Windows) => Node,
): Tensor {
  checkOptions(op, options, ['strides', 'padding', 'dataFormat']);
  const d = spatialRank(op, x);
  const format = checkedFormat(options.dataFormat);
  const padding = checkedPadding(options.padding);
  const sizes = perAxis('poolSize', poolSize, d);
  const strides = perAxis('strides', options.strides ?? sizes, d);
  const pooled = withChannelsLast(x, format, (images) => {
    const extents = images.shape.slice(1, d + 1);
    const edges = edgesOfAll(padding, extents, sizes, strides);
    const dilations = range(d).map(() => 1);
    return finish(g.windowReduce(reduction, images, { first: 1, sizes, strides, dilations, ...edges }), {
      extents,
      sizes,
      strides,
      ...edges,
    });
  });
  return tensor(pooled);
}

interface Windows {
  readonly extents: readonly number[];
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** How many elements of x each window holds: those in the padding don't count. */
function countIn(shape: readonly number[], { extents, sizes, strides, low, high }: Windows): Node {
  const whole = (value: number) => g.constant(value, shape, 'int32');
  const counts = sizes.map((size, i) => {
    if (at(low, i) === 0 && at(high, i) === 0) return whole(size);
    const start = g.sub(g.mul(g.iota(shape, i + 1), whole(at(strides, i))), whole(at(low, i)));
    const end = g.binary('min', g.add(start, whole(size)), whole(at(extents, i)));
    return g.sub(end, g.binary('max', start, whole(0)));
  });
  return counts.reduce(g.mul);
}

/**
 * The maximum of each window.
 *
 * @param inputs [batch, ...spatial, channels], or channels first with `dataFormat`
 * @param poolSize the windows' extents
 * @param options `strides` (default: poolSize), `padding` ('valid' or 'same'), `dataFormat`
 * @returns [batch, ...positions, channels]
 * @throws ArgumentError when sizes or strides aren't positive integers
 * @see https://keras.io/api/ops/nn/#max_pool-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const x = ops.reshape([1, 5, 3, 2], [1, 4, 1]);
 * console.log(await ops.maxPool(x, 2).array()); // => [[[5], [3]]]
 * ```
 */
export function maxPool(inputs: TensorLike, poolSize: PerAxis, options: PoolOptions = {}): Tensor {
  return pool('maxPool', 'windowMax', nodeOf(inputs), poolSize, options, (y) => y);
}

/**
 * The mean of each window. With padding 'same', only elements of the inputs count.
 *
 * @param inputs [batch, ...spatial, channels], or channels first with `dataFormat`
 * @param poolSize the windows' extents
 * @param options `strides` (default: poolSize), `padding` ('valid' or 'same'), `dataFormat`
 * @returns [batch, ...positions, channels]
 * @throws ArgumentError when sizes or strides aren't positive integers
 * @see https://keras.io/api/ops/nn/#average_pool-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const x = ops.reshape([1, 5, 3], [1, 3, 1]);
 * console.log(await ops.averagePool(x, 2, { padding: 'same' }).array()); // => [[[3], [3]]]
 * ```
 */
export function averagePool(inputs: TensorLike, poolSize: PerAxis, options: PoolOptions = {}): Tensor {
  return pool('averagePool', 'windowSum', floatNode(inputs), poolSize, options, (y, windows) => {
    const padded = [...windows.low, ...windows.high].some((n) => n > 0);
    return padded
      ? g.div(y, g.cast(countIn(y.shape, windows), y.dtype))
      : g.mul(y, g.likeConstant(y, 1 / sizeOf(windows.sizes)));
  });
}
