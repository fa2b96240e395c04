import { greater } from '../../ops/comparison.ts';
import { where } from '../../ops/logical.ts';
import { nonNegativeNumber } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface ThresholdedReLUOptions extends LayerOptions {
  /** Default 1. */
  theta?: number;
}

/**
 * x where x > theta, 0 elsewhere (Konda et al. 2015). Keras 2 has this layer; Keras 3 dropped it.
 *
 * @param options `theta`, not negative
 * @returns applied to a tensor of any shape: one of the same shape
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.ThresholdedReLU().apply([[0.5, 1, 3]]).array()); // => [[0, 0, 3]]
 * ```
 */
export class ThresholdedReLU extends Layer {
  static override readonly className: string = 'ThresholdedReLU';
  readonly theta: number;

  constructor(options: ThresholdedReLUOptions = {}) {
    super(options, ['theta']);
    this.theta = nonNegativeNumber('theta', options.theta ?? 1);
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor): Tensor {
    return where(greater(inputs, this.theta), inputs, 0);
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), theta: this.theta };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { theta: this.theta };
  }
}
