import { add, clip, divide, multiply, subtract } from '../../../ops/arithmetic.ts';
import { equal } from '../../../ops/comparison.ts';
import { getItem } from '../../../ops/get-item.ts';
import type { TransformInterpolation } from '../../../ops/image/transforms.ts';
import { where } from '../../../ops/logical.ts';
import { sum } from '../../../ops/reduction.ts';
import { beta, gamma, randint, type SeedGenerator } from '../../../random/index.ts';
import { flag, positiveInteger, positiveNumber } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer } from './image-layer.ts';
import { type Factor, factorPair, interpolationOption, type Pair, valueRange } from './image-options.ts';
import { type Augmentation, augmentations } from './made-of-layers.ts';
import type { ValueRangeOptions } from './random-brightness.ts';

export interface AugMixOptions extends ValueRangeOptions {
  /** How many chains of augmentations are mixed. Default 3. */
  numChains?: number;
  /** How many augmentations a chain has, at most. Default 3. */
  chainDepth?: number;
  /** How strong augmentations are, between two numbers from 0 to 1 or up to one. Default 0.3. */
  factor?: Factor;
  /** The parameter of the distributions that shares are drawn from. Default 1. */
  alpha?: number;
  /** Whether augmentations of color are among them. Default true. */
  allOps?: boolean;
  /** 'bilinear' (default) or 'nearest'. */
  interpolation?: TransformInterpolation;
}

/**
 * Mixes images with what several chains of random augmentations make of them, which keeps predictions steady under
 * unforeseen changes (Hendrycks et al. 2019). In training alone.
 *
 * @param options `valueRange`, `numChains`, `chainDepth`, `factor`, `alpha`, `allOps`, `interpolation`, `seed`,
 *   `dataFormat`
 * @returns applied to images of 3 channels [..., height, width, 3]: the same shape
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/aug_mix/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.AugMix().apply(ops.ones([2, 8, 8, 3])).shape); // => [2, 8, 8, 3]
 * ```
 */
export class AugMix extends RandomImageLayer<SeedGenerator> {
  static override readonly className: string = 'AugMix';
  readonly valueRange: Pair;
  readonly numChains: number;
  readonly chainDepth: number;
  readonly factor: Pair;
  readonly alpha: number;
  readonly allOps: boolean;
  readonly interpolation: TransformInterpolation;
  readonly #augmentations: readonly Augmentation[];

  constructor(options: AugMixOptions = {}) {
    super(options, ['valueRange', 'numChains', 'chainDepth', 'factor', 'alpha', 'allOps', 'interpolation']);
    this.valueRange = valueRange(options.valueRange);
    this.numChains = positiveInteger('numChains', options.numChains ?? 3);
    this.chainDepth = positiveInteger('chainDepth', options.chainDepth ?? 3);
    this.factor = factorPair('factor', options.factor ?? 0.3, [0, 1]);
    this.alpha = positiveNumber('alpha', options.alpha ?? 1);
    this.allOps = flag('allOps', options.allOps ?? true);
    this.interpolation = interpolationOption(options.interpolation);
    const { geometry, tone, color } = augmentations(this);
    const all = { ...geometry, ...tone };
    this.#augmentations = [...Object.values(all), ...(this.allOps ? Object.values(color()) : [])];
  }

  protected override draw(_images: Tensor, seed: SeedGenerator): SeedGenerator {
    return seed;
  }

  /** One augmentation, or none, chosen at random. Keras chooses while it traces; here each step chooses anew. */
  #step(images: Tensor, choice: Tensor, seed: SeedGenerator): Tensor {
    return this.#augmentations.reduce(
      (kept, augment, index) => where(equal(choice, index), augment(images, seed)(images), kept),
      images,
    );
  }

  protected override transformImages(images: Tensor, seed: SeedGenerator): Tensor {
    const { numChains, chainDepth, alpha } = this;
    const gammas = gamma([numChains], alpha, { seed });
    const shares = divide(gammas, sum(gammas));
    const kept = beta([], alpha, alpha, { seed });
    const choices = randint([numChains, chainDepth], 0, this.#augmentations.length + 1, { seed });
    let mixed = multiply(images, 0);
    for (let chain = 0; chain < numChains; chain++) {
      let changed = images;
      for (let depth = 0; depth < chainDepth; depth++)
        changed = this.#step(changed, getItem(choices, [chain, depth]), seed);
      mixed = add(mixed, multiply(changed, getItem(shares, chain)));
    }
    return clip(add(multiply(kept, images), multiply(subtract(1, kept), mixed)), ...this.valueRange);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      value_range: this.valueRange,
      num_chains: this.numChains,
      chain_depth: this.chainDepth,
      factor: this.factor,
      alpha: this.alpha,
      all_ops: this.allOps,
      interpolation: this.interpolation,
    };
  }
}
