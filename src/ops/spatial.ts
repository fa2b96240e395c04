import { imageDataFormat } from '../config/defaults.ts';
import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { ArgumentError, badArgument, unknownName } from '../support/errors.ts';
import { at, formatShape, range } from '../support/shape.ts';

/** Where the channels are: Keras's `data_format`. */
export type DataFormat = 'channels_last' | 'channels_first';

/** 'valid': only windows that fit. 'same': zeros around, so that only strides shrink the result. */
export type Padding = 'valid' | 'same';

/** One number for all spatial axes or one for each. */
export type PerAxis = number | readonly number[];

const formats: readonly DataFormat[] = ['channels_last', 'channels_first'];
const paddings: readonly Padding[] = ['valid', 'same'];

/** The configured data format unless another is asked for. */
export function checkedFormat(value: DataFormat | null | undefined): DataFormat {
  const format = value ?? imageDataFormat();
  if (!formats.includes(format)) throw unknownName('dataFormat', String(format), formats);
  return format;
}

export function checkedPadding(value: Padding | undefined): Padding {
  const padding = value ?? 'valid';
  if (!paddings.includes(padding)) throw unknownName('padding', String(padding), paddings);
  return padding;
}

/** One integer of at least `least` for each of `d` axes. */
export function perAxis(name: string, value: PerAxis, d: number, least = 1): readonly number[] {
  const list = typeof value === 'number' ? range(d).map(() => value) : value;
  const fits = Array.isArray(list) && list.length === d && list.every((n) => Number.isInteger(n) && n >= least);
  if (!fits) throw badArgument(name, `an integer of at least ${least} or a list of ${d} of them`, value);
  return list;
}

/** The number of spatial axes of [batch, ...spatial, channels]. */
export function spatialRank(op: string, x: Node): number {
  const d = x.shape.length - 2;
  if (d < 1 || d > 3) {
    throw new ArgumentError(
      `ops.${op} takes inputs with a batch axis, one to three spatial axes and channels. Received: shape ${formatShape(x.shape)}`,
    );
  }
  return d;
}

/** Applies a function of tensors whose channels are last to one whose channels are where `format` says. */
export function withChannelsLast(x: Node, format: DataFormat, fn: (x: Node) => Node): Node {
  if (format === 'channels_last') return fn(x);
  const last = x.shape.length - 1;
  const y = fn(g.transpose(x, [0, ...range(last - 1).map((i) => i + 2), 1]));
  return g.transpose(y, [0, last, ...range(last - 1).map((i) => i + 1)]);
}

/**
 * Zeros before and after one axis. With 'same' there are ceil(extent / stride) windows; an odd zero goes behind.
 *
 * @param span elements from the first to the last of a window
 */
export function edgesOf(padding: Padding, extent: number, span: number, stride: number): [low: number, high: number] {
  if (padding === 'valid') return [0, 0];
  const total = Math.max(0, (Math.ceil(extent / stride) - 1) * stride + span - extent);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** The edges of several axes, as the lists that primitives take. */
export function edgesOfAll(
  padding: Padding,
  extents: readonly number[],
  spans: readonly number[],
  strides: readonly number[],
): { low: number[]; high: number[] } {
  const edges = extents.map((n, i) => edgesOf(padding, n, at(spans, i), at(strides, i)));
  return { low: edges.map(([low]) => low), high: edges.map(([, high]) => high) };
}
