import { add } from '../../ops/arithmetic.ts';
import { normal, SeedGenerator } from '../../random/index.ts';
import { fraction } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type CallOptions, Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface GaussianNoiseOptions extends LayerOptions {
  seed?: number | null;
}

/**
 * In training adds noise from N(0, stddev²); otherwise it does nothing.
 *
 * @param stddev the noise's standard deviation, from 0 to 1
 * @param options `seed`
 * @returns applied to a tensor of any shape: one of the same shape
 * @see https://keras.io/api/layers/regularization_layers/gaussian_noise/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.GaussianNoise(0.1).apply([[1, 2]]).array()); // => [[1, 2]]
 * ```
 */
export class GaussianNoise extends Layer {
  static override readonly className: string = 'GaussianNoise';
  static override readonly positional: readonly string[] = ['stddev'];
  readonly stddev: number;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;

  constructor(stddev: number, options: GaussianNoiseOptions = {}) {
    super(options, ['seed']);
    this.stddev = fraction('stddev', stddev);
    this.seed = options.seed ?? null;
    this.seedGenerator = this.stddev > 0 ? new SeedGenerator({ seed: this.seed }) : null;
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor, { training = false }: CallOptions = {}): Tensor {
    if (!training || this.seedGenerator === null) return inputs;
    return add(inputs, normal(inputs.shape, { stddev: this.stddev, seed: this.seedGenerator }));
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), stddev: this.stddev, seed: this.seed };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { stddev: this.stddev };
  }
}
