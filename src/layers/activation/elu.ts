import { elu } from '../../activations/index.ts';
import { finiteNumber } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface ELUOptions extends LayerOptions {
  /** The negative of the limit for x to minus infinity. Default 1. */
  alpha?: number;
}

/**
 * The exponential linear unit: x for x >= 0, alpha (exp(x) - 1) below (Clevert et al. 2016).
 *
 * @param options `alpha`
 * @returns applied to a tensor of any shape: one of the same shape
 * @see https://keras.io/api/layers/activation_layers/elu/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.ELU().apply([[0, 3]]).array()); // => [[0, 3]]
 * ```
 */
export class ELU extends Layer {
  static override readonly className: string = 'ELU';
  readonly alpha: number;

  constructor(options: ELUOptions = {}) {
    super(options, ['alpha']);
    this.alpha = finiteNumber('alpha', options.alpha ?? 1);
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor): Tensor {
    return elu(inputs, { alpha: this.alpha });
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), alpha: this.alpha };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { alpha: this.alpha };
  }
}
