import { add, clip, divide, multiply, subtract } from '../../../ops/arithmetic.ts';
import { greater, lessEqual } from '../../../ops/comparison.ts';
import { cast } from '../../../ops/core.ts';
import { onesLike } from '../../../ops/creation.ts';
import { cumsum } from '../../../ops/cumulative.ts';
import { max, min } from '../../../ops/extremes.ts';
import { take } from '../../../ops/indexing.ts';
import { where } from '../../../ops/logical.ts';
import { countNonzero } from '../../../ops/reduction.ts';
import { round } from '../../../ops/rounding.ts';
import { segmentSum } from '../../../ops/scatter.ts';
import { arange } from '../../../ops/sequence.ts';
import { ravel, reshape } from '../../../ops/shape.ts';
import { integerFrom } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { ImageLayer, type ImageLayerOptions, mapRange } from './image-layer.ts';
import { type Pair, valueRange } from './image-options.ts';

export interface EqualizationOptions extends ImageLayerOptions {
  /** The least and the largest value of a pixel. Default [0, 255]. */
  valueRange?: Pair;
  /** The number of bins of the histogram. Default 256. */
  bins?: number;
}

/**
 * Spreads the values of each channel such that all are about equally frequent: each becomes its rank in the histogram
 * of the channel over the batch. In training alone.
 *
 * @param options `valueRange`, `bins`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/equalization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.Equalization().apply([[[10], [10], [11], [12]]]);
 * console.log(await y.array()); // => [[[0], [0], [128], [255]]]
 * ```
 */
export class Equalization extends ImageLayer<true> {
  static override readonly className: string = 'Equalization';
  readonly valueRange: Pair;
  readonly bins: number;

  constructor(options: EqualizationOptions = {}) {
    super(options, ['valueRange', 'bins']);
    this.valueRange = valueRange(options.valueRange);
    this.bins = integerFrom(2)('bins', options.bins ?? 256);
  }

  protected override drawTransformation(_images: Tensor, training: boolean): true | null {
    return training ? true : null;
  }

  /** The images with that done to each of them. */
  override transformImages(images: Tensor): Tensor {
    const { bins } = this;
    const channels = images.shape.at(-1) ?? 1;
    const scaled = mapRange(images, this.valueRange, [0, 255]);
    // The bins of all channels stand one after the other in one histogram.
    const first = multiply(arange(channels), bins);
    const bin = clip(cast(divide(multiply(scaled, bins - 1), 255), 'int32'), 0, bins - 1);
    const counts = segmentSum(onesLike(ravel(bin)), ravel(add(bin, first)), { numSegments: bins * channels });
    const histogram = reshape(counts, [channels, bins]);
    const total = cumsum(histogram, { axis: -1 });
    const last = max(total, { axis: -1, keepdims: true });
    const least = min(where(greater(total, 0), total, last), { axis: -1, keepdims: true });
    const range = subtract(last, least);
    const ranks = divide(multiply(subtract(total, least), 255), where(greater(range, 0), range, 1));
    const table = clip(round(ranks), 0, 255);
    const place = cast(clip(multiply(divide(scaled, 255), bins - 1), 0, bins - 1), 'int32');
    const equalized = take(ravel(table), add(place, first));
    const one = lessEqual(countNonzero(histogram, { axis: -1 }), 1);
    return mapRange(where(one, scaled, equalized), [0, 255], this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), bins: this.bins, value_range: this.valueRange };
  }
}
