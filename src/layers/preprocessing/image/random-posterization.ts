import { subtract } from '../../../ops/arithmetic.ts';
import { bitwiseLeftShift, bitwiseRightShift } from '../../../ops/bitwise.ts';
import { cast } from '../../../ops/core.ts';
import { full } from '../../../ops/creation.ts';
import { randint, type SeedGenerator } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { mapRange, RandomImageLayer } from './image-layer.ts';
import { type Factor, factorPair, type Pair, valueRange } from './image-options.ts';
import type { ValueRangeOptions } from './random-brightness.ts';
import { countOf, perImage } from './random-choice.ts';

/** The bits of a pixel. */
const BITS = 8;

/**
 * Reduces the bits of each image's values: of 8 only the upper ones stay, a number drawn between the bounds. In training
 * alone.
 *
 * @param factor the bounds, from 1 to 8, or one number of bits
 * @param options `valueRange`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_posterization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.RandomPosterization([1, 1]).apply([[[100], [200]]]);
 * console.log(await y.array()); // => [[[0], [128]]]
 * ```
 */
export class RandomPosterization extends RandomImageLayer<Tensor> {
  static override readonly className: string = 'RandomPosterization';
  static override readonly positional: readonly string[] = ['factor'];
  readonly factor: Pair;
  readonly valueRange: Pair;

  constructor(factor: Factor, options: ValueRangeOptions = {}) {
    super(options, ['valueRange']);
    this.factor = factorPair('factor', factor, [1, BITS]);
    this.valueRange = valueRange(options.valueRange);
  }

  /** By how many bits values are shifted down and up again. */
  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    const [least, most] = this.factor;
    const shape = [countOf(images)];
    const kept = least === most ? full(shape, least) : randint(shape, least, most, { seed });
    return subtract(BITS, cast(kept, 'int32'));
  }

  protected override transformImages(images: Tensor, shift: Tensor): Tensor {
    const levels = cast(mapRange(images, this.valueRange, [0, 255]), 'int32');
    const by = perImage(shift);
    const kept = bitwiseLeftShift(bitwiseRightShift(levels, by), by);
    return mapRange(cast(kept, this.computeDtype), [0, 255], this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange };
  }
}
