import { add, multiply } from '../../ops/arithmetic.ts';
import { greaterEqual } from '../../ops/comparison.ts';
import { where } from '../../ops/logical.ts';
import { SeedGenerator, uniform } from '../../random/index.ts';
import { fraction } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type CallOptions, Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { noiseShapeOption } from '../option-checks.ts';

export interface AlphaDropoutOptions extends LayerOptions {
  /** Shape of the mask, which is broadcast; null stands for the input's extent. Default null: the input's shape. */
  noiseShape?: readonly (number | null)[] | null;
  seed?: number | null;
}

/** SELU's alpha and scale: the dropped inputs get the limit of SELU for x to minus infinity. */
const SELU_FLOOR = -1.6732632423543772 * 1.0507009873554805;

/**
 * Dropout for SELU nets: in training sets a share of the inputs to SELU's negative limit α' and rescales all, so that
 * mean 0 and variance 1 stay (Klambauer et al. 2017): a x + b with a = ((1 - rate)(1 + rate α'²))^-1/2, b = -a α' rate.
 *
 * @param rate the share, from 0 to 1
 * @param options `noiseShape`, `seed`
 * @returns applied to a tensor of any shape: one of the same shape
 * @see https://keras.io/api/layers/regularization_layers/alpha_dropout/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.AlphaDropout(0.1).apply([[1, 2]]).array()); // => [[1, 2]]
 * ```
 */
export class AlphaDropout extends Layer {
  static override readonly className: string = 'AlphaDropout';
  static override readonly positional: readonly string[] = ['rate'];
  readonly rate: number;
  readonly seed: number | null;
  readonly noiseShape: readonly (number | null)[] | null;
  readonly seedGenerator: SeedGenerator | null;

  constructor(rate: number, options: AlphaDropoutOptions = {}) {
    super(options, ['noiseShape', 'seed']);
    this.rate = fraction('rate', rate);
    this.seed = options.seed ?? null;
    this.noiseShape = noiseShapeOption(options.noiseShape);
    this.seedGenerator = this.rate > 0 ? new SeedGenerator({ seed: this.seed }) : null;
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor, { training = false }: CallOptions = {}): Tensor {
    if (!training || this.seedGenerator === null) return inputs;
    const { rate } = this;
    const shape = this.noiseShape?.map((n, i) => n ?? inputs.shape[i] ?? 1) ?? inputs.shape;
    const keep = greaterEqual(uniform(shape, { seed: this.seedGenerator }), rate);
    const a = ((1 - rate) * (1 + rate * SELU_FLOOR ** 2)) ** -0.5;
    const b = -a * SELU_FLOOR * rate;
    return add(multiply(where(keep, inputs, SELU_FLOOR), a), b);
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed, noise_shape: this.noiseShape };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { rate: this.rate };
  }
}
