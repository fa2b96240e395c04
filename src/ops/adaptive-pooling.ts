import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { checkOptions } from '../support/errors.ts';
import { at, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { floatNode, tensor } from './operands.ts';
import { checkedFormat, type DataFormat, type PerAxis, perAxis, spatialRank, withChannelsLast } from './spatial.ts';

export interface AdaptivePoolOptions {
  /** Default 'channels_last'. */
  dataFormat?: DataFormat | null;
}

/** Exchanges an axis with the first one. */
function swapped(x: Node, axis: number): Node {
  return g.transpose(
    x,
    range(x.shape.length).map((i) => (i === axis ? 0 : i === 0 ? axis : i)),
  );
}

/**
 * Pools one axis to `count` windows: window i covers floor(i · n / count) to ceil((i + 1) · n / count). Windows may
 * overlap and differ by one in size, so all are gathered in the greatest size first.
 */
function poolAxis(x: Node, axis: number, count: number, op: 'max' | 'average'): Node {
  const extent = at(x.shape, axis);
  const starts = range(count).map((i) => Math.floor((i * extent) / count));
  const sizes = starts.map((start, i) => Math.ceil(((i + 1) * extent) / count) - start);
  const size = Math.max(...sizes);
  const first = swapped(x, axis);
  const rest = first.shape.slice(1);
  const windows = { first: 0, sizes: [size], strides: [size], dilations: [1], low: [0], high: [0] };
  const neutral = op === 'max' ? Number.NEGATIVE_INFINITY : 0;
  // Equal windows side by side need not be gathered.
  const even = extent === count * size;
  let gathered = first;
  const shape = [count, size, ...rest];
  const number = (a: number) => g.constant(a, shape, 'int32');
  const ratio = (i: Node, up: number) => g.binary('div', g.add(g.mul(i, number(extent)), number(up)), number(count));
  const window = g.iota(shape, 0);
  const start = ratio(window, 0);
  const sizeOfWindow = g.sub(ratio(g.add(window, number(1)), count - 1), start);
  if (!even) {
    const places = g.slice(
      g.add(start, g.iota(shape, 1)),
      shape.map(() => 0),
      [count, size, ...rest.map(() => 1)],
    );
    const taken = g.gather(first, g.reshape(places, [count, size]));
    const inside = g.lt(g.iota(shape, 1), sizeOfWindow);
    gathered = g.reshape(g.where(inside, taken, g.constant(neutral, shape)), [count * size, ...rest]);
  }
  const reduced = g.windowReduce(op === 'max' ? 'windowMax' : 'windowSum', gathered, windows);
  const counts = g.cast(
    g.reshape(
      g.slice(
        sizeOfWindow,
        shape.map(() => 0),
        [count, 1, ...rest],
      ),
      [count, ...rest],
    ),
    reduced.dtype,
  );
  return swapped(op === 'max' ? reduced : g.div(reduced, counts), axis);
}

function adaptivePool(
  op: string,
  kind: 'max' | 'average',
  inputs: TensorLike,
  outputSize: PerAxis,
  options: AdaptivePoolOptions,
): Tensor {
  checkOptions(op, options, ['dataFormat']);
  const x = floatNode(inputs);
  const d = spatialRank(op, x);
  const counts = perAxis('outputSize', outputSize, d);
  const pooled = withChannelsLast(x, checkedFormat(options.dataFormat), (images) =>
    counts.reduce((y, count, i) => (count === y.shape[i + 1] ? y : poolAxis(y, i + 1, count, kind)), images),
  );
  return tensor(pooled);
}

/**
 * The maximum of windows that cover the inputs evenly, so many that the result has the extents asked for.
 *
 * @param inputs [batch, ...spatial, channels], or channels first with `dataFormat`
 * @param outputSize the result's spatial extents
 * @param options `dataFormat`
 * @returns [batch, ...outputSize, channels]
 * @throws ArgumentError when sizes aren't positive integers
 * @see https://keras.io/api/ops/nn/#adaptive_max_pool-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const x = ops.reshape([1, 5, 3, 2, 4], [1, 5, 1]);
 * console.log(await ops.adaptiveMaxPool(x, 2).array()); // => [[[5], [4]]]
 * ```
 */
export function adaptiveMaxPool(inputs: TensorLike, outputSize: PerAxis, options: AdaptivePoolOptions = {}): Tensor {
  return adaptivePool('adaptiveMaxPool', 'max', inputs, outputSize, options);
}

/**
 * The mean of windows that cover the inputs evenly, so many that the result has the extents asked for.
 *
 * @param inputs [batch, ...spatial, channels], or channels first with `dataFormat`
 * @param outputSize the result's spatial extents
 * @param options `dataFormat`
 * @returns [batch, ...outputSize, channels]
 * @throws ArgumentError when sizes aren't positive integers
 * @see https://keras.io/api/ops/nn/#adaptive_average_pool-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const x = ops.reshape([1, 5, 3, 2, 4], [1, 5, 1]);
 * console.log(await ops.adaptiveAveragePool(x, 2).array()); // => [[[3], [3]]]
 * ```
 */
export function adaptiveAveragePool(
  inputs: TensorLike,
  outputSize: PerAxis,
  options: AdaptivePoolOptions = {},
): Tensor {
  return adaptivePool('adaptiveAveragePool', 'average', inputs, outputSize, options);
}
