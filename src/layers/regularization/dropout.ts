import { multiply } from '../../ops/arithmetic.ts';
import { dropout, SeedGenerator } from '../../random/index.ts';
import { fraction } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type CallOptions, Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { noiseShapeOption } from '../option-checks.ts';

export interface DropoutLayerOptions extends LayerOptions {
  /** Shape of the mask, which is broadcast: 1 drops a whole axis together, null stands for the input's extent. Default null: the input's shape. */
  noiseShape?: readonly (number | null)[] | null;
  seed?: number | null;
}

/**
 * In training sets a share of the inputs to zero and scales the others by 1 / (1 - rate), which keeps their expected
 * sum (Srivastava et al. 2014). Otherwise it does nothing.
 *
 * @param rate the share, from 0 to 1
 * @param options `noiseShape`, `seed`
 * @returns applied to a tensor of any shape: one of the same shape
 * @see https://keras.io/api/layers/regularization_layers/dropout/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.Dropout(0.5, { seed: 1 });
 * console.log(await layer.apply([[1, 2]]).array()); // => [[1, 2]]
 * ```
 */
export class Dropout extends Layer {
  static override readonly className: string = 'Dropout';
  static override readonly positional: readonly string[] = ['rate'];
  readonly rate: number;
  readonly seed: number | null;
  readonly noiseShape: readonly (number | null)[] | null;
  readonly seedGenerator: SeedGenerator | null;

  constructor(rate: number, options: DropoutLayerOptions = {}) {
    super(options, ['noiseShape', 'seed']);
    this.rate = fraction('rate', rate);
    this.seed = options.seed ?? null;
    this.noiseShape = noiseShapeOption(options.noiseShape);
    this.seedGenerator = this.rate > 0 ? new SeedGenerator({ seed: this.seed }) : null;
    this.supportsMasking = true;
    this.built = true;
  }

  /** @internal The mask's shape for inputs of a shape. */
  protected noiseShapeFor(_inputShape: readonly number[]): readonly (number | null)[] | null {
    return this.noiseShape;
  }

  override call(inputs: Tensor, { training = false }: CallOptions = {}): Tensor {
    if (!training || this.seedGenerator === null) return inputs;
    if (this.rate === 1) return multiply(inputs, 0);
    return dropout(inputs, this.rate, { seed: this.seedGenerator, noiseShape: this.noiseShapeFor(inputs.shape) });
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
