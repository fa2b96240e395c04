import { multiply, negative, subtract } from '../../../ops/arithmetic.ts';
import { cos, sin } from '../../../ops/trigonometric.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { type Factor, factorPair, type Pair } from './image-options.ts';
import { countOf, drawn } from './random-choice.ts';
import { affineMaps, RandomTransform, type RandomTransformOptions } from './random-transform.ts';

/**
 * Turns each image about its center by a random angle. In training alone.
 *
 * @param factor the angle as a share of 360 degrees, counterclockwise: between two numbers from -1 to 1, or between
 *   -factor and factor
 * @param options `fillMode`, `interpolation`, `fillValue`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_rotation/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.RandomRotation(0.1).apply(ops.ones([2, 8, 8, 3])).shape); // => [2, 8, 8, 3]
 * ```
 */
export class RandomRotation extends RandomTransform {
  static override readonly className: string = 'RandomRotation';
  static override readonly positional: readonly string[] = ['factor'];
  readonly factor: Pair;

  constructor(factor: Factor, options: RandomTransformOptions = {}) {
    super(options, []);
    this.factor = factorPair('factor', factor);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    const [, height = 1, width = 1] = images.shape;
    const [low, high] = this.factor;
    const angle = multiply(drawn(images, [low * 360, high * 360], seed), Math.PI / 180);
    const [c, s] = [cos(angle), sin(angle)];
    const [x, y] = [0.5 * (width - 1), 0.5 * (height - 1)];
    // The center stays where it is.
    const moveX = subtract(subtract(x, multiply(c, x)), multiply(negative(s), y));
    const moveY = subtract(subtract(y, multiply(s, x)), multiply(c, y));
    return affineMaps(countOf(images), [c, negative(s), moveX, s, c, moveY]);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor };
  }
}
