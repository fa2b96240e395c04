import { edgesOf, type Padding } from '../../ops/spatial.ts';
import { ArgumentError, badArgument } from '../../support/errors.ts';
import { at, formatShape, type PartialShape } from '../../support/shape.ts';
import type { DataFormat } from '../option-checks.ts';

/** What slides over the spatial axes of a layer's input. */
export interface SlidingWindow {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** 'causal': zeros only in front. */
  readonly padding: Padding | 'causal';
}

/** Checks that not both strides and dilations are above 1. */
export function refuseStridedDilation(strides: readonly number[], dilationRate: readonly number[]): void {
  if (strides.some((n) => n > 1) && dilationRate.some((n) => n > 1))
    throw badArgument('dilationRate', `1 where strides are above 1 (${strides.join(', ')})`, dilationRate);
}

/** Number of windows along an axis; null when its extent is unknown. */
function positions(extent: number | null, span: number, stride: number, padding: SlidingWindow['padding']) {
  if (extent === null) return null;
  const edges = padding === 'causal' ? span - 1 : edgesOf(padding, extent, span, stride).reduce((a, b) => a + b);
  return Math.floor((extent + edges - span) / stride) + 1;
}

/** The shape [batch, ...spatial, channels] of what is at [batch, channels, ...spatial] or is so already. */
export const channelsToEnd = (shape: PartialShape, format: DataFormat): PartialShape =>
  format === 'channels_last' ? shape : [shape[0] ?? null, ...shape.slice(2), shape[1] ?? null];

/** The inverse of `channelsToEnd`. */
export const channelsBack = (shape: PartialShape, format: DataFormat): PartialShape =>
  format === 'channels_last' ? shape : [shape[0] ?? null, shape.at(-1) ?? null, ...shape.slice(1, -1)];

/**
 * The shape of a layer's output.
 *
 * @param channels the output's channels; undefined: as many as the input's
 * @throws ArgumentError when not even one window fits
 */
export function windowedShape(
  inputShape: PartialShape,
  window: SlidingWindow,
  format: DataFormat,
  layerName: string,
  channels?: number,
): PartialShape {
  const shape = channelsToEnd(inputShape, format);
  const { sizes, strides, dilations, padding } = window;
  const spatial = sizes.map((size, i) =>
    positions(shape[i + 1] ?? null, (size - 1) * at(dilations, i) + 1, at(strides, i), padding),
  );
  if (spatial.some((n) => n !== null && n < 1)) {
    throw new ArgumentError(
      `The input of layer "${layerName}" is smaller than one window of ${sizes.join(' x ')} elements${dilations.some((n) => n > 1) ? `, ${dilations.join(' x ')} apart` : ''}. Received: an input of shape ${formatShape(inputShape)}`,
    );
  }
  return channelsBack([shape[0] ?? null, ...spatial, channels ?? shape.at(-1) ?? null], format);
}
