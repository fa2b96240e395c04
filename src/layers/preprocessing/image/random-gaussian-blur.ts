import { add, clip } from '../../../ops/arithmetic.ts';
import { gaussianBlur } from '../../../ops/image/filters.ts';
import { type SeedGenerator, uniform } from '../../../random/index.ts';
import { badArgument } from '../../../support/errors.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer } from './image-layer.ts';
import { type Factor, factorPair, numberPair, type Pair, valueRange } from './image-options.ts';
import type { ValueRangeOptions } from './random-brightness.ts';
import { chosen, onlyWhere } from './random-choice.ts';

export interface RandomGaussianBlurOptions extends ValueRangeOptions {
  /** The probability with which an image is blurred, drawn between two numbers from 0 to 1 or up to one. Default 1. */
  factor?: Factor;
  /** The extents of the filter, odd numbers. Default 3. */
  kernelSize?: number | Pair;
  /** The standard deviations, drawn between two numbers from 0 to 1 or up to one. Default 1. */
  sigma?: Factor;
}

interface Drawn {
  readonly choice: Tensor;
  readonly sigma: Tensor;
}

/**
 * Blurs some images, each pixel becoming a mean of its neighbours. In training alone.
 *
 * @param options `factor`, `kernelSize`, `sigma`, `valueRange`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when kernelSize isn't odd or a factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_gaussian_blur/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.RandomGaussianBlur().apply(ops.ones([2, 4, 4, 3])).shape); // => [2, 4, 4, 3]
 * ```
 */
export class RandomGaussianBlur extends RandomImageLayer<Drawn> {
  static override readonly className: string = 'RandomGaussianBlur';
  readonly factor: Pair;
  readonly kernelSize: Pair;
  readonly sigma: Pair;
  readonly valueRange: Pair;

  constructor(options: RandomGaussianBlurOptions = {}) {
    super(options, ['factor', 'kernelSize', 'sigma', 'valueRange']);
    this.factor = factorPair('factor', options.factor ?? 1, [0, 1]);
    const { kernelSize = 3 } = options;
    this.kernelSize = typeof kernelSize === 'number' ? [kernelSize, kernelSize] : numberPair('kernelSize', kernelSize);
    if (!this.kernelSize.every((n) => Number.isInteger(n) && n > 0 && n % 2 === 1))
      throw badArgument('kernelSize', 'an odd number, or two', kernelSize);
    this.sigma = factorPair('sigma', options.sigma ?? 1, [0, 1]);
    this.valueRange = valueRange(options.valueRange);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Drawn {
    const choice = chosen(images, this.factor, seed);
    const [minval, maxval] = this.sigma;
    return { choice, sigma: add(uniform([2], { minval, maxval, seed }), 1e-6) };
  }

  protected override transformImages(images: Tensor, { choice, sigma }: Drawn): Tensor {
    const blurred = gaussianBlur(images, { kernelSize: this.kernelSize, sigma, dataFormat: 'channels_last' });
    return clip(onlyWhere(choice, blurred, images), ...this.valueRange);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      factor: this.factor,
      kernel_size: this.kernelSize,
      sigma: this.sigma,
      value_range: this.valueRange,
    };
  }
}
