import { leakyRelu } from '../../activations/index.ts';
import { nonNegativeNumber } from '../../support/check-values.ts';
import { ArgumentError } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface LeakyReLUOptions extends LayerOptions {
  /** Slope for negative x. Default 0.3 (the function `activations.leakyRelu` has 0.2). */
  negativeSlope?: number;
  /** Old name of `negativeSlope`. */
  alpha?: number;
}

/**
 * The leaky rectified linear unit: x for x >= 0, negativeSlope x below (Maas et al. 2013).
 *
 * @param options `negativeSlope`, not negative
 * @returns applied to a tensor of any shape: one of the same shape
 * @see https://keras.io/api/layers/activation_layers/leaky_relu/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.LeakyReLU({ negativeSlope: 0.5 }).apply([[-4, 2]]).array()); // => [[-2, 2]]
 * ```
 */
export class LeakyReLU extends Layer {
  static override readonly className: string = 'LeakyReLU';
  readonly negativeSlope: number;

  constructor(options: LeakyReLUOptions = {}) {
    super(options, ['negativeSlope', 'alpha']);
    const { negativeSlope, alpha } = options;
    if (negativeSlope !== undefined && alpha !== undefined) {
      throw new ArgumentError(
        `\`alpha\` is the old name of \`negativeSlope\`: give one of them. Received: negativeSlope=${negativeSlope}, alpha=${alpha}`,
      );
    }
    this.negativeSlope = nonNegativeNumber('negativeSlope', negativeSlope ?? alpha ?? 0.3);
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor): Tensor {
    return leakyRelu(inputs, { negativeSlope: this.negativeSlope });
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), negative_slope: this.negativeSlope };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { negativeSlope: this.negativeSlope };
  }
}
