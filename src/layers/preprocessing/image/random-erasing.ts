import { clip, multiply } from '../../../ops/arithmetic.ts';
import { sqrt } from '../../../ops/exponential.ts';
import { getItem } from '../../../ops/get-item.ts';
import { where } from '../../../ops/logical.ts';
import { broadcastTo, reshape, transpose } from '../../../ops/shape.ts';
import { normal, type SeedGenerator, uniform } from '../../../random/index.ts';
import { badArgument } from '../../../support/errors.ts';
import type { Config } from '../../../support/registry.ts';
import { convertToTensor } from '../../../tensor/convert.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer } from './image-layer.ts';
import { type Factor, factorPair, type Pair, valueRange } from './image-options.ts';
import { boxMask, drawSpan } from './random-box.ts';
import type { ValueRangeOptions } from './random-brightness.ts';
import { chosen, countOf, onlyWhere } from './random-choice.ts';

export interface RandomErasingOptions extends ValueRangeOptions {
  /** The probability with which a part is erased, drawn between two numbers from 0 to 1 or up to one. Default 1. */
  factor?: Factor;
  /** The share of the image that is erased, between two numbers from 0 to 1. Default [0.02, 0.33]. */
  scale?: Factor;
  /** What is put there: a number, one for each of three channels, or null (default) for noise. */
  fillValue?: number | readonly number[] | null;
}

interface Drawn {
  readonly mask: Tensor;
  readonly choice: Tensor;
  readonly fill: Tensor;
}

/**
 * Erases a rectangle of some images (Zhong et al. 2017). In training alone.
 *
 * @param options `factor`, `scale`, `fillValue`, `valueRange`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when a factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_erasing/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.RandomErasing({ fillValue: 0 }).apply(ops.ones([2, 8, 8, 3])).shape); // => [2, 8, 8, 3]
 * ```
 */
export class RandomErasing extends RandomImageLayer<Drawn> {
  static override readonly className: string = 'RandomErasing';
  readonly factor: Pair;
  readonly scale: Pair;
  readonly fillValue: number | readonly number[] | null;
  readonly valueRange: Pair;

  constructor(options: RandomErasingOptions = {}) {
    super(options, ['factor', 'scale', 'fillValue', 'valueRange']);
    this.factor = factorPair('factor', options.factor ?? 1, [0, 1]);
    this.scale = factorPair('scale', options.scale ?? [0.02, 0.33], [0, 1]);
    const { fillValue = null } = options;
    const listed = Array.isArray(fillValue) && fillValue.length === 3 && fillValue.every(Number.isFinite);
    if (fillValue !== null && !Number.isFinite(fillValue) && !listed)
      throw badArgument('fillValue', 'null, a number or a list of three', fillValue);
    this.fillValue = fillValue;
    this.valueRange = valueRange(options.valueRange);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Drawn {
    const [, height = 1, width = 1] = images.shape;
    const [minval, maxval] = this.scale;
    const share = sqrt(uniform([countOf(images), 2], { minval, maxval, seed }));
    const across = drawSpan(getItem(share, ['ellipsis', 0]), width, seed);
    const down = drawSpan(getItem(share, ['ellipsis', 1]), height, seed);
    const choice = chosen(images, this.factor, seed);
    return { mask: boxMask(across, down, height, width), choice, fill: this.#fill(images, seed) };
  }

  #fill(images: Tensor, seed: SeedGenerator): Tensor {
    const { fillValue } = this;
    if (fillValue !== null)
      return clip(broadcastTo(convertToTensor(fillValue, 'float32'), images.shape), ...this.valueRange);
    const [batch = 0, height = 0, width = 0, channels = 0] = images.shape;
    // The noise is drawn in the layout of the images.
    const first = this.dataFormat === 'channels_first';
    const noise = normal(first ? [batch, channels, height, width] : images.shape, { seed });
    return clip(multiply(first ? transpose(noise, [0, 2, 3, 1]) : noise, this.valueRange[1]), ...this.valueRange);
  }

  protected override transformImages(images: Tensor, { mask, choice, fill }: Drawn): Tensor {
    return onlyWhere(choice, where(reshape(mask, [...mask.shape, 1]), fill, images), images);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      factor: this.factor,
      scale: this.scale,
      fill_value: this.fillValue,
      value_range: this.valueRange,
    };
  }
}
