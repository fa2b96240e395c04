import { add, clip, multiply, subtract } from '../../../ops/arithmetic.ts';
import { depthwiseConv } from '../../../ops/convolution.ts';
import { tile } from '../../../ops/repetition.ts';
import { reshape } from '../../../ops/shape.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer } from './image-layer.ts';
import { type Factor, factorPair, type Pair, valueRange } from './image-options.ts';
import type { ValueRangeOptions } from './random-brightness.ts';
import { drawn, perImage } from './random-choice.ts';

const [EDGE, CENTER] = [1 / 13, 5 / 13];
const SMOOTHING = [EDGE, EDGE, EDGE, EDGE, CENTER, EDGE, EDGE, EDGE, EDGE];

/**
 * Makes each image sharper or smoother: image + (1 - 2 f) · (smoothed - image), with f drawn between the bounds: 0
 * smoothes, 0.5 changes nothing, 1 sharpens. In training alone.
 *
 * @param factor the bounds from 0 to 1, or one number for [0, factor]
 * @param options `valueRange`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_sharpness/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.RandomSharpness([0.5, 0.5]).apply([[[1], [2]]]);
 * console.log(await y.array()); // => [[[1], [2]]]
 * ```
 */
export class RandomSharpness extends RandomImageLayer<Tensor> {
  static override readonly className: string = 'RandomSharpness';
  static override readonly positional: readonly string[] = ['factor'];
  readonly factor: Pair;
  readonly valueRange: Pair;

  constructor(factor: Factor, options: ValueRangeOptions = {}) {
    super(options, ['valueRange']);
    this.factor = factorPair('factor', factor, [0, 1]);
    this.valueRange = valueRange(options.valueRange);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    return drawn(images, this.factor, seed);
  }

  protected override transformImages(images: Tensor, factor: Tensor): Tensor {
    const kernel = tile(reshape(SMOOTHING, [3, 3, 1, 1]), [1, 1, images.shape.at(-1) ?? 1, 1]);
    const smoothed = depthwiseConv(images, kernel, { strides: 1, padding: 'same', dataFormat: 'channels_last' });
    const blend = perImage(subtract(1, multiply(factor, 2)));
    return clip(add(images, multiply(blend, subtract(smoothed, images))), ...this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange };
  }
}
