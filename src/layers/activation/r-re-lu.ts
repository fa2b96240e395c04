import { multiply } from '../../ops/arithmetic.ts';
import { greaterEqual } from '../../ops/comparison.ts';
import { where } from '../../ops/logical.ts';
import { SeedGenerator, uniform } from '../../random/index.ts';
import { nonNegativeNumber } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type CallOptions, Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface RReLUOptions extends LayerOptions {
  /** The smallest slope. Default 1/8. */
  lower?: number;
  /** The largest slope. Default 1/3. */
  upper?: number;
  seed?: number | null;
}

/**
 * The randomized leaky rectified linear unit: x for x >= 0, slope x below. In training each element draws its slope
 * from U(lower, upper); otherwise the slope is their mean (Xu et al. 2015). Keras has no such layer.
 *
 * @param options `lower`, `upper` with 0 <= lower <= upper; `seed`
 * @returns applied to a tensor of any shape: one of the same shape
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.RReLU({ lower: 0.25, upper: 0.75 }).apply([[-2, 2]]).array()); // => [[-1, 2]]
 * ```
 */
export class RReLU extends Layer {
  static override readonly className: string = 'RReLU';
  readonly lower: number;
  readonly upper: number;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator;

  constructor(options: RReLUOptions = {}) {
    super(options, ['lower', 'upper', 'seed']);
    this.lower = nonNegativeNumber('lower', options.lower ?? 1 / 8);
    this.upper = nonNegativeNumber('upper', options.upper ?? 1 / 3);
    if (this.upper < this.lower) throw badArgument('upper', `a number from lower=${this.lower} on`, this.upper);
    this.seed = options.seed ?? null;
    this.seedGenerator = new SeedGenerator({ seed: this.seed });
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor, { training = false }: CallOptions = {}): Tensor {
    const slope = training
      ? uniform(inputs.shape, { minval: this.lower, maxval: this.upper, seed: this.seedGenerator })
      : (this.lower + this.upper) / 2;
    return where(greaterEqual(inputs, 0), inputs, multiply(inputs, slope));
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), lower: this.lower, upper: this.upper, seed: this.seed };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { lower: this.lower, upper: this.upper };
  }
}
