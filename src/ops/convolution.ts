import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { ArgumentError, checkOptions } from '../support/errors.ts';
import { at, formatShape, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { floatNode, tensor } from './operands.ts';
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

export interface ConvOptions {
  /** Steps between windows. Default 1. */
  strides?: PerAxis;
  /** Default 'valid'. */
  padding?: Padding;
  /** Default 'channels_last'. */
  dataFormat?: DataFormat | null;
  /** Steps between the taps of the kernel. Default 1. */
  dilationRate?: PerAxis;
}

const optionNames = ['strides', 'padding', 'dataFormat', 'dilationRate'];

/** A convolution in as many groups as the kernel has fewer channels than x, or as `groups` says. */
function convolve(op: string, x: Node, kernel: Node, options: ConvOptions, depthwise: boolean): Node {
  checkOptions(op, options, optionNames);
  const d = spatialRank(op, x);
  const format = checkedFormat(options.dataFormat);
  const padding = checkedPadding(options.padding);
  const strides = perAxis('strides', options.strides ?? 1, d);
  const dilations = perAxis('dilationRate', options.dilationRate ?? 1, d);
  const channels = at(x.shape, format === 'channels_last' ? d + 1 : 1);
  const [inner = 0, outer = 0] = kernel.shape.slice(d);
  const groups = depthwise ? channels : channels / inner;
  const fits = kernel.shape.length === d + 2 && (depthwise ? inner === channels : Number.isInteger(groups));
  if (!fits || outer === 0 || (!depthwise && outer % groups !== 0)) {
    const wanted = depthwise
      ? `[...sizes, ${channels}, multiplier]`
      : `[...sizes, c, filters] with c and the filters dividing evenly into groups of the ${channels} channels`;
    throw new ArgumentError(
      `ops.${op} takes a kernel of shape ${wanted}. Received: kernel of shape ${formatShape(kernel.shape)} for inputs of shape ${formatShape(x.shape)}`,
    );
  }
  const sizes = kernel.shape.slice(0, d);
  const spans = sizes.map((n, i) => (n - 1) * at(dilations, i) + 1);
  const taps = depthwise ? g.reshape(kernel, [...sizes, 1, inner * outer]) : kernel;
  return withChannelsLast(x, format, (images) => {
    const edges = edgesOfAll(padding, images.shape.slice(1, d + 1), spans, strides);
    const inputDilations = range(d).map(() => 1);
    return g.conv(images, taps, { strides, dilations, inputDilations, groups, ...edges });
  });
}

/**
 * Convolution over one to three spatial axes (a correlation: the kernel is not flipped), in groups when the kernel has
 * fewer input channels than the inputs: y[p, o] = Σ x[p · stride + k · dilation, c] kernel[k, c, o].
 *
 * @param inputs [batch, ...spatial, channels], or channels first with `dataFormat`
 * @param kernel [...sizes, channels / groups, filters]
 * @param options `strides`, `padding` ('valid' or 'same'), `dataFormat`, `dilationRate`
 * @returns [batch, ...positions, filters]
 * @throws ArgumentError when kernel and inputs don't fit
 * @see https://keras.io/api/ops/nn/#conv-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const signal = ops.reshape([1, 2, 4, 8], [1, 4, 1]);
 * const difference = ops.reshape([-1, 1], [2, 1, 1]);
 * console.log(await ops.conv(signal, difference).array()); // => [[[1], [2], [4]]]
 * ```
 */
export function conv(inputs: TensorLike, kernel: TensorLike, options: ConvOptions = {}): Tensor {
  return tensor(convolve('conv', floatNode(inputs), floatNode(kernel), options, false));
}

/**
 * Convolution of each channel with kernels of its own: channel c gives the channels c · multiplier, ... of the result.
 *
 * @param inputs [batch, ...spatial, channels]
 * @param kernel [...sizes, channels, multiplier]
 * @param options `strides`, `padding`, `dataFormat`, `dilationRate`
 * @returns [batch, ...positions, channels · multiplier]
 * @throws ArgumentError when kernel and inputs don't fit
 * @see https://keras.io/api/ops/nn/#depthwise_conv-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const signal = ops.reshape([1, 10, 2, 20, 4, 40], [1, 3, 2]);
 * const sums = ops.ones([2, 2, 1]);
 * console.log(await ops.depthwiseConv(signal, sums).array()); // => [[[3, 30], [6, 60]]]
 * ```
 */
export function depthwiseConv(inputs: TensorLike, kernel: TensorLike, options: ConvOptions = {}): Tensor {
  return tensor(convolve('depthwiseConv', floatNode(inputs), floatNode(kernel), options, true));
}

/**
 * A depthwise convolution, whose channels a convolution with kernels of extent 1 then mixes.
 *
 * @param inputs [batch, ...spatial, channels]
 * @param depthwiseKernel [...sizes, channels, multiplier]
 * @param pointwiseKernel [...1, channels · multiplier, filters]
 * @param options `strides`, `padding`, `dataFormat`, `dilationRate`, all of the depthwise part
 * @returns [batch, ...positions, filters]
 * @throws ArgumentError when kernels and inputs don't fit
 * @see https://keras.io/api/ops/nn/#separable_conv-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const y = ops.separableConv(ops.ones([1, 5, 2]), ops.ones([3, 2, 1]), ops.ones([1, 2, 4]));
 * console.log(y.shape); // => [1, 3, 4]
 * ```
 */
export function separableConv(
  inputs: TensorLike,
  depthwiseKernel: TensorLike,
  pointwiseKernel: TensorLike,
  options: ConvOptions = {},
): Tensor {
  const channelwise = convolve('separableConv', floatNode(inputs), floatNode(depthwiseKernel), options, true);
  const { dataFormat = null } = options;
  return tensor(convolve('separableConv', channelwise, floatNode(pointwiseKernel), { dataFormat }, false));
}
