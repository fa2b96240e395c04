import type { SeedGenerator } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer } from './image-layer.ts';
import { type Factor, type Pair, valueRange } from './image-options.ts';
import { RandomBrightness, type ValueRangeOptions } from './random-brightness.ts';
import { RandomContrast } from './random-contrast.ts';
import { RandomHue } from './random-hue.ts';
import { RandomSaturation } from './random-saturation.ts';

export interface RandomColorJitterOptions extends ValueRangeOptions {
  /** The factor of RandomBrightness. Default null: none. */
  brightnessFactor?: Factor | null;
  /** The factor of RandomContrast. Default null: none. */
  contrastFactor?: Factor | null;
  /** The factor of RandomSaturation. Default null: none. */
  saturationFactor?: Factor | null;
  /** The factor of RandomHue. Default null: none. */
  hueFactor?: Factor | null;
}

/**
 * Changes brightness, contrast, saturation and hue of each image, one after the other. In training alone.
 *
 * @param options `brightnessFactor`, `contrastFactor`, `saturationFactor`, `hueFactor`, `valueRange`, `seed`,
 *   `dataFormat`
 * @returns applied to images of 3 channels [..., height, width, 3]: the same shape
 * @throws ArgumentError when a factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_color_jitter/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.RandomColorJitter({ brightnessFactor: 0.1, hueFactor: 0.1 });
 * console.log(layer.apply(ops.ones([2, 8, 8, 3])).shape); // => [2, 8, 8, 3]
 * ```
 */
export class RandomColorJitter extends RandomImageLayer<SeedGenerator> {
  static override readonly className: string = 'RandomColorJitter';
  readonly valueRange: Pair;
  readonly #factors: readonly (Factor | null)[];
  readonly parts: readonly RandomImageLayer<Tensor>[];

  constructor(options: RandomColorJitterOptions = {}) {
    super(options, ['valueRange', 'brightnessFactor', 'contrastFactor', 'saturationFactor', 'hueFactor']);
    this.valueRange = valueRange(options.valueRange);
    const classes = [RandomBrightness, RandomContrast, RandomSaturation, RandomHue];
    const { brightnessFactor, contrastFactor, saturationFactor, hueFactor } = options;
    this.#factors = [brightnessFactor, contrastFactor, saturationFactor, hueFactor].map((factor) => factor ?? null);
    const shared = { valueRange: this.valueRange, seed: this.seed };
    this.parts = classes.flatMap((part, i) => {
      const factor = this.#factors[i] ?? null;
      return factor === null ? [] : [new part(factor, shared)];
    });
  }

  protected override draw(_images: Tensor, seed: SeedGenerator): SeedGenerator {
    return seed;
  }

  protected override transformImages(images: Tensor, seed: SeedGenerator): Tensor {
    return this.parts.reduce((changed, part) => part.prepare(changed, seed)(changed), images);
  }

  override getConfig(): Config {
    const [brightness = null, contrast = null, saturation = null, hue = null] = this.#factors;
    return {
      ...super.getConfig(),
      value_range: this.valueRange,
      brightness_factor: brightness,
      contrast_factor: contrast,
      saturation_factor: saturation,
      hue_factor: hue,
    };
  }
}
