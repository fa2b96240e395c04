import { add, clip, divide, multiply, subtract } from '../../../ops/arithmetic.ts';
import { getItem } from '../../../ops/get-item.ts';
import { hsvToRgb, rgbToHsv } from '../../../ops/image/color.ts';
import { stack } from '../../../ops/joining.ts';
import { reshape } from '../../../ops/shape.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import { epsilon } from '../../../support/epsilon.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer } from './image-layer.ts';
import { type Factor, factorPair, type Pair, valueRange } from './image-options.ts';
import type { ValueRangeOptions } from './random-brightness.ts';
import { drawn } from './random-choice.ts';

/**
 * Changes the saturation of each image: that in HSV is multiplied by f / (1 - f), with f drawn between the bounds: 0.5
 * changes nothing, 0 makes gray, 1 saturates fully. In training alone.
 *
 * @param factor the bounds, or one number for [-factor, factor]
 * @param options `valueRange`, `seed`, `dataFormat`
 * @returns applied to images of 3 channels [..., height, width, 3]: the same shape
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_saturation/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.RandomSaturation([0, 0], { valueRange: [0, 1] }).apply([[[1, 0.5, 0]]]);
 * console.log(await y.array()); // => [[[1, 1, 1]]]
 * ```
 */
export class RandomSaturation extends RandomImageLayer<Tensor> {
  static override readonly className: string = 'RandomSaturation';
  static override readonly positional: readonly string[] = ['factor'];
  readonly factor: Pair;
  readonly valueRange: Pair;

  constructor(factor: Factor, options: ValueRangeOptions = {}) {
    super(options, ['valueRange']);
    this.factor = factorPair('factor', factor);
    this.valueRange = valueRange(options.valueRange);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    const factor = drawn(images, this.factor, seed);
    return divide(factor, add(subtract(1, factor), epsilon()));
  }

  protected override transformImages(images: Tensor, factor: Tensor): Tensor {
    const hsv = rgbToHsv(images, { dataFormat: 'channels_last' });
    const [hue, saturation, value] = [0, 1, 2].map((i) => getItem(hsv, ['ellipsis', i]));
    if (hue === undefined || saturation === undefined || value === undefined) throw new Error('There are 3 channels.');
    const changed = clip(multiply(saturation, reshape(factor, [-1, 1, 1])), ...this.valueRange);
    return hsvToRgb(stack([hue, changed, value], -1), { dataFormat: 'channels_last' });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange };
  }
}
