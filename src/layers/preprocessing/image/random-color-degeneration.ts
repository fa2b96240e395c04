import { add, clip, multiply, subtract } from '../../../ops/arithmetic.ts';
import { rgbToGrayscale } from '../../../ops/image/color.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer } from './image-layer.ts';
import { type Factor, factorPair, type Pair, valueRange } from './image-options.ts';
import type { ValueRangeOptions } from './random-brightness.ts';
import { drawn, perImage } from './random-choice.ts';

/**
 * Blends each image with its gray version: image + f · (gray - image), with f drawn between the bounds. In training
 * alone.
 *
 * @param factor the bounds, or one number for [-factor, factor]
 * @param options `valueRange`, `seed`, `dataFormat`
 * @returns applied to images of 3 channels [..., height, width, 3]: the same shape
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_color_degeneration/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.RandomColorDegeneration([0, 0]).apply([[[1, 2, 3]]]);
 * console.log(await y.array()); // => [[[1, 2, 3]]]
 * ```
 */
export class RandomColorDegeneration extends RandomImageLayer<Tensor> {
  static override readonly className: string = 'RandomColorDegeneration';
  static override readonly positional: readonly string[] = ['factor'];
  readonly factor: Pair;
  readonly valueRange: Pair;

  constructor(factor: Factor, options: ValueRangeOptions = {}) {
    super(options, ['valueRange']);
    this.factor = factorPair('factor', factor);
    this.valueRange = valueRange(options.valueRange);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    return drawn(images, this.factor, seed);
  }

  protected override transformImages(images: Tensor, factor: Tensor): Tensor {
    const gray = rgbToGrayscale(images, { dataFormat: 'channels_last' });
    return clip(add(images, multiply(perImage(factor), subtract(gray, images))), ...this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange };
  }
}
