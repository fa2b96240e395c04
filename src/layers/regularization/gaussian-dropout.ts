import { multiply } from '../../ops/arithmetic.ts';
import { normal, SeedGenerator } from '../../random/index.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type CallOptions, Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface GaussianDropoutOptions extends LayerOptions {
  seed?: number | null;
}

/**
 * In training multiplies by noise from N(1, rate / (1 - rate)), which has the mean and variance of dropout's
 * (Srivastava et al. 2014). Otherwise it does nothing.
 *
 * @param rate dropout's rate, from 0 up to but not including 1
 * @param options `seed`
 * @returns applied to a tensor of any shape: one of the same shape
 * @see https://keras.io/api/layers/regularization_layers/gaussian_dropout/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.GaussianDropout(0.2).apply([[1, 2]]).array()); // => [[1, 2]]
 * ```
 */
export class GaussianDropout extends Layer {
  static override readonly className: string = 'GaussianDropout';
  static override readonly positional: readonly string[] = ['rate'];
  readonly rate: number;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;

  constructor(rate: number, options: GaussianDropoutOptions = {}) {
    super(options, ['seed']);
    if (typeof rate !== 'number' || !(rate >= 0 && rate < 1))
      throw badArgument('rate', 'a number from 0 up to but not including 1', rate);
    this.rate = rate;
    this.seed = options.seed ?? null;
    this.seedGenerator = this.rate > 0 ? new SeedGenerator({ seed: this.seed }) : null;
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor, { training = false }: CallOptions = {}): Tensor {
    if (!training || this.seedGenerator === null) return inputs;
    const stddev = Math.sqrt(this.rate / (1 - this.rate));
    return multiply(inputs, normal(inputs.shape, { mean: 1, stddev, seed: this.seedGenerator }));
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { rate: this.rate };
  }
}
