import { add, clip, divide, multiply, negative, subtract } from '../../../ops/arithmetic.ts';
import { isnan } from '../../../ops/comparison.ts';
import { max, min } from '../../../ops/extremes.ts';
import { where } from '../../../ops/logical.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { ImageLayer, type ImageLayerOptions, mapRange } from './image-layer.ts';
import { type Pair, valueRange } from './image-options.ts';

export interface AutoContrastOptions extends ImageLayerOptions {
  /** The least and the largest value of a pixel. Default [0, 255]. */
  valueRange?: Pair;
}

/**
 * Stretches each channel of each image over the whole range of values.
 *
 * @param options `valueRange`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/auto_contrast/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.AutoContrast().apply([[[10], [20], [30]]]);
 * console.log(await y.array()); // => [[[0], [127.5], [255]]]
 * ```
 */
export class AutoContrast extends ImageLayer<true> {
  static override readonly className: string = 'AutoContrast';
  readonly valueRange: Pair;

  constructor(options: AutoContrastOptions = {}) {
    super(options, ['valueRange']);
    this.valueRange = valueRange(options.valueRange);
  }

  protected override drawTransformation(): true {
    return true;
  }

  /** The images with that done to each of them. */
  override transformImages(images: Tensor): Tensor {
    const scaled = mapRange(images, this.valueRange, [0, 255]);
    const low = min(scaled, { axis: [1, 2], keepdims: true });
    const high = max(scaled, { axis: [1, 2], keepdims: true });
    const scale = divide(255, subtract(high, low));
    const stretched = clip(add(multiply(scaled, scale), multiply(negative(low), scale)), 0, 255);
    const result = mapRange(stretched, [0, 255], this.valueRange);
    // A channel of one value has no contrast to stretch.
    return where(isnan(result), images, result);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), value_range: this.valueRange };
  }
}
