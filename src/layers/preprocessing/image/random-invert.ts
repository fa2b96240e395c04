import { subtract } from '../../../ops/arithmetic.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer } from './image-layer.ts';
import { type Factor, factorPair, type Pair, valueRange } from './image-options.ts';
import type { ValueRangeOptions } from './random-brightness.ts';
import { chosen, onlyWhere } from './random-choice.ts';

export interface RandomInvertOptions extends ValueRangeOptions {
  /** The probability with which an image is inverted, drawn between two numbers from 0 to 1 or up to one. Default 1. */
  factor?: Factor;
}

/**
 * Inverts some images: the largest value minus each value. In training alone.
 *
 * @param options `factor`, `valueRange`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_invert/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.RandomInvert({ factor: [1, 1] }).apply([[[0], [55]]]);
 * console.log(await y.array()); // => [[[255], [200]]]
 * ```
 */
export class RandomInvert extends RandomImageLayer<Tensor> {
  static override readonly className: string = 'RandomInvert';
  readonly factor: Pair;
  readonly valueRange: Pair;

  constructor(options: RandomInvertOptions = {}) {
    super(options, ['factor', 'valueRange']);
    this.factor = factorPair('factor', options.factor ?? 1, [0, 1]);
    this.valueRange = valueRange(options.valueRange);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    return chosen(images, this.factor, seed);
  }

  protected override transformImages(images: Tensor, choice: Tensor): Tensor {
    return onlyWhere(choice, subtract(this.valueRange[1], images), images);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange };
  }
}
