import { add, clip, multiply, subtract } from '../../../ops/arithmetic.ts';
import { mean } from '../../../ops/statistics.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer } from './image-layer.ts';
import { type Factor, factorPair, type Pair, valueRange } from './image-options.ts';
import type { ValueRangeOptions } from './random-brightness.ts';
import { drawn, perImage } from './random-choice.ts';

/**
 * Changes the contrast of each image: (x - mean) · factor + mean for each channel, with a factor drawn between
 * 1 - lower and 1 + upper. In training alone.
 *
 * @param factor [lower, upper], from 0 to 1; one number stands for [0, factor]
 * @param options `valueRange`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_contrast/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.RandomContrast(0).apply([[[10], [20]]]);
 * console.log(await y.array()); // => [[[10], [20]]]
 * ```
 */
export class RandomContrast extends RandomImageLayer<Tensor> {
  static override readonly className: string = 'RandomContrast';
  static override readonly positional: readonly string[] = ['factor'];
  readonly factor: Pair;
  readonly valueRange: Pair;

  constructor(factor: Factor, options: ValueRangeOptions = {}) {
    super(options, ['valueRange']);
    this.factor = factorPair('factor', factor, [0, 1]);
    this.valueRange = valueRange(options.valueRange);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    return drawn(images, [1 - this.factor[0], 1 + this.factor[1]], seed);
  }

  protected override transformImages(images: Tensor, factor: Tensor): Tensor {
    // One axis after the other, as Keras rounds.
    const middle = mean(mean(images, { axis: 1, keepdims: true }), { axis: 2, keepdims: true });
    // factor · x + (1 - factor) · mean: the same as Keras's (x - mean) · factor + mean, without the large terms that
    // cancel in a dark pixel of a bright image.
    const blended = add(multiply(images, perImage(factor)), multiply(middle, subtract(1, perImage(factor))));
    return clip(blended, ...this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange };
  }
}
