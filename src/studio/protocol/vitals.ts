import type { PackedFloats } from './packed-floats.ts';
import type { RunId } from './runs.ts';

/** What the net view can show. */
export const quantities = {
  gradientRms: { title: 'Gradient', about: 'RMS of the gradient with respect to the pre-activation', scale: 'log' },
  std: { title: 'Activation spread', about: 'standard deviation of the activations', scale: 'log' },
  deadShare: {
    title: 'Dead units',
    about: 'share of units that no sample has activated in this epoch',
    scale: 'share',
  },
  saturatedShare: {
    title: 'Saturation',
    about: 'share of pre-activations where next to no slope is left',
    scale: 'share',
  },
  updateRatio: { title: 'Update size', about: 'norm of the update over the norm of the weights', scale: 'log' },
  mean: { title: 'Activation mean', about: 'mean of the activations', scale: 'linear' },
  preStd: { title: 'Pre-activation spread', about: 'standard deviation before the activation', scale: 'log' },
  zeroShare: { title: 'Zeros', about: 'share of activations that are exactly 0', scale: 'share' },
  weightNorm: { title: 'Weight norm', about: 'Euclidean norm of the layer’s weights', scale: 'log' },
  weightGradientNorm: {
    title: 'Weight gradient',
    about: 'Euclidean norm of the gradient of the weights',
    scale: 'log',
  },
} as const satisfies Record<string, { title: string; about: string; scale: 'log' | 'share' | 'linear' }>;

export type Quantity = keyof typeof quantities;

export const isQuantity = (name: string): name is Quantity => Object.hasOwn(quantities, name);

/** A row of the net view. */
export interface LayerRow {
  readonly layer: string;
  /** The names of the models around it and its own. */
  readonly path: string;
  readonly activation: string;
  readonly units: number;
}

/**
 * One quantity of the whole net over time: layers in the order of the computation as rows, samples as columns.
 *
 * `relative` is what colours show, centred on 0, "as expected": log10(value / expected) where the quantity's scale is
 * `log`, value - expected where it is `share` or `linear`. Colours should be full at `limit` and beyond. NaN means
 * that there is nothing to show, infinity that the value wasn't finite.
 */
export interface VitalsAnswer {
  readonly run: RunId;
  readonly quantity: Quantity;
  /** Quantities that this run has. */
  readonly available: readonly Quantity[];
  readonly layers: readonly LayerRow[];
  /** Steps of the samples, one per column. Thinned out when there are more than were asked for. */
  readonly steps: readonly number[];
  readonly epochs: readonly number[];
  /** [layers, samples], row after row: Float32. */
  readonly values: PackedFloats;
  readonly relative: PackedFloats;
  /** Where the expectation of each layer comes from and what it is, for the hover; null where there is none. */
  readonly expected: readonly (number | null)[];
  readonly source: 'theory' | 'rule of thumb';
  readonly limit: number;
  /** The loss of each sample's batch. */
  readonly losses: readonly (number | null)[];
  /** The first thing that wasn't finite; null when all was. */
  readonly nonFinite: { readonly step: number; readonly where: string; readonly pass: string } | null;
}
