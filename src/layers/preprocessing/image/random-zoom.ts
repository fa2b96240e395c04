import { multiply, subtract } from '../../../ops/arithmetic.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import { badArgument } from '../../../support/errors.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { type Factor, factorPair, type Pair } from './image-options.ts';
import { countOf, drawn } from './random-choice.ts';
import { affineMaps, RandomTransform, type RandomTransformOptions } from './random-transform.ts';

export interface RandomZoomOptions extends RandomTransformOptions {
  /** The factor of the width. Default null: that of the height, which keeps proportions. */
  widthFactor?: Factor | null;
}

function bounds(name: string, factor: unknown): Pair {
  const pair = factorPair(name, factor);
  if (pair[0] <= -1) throw badArgument(name, 'above -1: nothing is left of the image there', factor);
  return pair;
}

/**
 * Zooms each image: shows 1 + f of its height and width, with f drawn between the bounds; more than 0 makes it smaller.
 * In training alone.
 *
 * @param heightFactor two numbers from -1 to 1, or one for [-factor, factor]
 * @param options `widthFactor`, `fillMode`, `interpolation`, `fillValue`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when a factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_zoom/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.RandomZoom(0.2).apply(ops.ones([2, 8, 8, 3])).shape); // => [2, 8, 8, 3]
 * ```
 */
export class RandomZoom extends RandomTransform {
  static override readonly className: string = 'RandomZoom';
  static override readonly positional: readonly string[] = ['heightFactor'];
  readonly heightFactor: Factor;
  readonly widthFactor: Factor | null;
  readonly #bounds: { readonly down: Pair; readonly across: Pair | null };

  constructor(heightFactor: Factor, options: RandomZoomOptions = {}) {
    super(options, ['widthFactor']);
    const { widthFactor = null } = options;
    this.#bounds = {
      down: bounds('heightFactor', heightFactor),
      across: widthFactor === null ? null : bounds('widthFactor', widthFactor),
    };
    this.heightFactor = heightFactor;
    this.widthFactor = widthFactor;
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    const [, height = 1, width = 1] = images.shape;
    const zoom = ([low, high]: Pair) => drawn(images, [1 + low, 1 + high], seed);
    const down = zoom(this.#bounds.down);
    const across = this.#bounds.across === null ? down : zoom(this.#bounds.across);
    // The center stays where it is.
    const offset = (scale: Tensor, extent: number) => multiply((extent - 1) / 2, subtract(1, scale));
    return affineMaps(countOf(images), [across, 0, offset(across, width), 0, down, offset(down, height)]);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), height_factor: this.heightFactor, width_factor: this.widthFactor };
  }
}
