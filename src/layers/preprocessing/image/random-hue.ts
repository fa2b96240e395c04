import { add, clip, multiply, subtract } from '../../../ops/arithmetic.ts';
import { greater, less } from '../../../ops/comparison.ts';
import { getItem } from '../../../ops/get-item.ts';
import { hsvToRgb, rgbToHsv } from '../../../ops/image/color.ts';
import { stack } from '../../../ops/joining.ts';
import { where } from '../../../ops/logical.ts';
import { reshape } from '../../../ops/shape.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { mapRange, RandomImageLayer } from './image-layer.ts';
import { type Factor, factorPair, type Pair, valueRange } from './image-options.ts';
import type { ValueRangeOptions } from './random-brightness.ts';
import { drawn } from './random-choice.ts';

/**
 * Turns the hue of each image by a random part of half a circle, in either direction. In training alone.
 *
 * @param factor how far, from 0 to 1: between two numbers, or up to one
 * @param options `valueRange`, `seed`, `dataFormat`
 * @returns applied to images of 3 channels [..., height, width, 3]: the same shape
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_hue/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.RandomHue([1, 1], { valueRange: [0, 1] }).apply([[[1, 0, 0]]]);
 * console.log(await y.array()); // => [[[0, 1, 1]]]
 * ```
 */
export class RandomHue extends RandomImageLayer<Tensor> {
  static override readonly className: string = 'RandomHue';
  static override readonly positional: readonly string[] = ['factor'];
  readonly factor: Pair;
  readonly valueRange: Pair;

  constructor(factor: Factor, options: ValueRangeOptions = {}) {
    super(options, ['valueRange']);
    this.factor = factorPair('factor', factor, [0, 1]);
    this.valueRange = valueRange(options.valueRange);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    const direction = where(greater(drawn(images, [0, 1], seed), 0.5), -1, 1);
    return multiply(multiply(direction, drawn(images, this.factor, seed)), 0.5);
  }

  protected override transformImages(images: Tensor, turn: Tensor): Tensor {
    const hsv = rgbToHsv(mapRange(images, this.valueRange, [0, 1]), { dataFormat: 'channels_last' });
    const [hue, saturation, value] = [0, 1, 2].map((i) => getItem(hsv, ['ellipsis', i]));
    if (hue === undefined || saturation === undefined || value === undefined) throw new Error('There are 3 channels.');
    const turned = add(hue, reshape(turn, [-1, 1, 1]));
    const below = where(greater(turned, 1), subtract(turned, 1), turned);
    const within = where(less(below, 0), add(below, 1), below);
    const rgb = hsvToRgb(stack([within, saturation, value], -1), { dataFormat: 'channels_last' });
    return mapRange(clip(rgb, 0, 1), [0, 1], this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange };
  }
}
