import { add, clip, subtract } from '../../../ops/arithmetic.ts';
import { less } from '../../../ops/comparison.ts';
import { where } from '../../../ops/logical.ts';
import { type SeedGenerator, uniform } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { mapRange, RandomImageLayer, type RandomImageLayerOptions } from './image-layer.ts';
import { type Factor, factorPair, type Pair, valueRange } from './image-options.ts';
import { countOf } from './random-choice.ts';

export interface SolarizationOptions extends RandomImageLayerOptions {
  /** What is added, as a share of the range: up to this, or between two numbers from 0 to 1. Default 0. */
  additionFactor?: Factor;
  /** From where on values are inverted, as a share of the range. Default 0: everywhere. */
  thresholdFactor?: Factor;
  /** The least and the largest value of a pixel. Default [0, 255]. */
  valueRange?: Pair;
}

interface Drawn {
  readonly additions: Tensor;
  readonly thresholds: Tensor;
}

/** One number stands for all from 0 up to it. */
const upTo = (name: string, value: Factor | undefined): Pair => {
  const [low, high] = factorPair(name, value ?? 0, [0, 1]);
  return typeof value === 'object' ? [low, high] : [0, high];
};

/**
 * Adds something to all values and inverts those that are not below a threshold: (max + min) - value. In training alone.
 *
 * @param options `additionFactor`, `thresholdFactor`, `valueRange`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/solarization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.Solarization().apply([[[0], [55], [255]]]);
 * console.log(await y.array()); // => [[[255], [200], [0]]]
 * ```
 */
export class Solarization extends RandomImageLayer<Drawn> {
  static override readonly className: string = 'Solarization';
  readonly additionFactor: Pair;
  readonly thresholdFactor: Pair;
  readonly valueRange: Pair;

  constructor(options: SolarizationOptions = {}) {
    super(options, ['additionFactor', 'thresholdFactor', 'valueRange']);
    this.additionFactor = upTo('additionFactor', options.additionFactor);
    this.thresholdFactor = upTo('thresholdFactor', options.thresholdFactor);
    this.valueRange = valueRange(options.valueRange);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Drawn {
    const between = ([low, high]: Pair) =>
      uniform([countOf(images), 1, 1, 1], { minval: low, maxval: high * 255, seed });
    return { additions: between(this.additionFactor), thresholds: between(this.thresholdFactor) };
  }

  protected override transformImages(images: Tensor, { additions, thresholds }: Drawn): Tensor {
    const sum = clip(add(mapRange(images, this.valueRange, [0, 255]), additions), 0, 255);
    const inverted = where(less(sum, thresholds), sum, subtract(255, sum));
    return mapRange(inverted, [0, 255], this.valueRange);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      value_range: this.valueRange,
      addition_factor: this.additionFactor,
      threshold_factor: this.thresholdFactor,
    };
  }
}
