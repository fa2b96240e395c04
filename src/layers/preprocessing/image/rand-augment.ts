import { equal } from '../../../ops/comparison.ts';
import { getItem } from '../../../ops/get-item.ts';
import type { TransformInterpolation } from '../../../ops/image/transforms.ts';
import { where } from '../../../ops/logical.ts';
import { randint, type SeedGenerator } from '../../../random/index.ts';
import { positiveInteger } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer } from './image-layer.ts';
import { type Factor, factorPair, interpolationOption, type Pair, valueRange } from './image-options.ts';
import { type Augmentation, augmentations } from './made-of-layers.ts';
import type { ValueRangeOptions } from './random-brightness.ts';

export interface RandAugmentOptions extends ValueRangeOptions {
  /** How many augmentations are made, one after the other. Default 2. */
  numOps?: number;
  /** How strong they are, between two numbers from 0 to 1 or up to one. Default 0.5. */
  factor?: Factor;
  /** 'bilinear' (default) or 'nearest'. */
  interpolation?: TransformInterpolation;
}

interface Drawn {
  readonly choices: Tensor;
  readonly changes: readonly ((images: Tensor) => Tensor)[];
}

/**
 * Makes some augmentations out of eleven, chosen at random for each batch (Cubuk et al. 2019). In training alone.
 *
 * @param options `valueRange`, `numOps`, `factor`, `interpolation`, `seed`, `dataFormat`
 * @returns applied to images of 3 channels [..., height, width, 3]: the same shape
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/rand_augment/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.RandAugment().apply(ops.ones([2, 8, 8, 3])).shape); // => [2, 8, 8, 3]
 * ```
 */
export class RandAugment extends RandomImageLayer<Drawn> {
  static override readonly className: string = 'RandAugment';
  protected override readonly boxes = 'refused' as const;
  readonly valueRange: Pair;
  readonly numOps: number;
  readonly factor: Pair;
  readonly interpolation: TransformInterpolation;
  readonly #augmentations: readonly Augmentation[];

  constructor(options: RandAugmentOptions = {}) {
    super(options, ['valueRange', 'numOps', 'factor', 'interpolation']);
    this.valueRange = valueRange(options.valueRange);
    this.numOps = positiveInteger('numOps', options.numOps ?? 2);
    this.factor = factorPair('factor', options.factor ?? 0.5, [0, 1]);
    this.interpolation = interpolationOption(options.interpolation);
    const { geometry, tone, color: colors } = augmentations(this);
    const color = colors();
    this.#augmentations = [
      geometry.shear,
      geometry.translation,
      geometry.rotation,
      color.brightness,
      color.degeneration,
      color.contrast,
      color.sharpness,
      tone.posterization,
      tone.solarization,
      tone.contrast,
      tone.equalization,
    ];
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Drawn {
    const choices = randint([this.numOps], 0, this.#augmentations.length, { seed });
    return { choices, changes: this.#augmentations.map((augment) => augment(images, seed)) };
  }

  protected override transformImages(images: Tensor, { choices, changes }: Drawn): Tensor {
    let changed = images;
    for (let i = 0; i < this.numOps; i++) {
      const choice = getItem(choices, i);
      changes.forEach((change, index) => {
        changed = where(equal(choice, index), change(changed), changed);
      });
    }
    return changed;
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      value_range: this.valueRange,
      num_ops: this.numOps,
      factor: this.factor,
      interpolation: this.interpolation,
    };
  }
}
