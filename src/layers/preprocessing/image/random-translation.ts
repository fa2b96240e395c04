import { multiply, negative } from '../../../ops/arithmetic.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { type Factor, factorPair, type Pair } from './image-options.ts';
import { countOf, drawn } from './random-choice.ts';
import { affineMaps, RandomTransform, type RandomTransformOptions } from './random-transform.ts';

/**
 * Moves each image by a random share of its height and width. In training alone.
 *
 * @param heightFactor the share of the height, down: between two numbers from -1 to 1, or between -factor and factor
 * @param widthFactor the share of the width, to the right
 * @param options `fillMode`, `interpolation`, `fillValue`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when a factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_translation/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.RandomTranslation(0, [0.5, 0.5], { fillMode: 'constant' });
 * console.log(await layer.apply([[[1], [2]]]).array()); // => [[[0], [1]]]
 * ```
 */
export class RandomTranslation extends RandomTransform {
  static override readonly className: string = 'RandomTranslation';
  static override readonly positional: readonly string[] = ['heightFactor', 'widthFactor'];
  readonly heightFactor: Factor;
  readonly widthFactor: Factor;
  readonly #bounds: { readonly down: Pair; readonly across: Pair };

  constructor(heightFactor: Factor, widthFactor: Factor, options: RandomTransformOptions = {}) {
    super(options, []);
    this.#bounds = {
      down: factorPair('heightFactor', heightFactor),
      across: factorPair('widthFactor', widthFactor),
    };
    this.heightFactor = heightFactor;
    this.widthFactor = widthFactor;
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    const [, height = 1, width = 1] = images.shape;
    const down = multiply(drawn(images, this.#bounds.down, seed), height);
    const across = multiply(drawn(images, this.#bounds.across, seed), width);
    return affineMaps(countOf(images), [1, 0, negative(across), 0, 1, negative(down)]);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), height_factor: this.heightFactor, width_factor: this.widthFactor };
  }
}
