import { add, clip, multiply } from '../../../ops/arithmetic.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer, type RandomImageLayerOptions } from './image-layer.ts';
import { type Factor, factorPair, type Pair, valueRange } from './image-options.ts';
import { drawn, perImage } from './random-choice.ts';

export interface ValueRangeOptions extends RandomImageLayerOptions {
  /** The least and the largest value of a pixel. Default [0, 255]. */
  valueRange?: Pair;
}

/**
 * Makes each image brighter or darker: adds a random share of the range to all its values. In training alone.
 *
 * @param factor the share, from -1 to 1: between two numbers, or between -factor and factor
 * @param options `valueRange`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_brightness/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.RandomBrightness([0.5, 0.5], { valueRange: [0, 1] }).apply([[[0.25]]]);
 * console.log(await y.array()); // => [[[0.75]]]
 * ```
 */
export class RandomBrightness extends RandomImageLayer<Tensor> {
  static override readonly className: string = 'RandomBrightness';
  static override readonly positional: readonly string[] = ['factor'];
  readonly factor: Pair;
  readonly valueRange: Pair;

  constructor(factor: Factor, options: ValueRangeOptions = {}) {
    super(options, ['valueRange']);
    this.factor = factorPair('factor', factor);
    this.valueRange = valueRange(options.valueRange);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    const [low, high] = this.valueRange;
    return multiply(drawn(images, this.factor, seed), high - low);
  }

  protected override transformImages(images: Tensor, delta: Tensor): Tensor {
    return clip(add(images, perImage(delta)), ...this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange };
  }
}
