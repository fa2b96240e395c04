import * as g from '../graph/build.ts';
import { ArgumentError, badArgument, checkOptions } from '../support/errors.ts';
import { at, formatShape, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { ConvOptions } from './convolution.ts';
import { floatNode, tensor } from './operands.ts';
import {
  checkedFormat,
  checkedPadding,
  type Padding,
  type PerAxis,
  perAxis,
  spatialRank,
  withChannelsLast,
} from './spatial.ts';

export interface ConvTransposeOptions extends ConvOptions {
  /** Elements that are added to the result behind each axis. Default null: as many as `padding` asks for. */
  outputPadding?: PerAxis | null;
}

/**
 * Zeros before and after an axis whose neighbours are `stride` apart. The rules are Keras's: 'valid' gives
 * (n - 1) · stride + max(span, stride) elements and 'same' n · stride, unless `outputPadding` is given.
 */
export function transposedEdges(
  padding: Padding,
  span: number,
  stride: number,
  outputPadding: number | null,
): [low: number, high: number] {
  if (padding === 'valid') return [span - 1, span - 1 + (outputPadding ?? Math.max(span, stride) - span)];
  const total = outputPadding === null ? stride + span - 2 : span + (span % 2) - 2 + outputPadding;
  const low = Math.min(Math.ceil(total / 2), span - 1);
  return [low, total - low];
}

/** The output paddings of `d` axes: null where the padding decides. */
export function outputPaddings(
  value: PerAxis | null | undefined,
  strides: readonly number[],
): readonly (number | null)[] {
  if (value === null || value === undefined) return strides.map(() => null);
  const list = perAxis('outputPadding', value, strides.length, 0);
  if (list.some((n, i) => n >= at(strides, i)))
    throw badArgument('outputPadding', `less than the strides (${strides.join(', ')})`, value);
  return list;
}

/**
 * The transpose of a convolution (often called deconvolution): what `conv` with the same options does to shapes, this
 * undoes; each input element adds its multiple of the kernel to the result.
 *
 * @param inputs [batch, ...spatial, channels]
 * @param kernel [...sizes, filters, channels]
 * @param options `strides`, `padding`, `outputPadding`, `dataFormat`, `dilationRate`
 * @returns [batch, ...extents, filters]
 * @throws ArgumentError when kernel and inputs don't fit
 * @see https://keras.io/api/ops/nn/#conv_transpose-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const signal = ops.reshape([1, 2], [1, 2, 1]);
 * const kernel = ops.reshape([1, 10], [2, 1, 1]);
 * console.log(await ops.convTranspose(signal, kernel, { strides: 2 }).array()); // => [[[1], [10], [2], [20]]]
 * ```
 */
export function convTranspose(inputs: TensorLike, kernel: TensorLike, options: ConvTransposeOptions = {}): Tensor {
  checkOptions('convTranspose', options, ['strides', 'padding', 'outputPadding', 'dataFormat', 'dilationRate']);
  const [x, taps] = [floatNode(inputs), floatNode(kernel)];
  const d = spatialRank('convTranspose', x);
  const format = checkedFormat(options.dataFormat);
  const padding = checkedPadding(options.padding);
  const inputDilations = perAxis('strides', options.strides ?? 1, d);
  const dilations = perAxis('dilationRate', options.dilationRate ?? 1, d);
  const extra = outputPaddings(options.outputPadding, inputDilations);
  const channels = at(x.shape, format === 'channels_last' ? d + 1 : 1);
  if (taps.shape.length !== d + 2 || taps.shape[d + 1] !== channels) {
    throw new ArgumentError(
      `ops.convTranspose takes a kernel of shape [...sizes, filters, ${channels}]. Received: kernel of shape ${formatShape(taps.shape)} for inputs of shape ${formatShape(x.shape)}`,
    );
  }
  const edges = range(d).map((i) => {
    const span = (at(taps.shape, i) - 1) * at(dilations, i) + 1;
    return transposedEdges(padding, span, at(inputDilations, i), extra[i] ?? null);
  });
  const flipped = g.transpose(g.flip(taps, range(d)), [...range(d), d + 1, d]);
  const result = withChannelsLast(x, format, (images) =>
    g.conv(images, flipped, {
      strides: range(d).map(() => 1),
      dilations,
      inputDilations,
      low: edges.map(([low]) => low),
      high: edges.map(([, high]) => high),
      groups: 1,
    }),
  );
  return tensor(result);
}
