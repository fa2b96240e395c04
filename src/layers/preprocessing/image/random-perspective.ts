import { add, multiply } from '../../../ops/arithmetic.ts';
import { perspectiveTransform, type TransformInterpolation } from '../../../ops/image/transforms.ts';
import { broadcastTo } from '../../../ops/shape.ts';
import { type SeedGenerator, uniform } from '../../../random/index.ts';
import { finiteNumber, fraction } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import { convertToTensor } from '../../../tensor/convert.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer, type RandomImageLayerOptions } from './image-layer.ts';
import { type Factor, factorPair, interpolationOption, type Pair } from './image-options.ts';
import { chosen, countOf, onlyWhere } from './random-choice.ts';

export interface RandomPerspectiveOptions extends RandomImageLayerOptions {
  /** The probability with which an image is changed, drawn between two numbers from 0 to 1 or up to one. Default 1. */
  factor?: Factor;
  /** How far corners move, from 0 to 1. Default 1. */
  scale?: number;
  /** 'bilinear' (default) or 'nearest'. */
  interpolation?: TransformInterpolation;
  /** What stands outside. Default 0. */
  fillValue?: number;
}

interface Drawn {
  readonly choice: Tensor;
  readonly start: Tensor;
  readonly end: Tensor;
}

/**
 * Looks at some images from another side: their corners move by random shares of their coordinates. In training alone.
 *
 * @param options `factor`, `scale`, `interpolation`, `fillValue`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when a factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_perspective/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.RandomPerspective({ scale: 0.3 }).apply(ops.ones([2, 8, 8, 3])).shape); // => [2, 8, 8, 3]
 * ```
 */
export class RandomPerspective extends RandomImageLayer<Drawn> {
  static override readonly className: string = 'RandomPerspective';
  protected override readonly boxes = 'refused' as const;
  readonly factor: Pair;
  readonly scale: number;
  readonly interpolation: TransformInterpolation;
  readonly fillValue: number;

  constructor(options: RandomPerspectiveOptions = {}) {
    super(options, ['factor', 'scale', 'interpolation', 'fillValue']);
    this.factor = factorPair('factor', options.factor ?? 1, [0, 1]);
    this.scale = fraction('scale', options.scale ?? 1);
    this.interpolation = interpolationOption(options.interpolation);
    this.fillValue = finiteNumber('fillValue', options.fillValue ?? 0);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Drawn {
    const [, height = 1, width = 1] = images.shape;
    const choice = chosen(images, this.factor, seed);
    const [right, bottom] = [width - 1, height - 1];
    const corners = [
      [0, 0],
      [right, 0],
      [0, bottom],
      [right, bottom],
    ];
    const shape = [countOf(images), 4, 2];
    const moved = uniform(shape, { minval: -0.5 * this.scale, maxval: 0.5 * this.scale, seed });
    const start = broadcastTo(convertToTensor(corners, 'float32'), shape);
    return { choice, start, end: add(start, multiply(start, moved)) };
  }

  #transform(images: Tensor, { choice, start, end }: Drawn, interpolation: TransformInterpolation): Tensor {
    const options = { interpolation, fillValue: this.fillValue, dataFormat: 'channels_last' } as const;
    return onlyWhere(choice, perspectiveTransform(images, start, end, options), images);
  }

  protected override transformImages(images: Tensor, drawn: Drawn): Tensor {
    return this.#transform(images, drawn, this.interpolation);
  }

  protected override transformSegmentationMasks(masks: Tensor, drawn: Drawn): Tensor {
    return this.#transform(masks, drawn, 'nearest');
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      factor: this.factor,
      scale: this.scale,
      interpolation: this.interpolation,
      fill_value: this.fillValue,
    };
  }
}
