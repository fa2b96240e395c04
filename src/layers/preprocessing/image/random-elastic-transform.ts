import { abs, add, clip, divide, multiply, negative, square } from '../../../ops/arithmetic.ts';
import { lessEqual } from '../../../ops/comparison.ts';
import { conv } from '../../../ops/convolution.ts';
import { cast } from '../../../ops/core.ts';
import { exp } from '../../../ops/exponential.ts';
import { mapCoordinates, type TransformInterpolation } from '../../../ops/image/transforms.ts';
import { stack } from '../../../ops/joining.ts';
import { where } from '../../../ops/logical.ts';
import { sum } from '../../../ops/reduction.ts';
import { floor } from '../../../ops/rounding.ts';
import { arange } from '../../../ops/sequence.ts';
import { broadcastTo, reshape } from '../../../ops/shape.ts';
import { normal, type SeedGenerator, uniform } from '../../../random/index.ts';
import { finiteNumber } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer } from './image-layer.ts';
import {
  type Factor,
  factorPair,
  fillModeOption,
  interpolationOption,
  type Pair,
  type SamplingOptions,
  valueRange,
} from './image-options.ts';
import type { ValueRangeOptions } from './random-brightness.ts';
import { chosen, countOf, onlyWhere } from './random-choice.ts';

export interface RandomElasticTransformOptions extends ValueRangeOptions, SamplingOptions {
  /** The probability with which an image is changed, drawn between two numbers from 0 to 1 or up to one. Default 1. */
  factor?: Factor;
  /** How far pixels move, drawn between two numbers from 0 to 1 or up to one. Default 1. */
  scale?: Factor;
}

interface Drawn {
  readonly choice: Tensor;
  /** How far each pixel moves, down and to the right alike: [batch, height, width]. */
  readonly shift: Tensor;
}

/** Blurs [batch, height, width] along height and width, with a filter that reaches `reach` pixels, or fewer where sigma is small. */
function smoothed(x: Tensor, sigma: Tensor, reach: number): Tensor {
  if (reach === 0) return x;
  const distance = cast(arange(-reach, { stop: reach + 1 }), 'float32');
  const within = lessEqual(abs(distance), floor(divide(floor(multiply(sigma, 6)), 2)));
  const bell = where(within, exp(negative(divide(square(distance), multiply(2, square(sigma))))), 0);
  const weights = divide(bell, sum(bell));
  const size = 2 * reach + 1;
  const along = (input: Tensor, shape: readonly number[]) =>
    conv(input, reshape(weights, shape), { padding: 'same', dataFormat: 'channels_last' });
  const blurred = along(along(reshape(x, [...x.shape, 1]), [size, 1, 1, 1]), [1, size, 1, 1]);
  return reshape(blurred, x.shape);
}

/**
 * Moves the pixels of some images about, neighbours alike (Simard et al. 2003). In training alone.
 *
 * @param options `factor`, `scale`, `interpolation`, `fillMode`, `fillValue`, `valueRange`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when a factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_elastic_transform/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.RandomElasticTransform().apply(ops.ones([2, 8, 8, 3])).shape); // => [2, 8, 8, 3]
 * ```
 */
export class RandomElasticTransform extends RandomImageLayer<Drawn> {
  static override readonly className: string = 'RandomElasticTransform';
  protected override readonly boxes = 'refused' as const;
  readonly factor: Pair;
  readonly scale: Pair;
  readonly interpolation: TransformInterpolation;
  readonly fillMode: NonNullable<SamplingOptions['fillMode']>;
  readonly fillValue: number;
  readonly valueRange: Pair;

  constructor(options: RandomElasticTransformOptions = {}) {
    super(options, ['factor', 'scale', 'interpolation', 'fillMode', 'fillValue', 'valueRange']);
    this.factor = factorPair('factor', options.factor ?? 1, [0, 1]);
    this.scale = factorPair('scale', options.scale ?? 1, [0, 1]);
    this.interpolation = interpolationOption(options.interpolation);
    this.fillMode = fillModeOption(options.fillMode);
    this.fillValue = finiteNumber('fillValue', options.fillValue ?? 0);
    this.valueRange = valueRange(options.valueRange);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Drawn | null {
    const [least, most] = this.scale;
    if (most === 0 || this.factor[1] === 0) return null;
    const [, height = 1, width = 1] = images.shape;
    const choice = chosen(images, this.factor, seed);
    const factor = uniform([], { minval: least, maxval: most, seed });
    const spread = 0.05 * Math.min(height, width);
    const sigma = multiply(factor, spread);
    const alpha = multiply(factor, 0.1 * Math.max(height, width));
    const noise = multiply(normal([countOf(images), height, width], { seed }), sigma);
    const reach = Math.floor(Math.floor(6 * spread * most) / 2);
    return { choice, shift: multiply(alpha, smoothed(noise, sigma, reach)) };
  }

  #transform(images: Tensor, { choice, shift }: Drawn, interpolation: TransformInterpolation): Tensor {
    const { shape } = images;
    const place = (axis: number) => {
      const along = shape.map((n, i) => (i === axis ? n : 1));
      return broadcastTo(reshape(cast(arange(shape[axis] ?? 0), 'float32'), along), shape);
    };
    const moved = reshape(shift, [...shift.shape, 1]);
    const coordinates = stack([place(0), add(place(1), moved), add(place(2), moved), place(3)], 0);
    const order = interpolation === 'nearest' ? 0 : 1;
    const { fillMode, fillValue } = this;
    return onlyWhere(choice, mapCoordinates(images, coordinates, order, { fillMode, fillValue }), images);
  }

  protected override transformImages(images: Tensor, drawn: Drawn): Tensor {
    return clip(this.#transform(images, drawn, this.interpolation), ...this.valueRange);
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
      fill_mode: this.fillMode,
      fill_value: this.fillValue,
      value_range: this.valueRange,
    };
  }
}
