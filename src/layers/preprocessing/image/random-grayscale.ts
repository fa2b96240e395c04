import { less } from '../../../ops/comparison.ts';
import { rgbToGrayscale } from '../../../ops/image/color.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import { fraction } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer, type RandomImageLayerOptions } from './image-layer.ts';
import { drawn, onlyWhere } from './random-choice.ts';

export interface RandomGrayscaleOptions extends RandomImageLayerOptions {
  /** The probability with which an image becomes gray. Default 0.5. */
  factor?: number;
}

/**
 * Makes some images gray; they keep their 3 channels. In training alone.
 *
 * @param options `factor`, `seed`, `dataFormat`
 * @returns applied to images of 3 channels [..., height, width, 3]: the same shape
 * @throws ArgumentError when factor isn't between 0 and 1
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_grayscale/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.RandomGrayscale({ factor: 0 }).apply([[[1, 2, 3]]]);
 * console.log(await y.array()); // => [[[1, 2, 3]]]
 * ```
 */
export class RandomGrayscale extends RandomImageLayer<Tensor> {
  static override readonly className: string = 'RandomGrayscale';
  readonly factor: number;

  constructor(options: RandomGrayscaleOptions = {}) {
    super(options, ['factor']);
    this.factor = fraction('factor', options.factor ?? 0.5);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    return less(drawn(images, [0, 1], seed), this.factor);
  }

  protected override transformImages(images: Tensor, choice: Tensor): Tensor {
    return onlyWhere(choice, rgbToGrayscale(images, { dataFormat: 'channels_last' }), images);
  }

  /** Keras's, which forgets the seed. */
  override getConfig(): Config {
    const { seed: _, ...config } = super.getConfig();
    return { ...config, factor: this.factor };
  }
}
