import { multiply } from '../../../ops/arithmetic.ts';
import { greater } from '../../../ops/comparison.ts';
import { where } from '../../../ops/logical.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { type Factor, factorPair, type Pair } from './image-options.ts';
import { countOf, drawn } from './random-choice.ts';
import { affineMaps, RandomTransform, type RandomTransformOptions } from './random-transform.ts';

export interface RandomShearOptions extends RandomTransformOptions {
  /** How far rows are moved against each other, in pixels per row: between two numbers, or between -factor and factor. Default 0. */
  xFactor?: Factor;
  /** How far columns are moved against each other. Default 0. */
  yFactor?: Factor;
}

/**
 * Shears each image along both axes, in a random direction. In training alone.
 *
 * @param options `xFactor`, `yFactor`, `fillMode`, `interpolation`, `fillValue`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when a factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_shear/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.RandomShear({ xFactor: [0, 0.3] });
 * console.log(layer.apply(ops.ones([2, 8, 8, 3])).shape); // => [2, 8, 8, 3]
 * ```
 */
export class RandomShear extends RandomTransform {
  static override readonly className: string = 'RandomShear';
  readonly xFactor: Pair;
  readonly yFactor: Pair;

  constructor(options: RandomShearOptions = {}) {
    super(options, ['xFactor', 'yFactor']);
    this.xFactor = factorPair('xFactor', options.xFactor ?? 0);
    this.yFactor = factorPair('yFactor', options.yFactor ?? 0);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    const direction = where(greater(drawn(images, [0, 1], seed), 0.5), -1, 1);
    const down = multiply(drawn(images, this.yFactor, seed), direction);
    const across = multiply(drawn(images, this.xFactor, seed), direction);
    return affineMaps(countOf(images), [1, across, 0, down, 1, 0]);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), x_factor: this.xFactor, y_factor: this.yFactor };
  }
}
