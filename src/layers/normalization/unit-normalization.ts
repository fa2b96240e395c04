import { normalize } from '../../ops/normalization.ts';
import { axisOrAxes } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface UnitNormalizationOptions extends LayerOptions {
  /** The axis or axes along which the norm is taken. Default -1. */
  axis?: number | readonly number[];
}

/**
 * Divides each sample by its Euclidean norm: x / sqrt(sum(x²)).
 *
 * @param options `axis`
 * @returns applied to a tensor of any shape: one of the same shape
 * @see https://keras.io/api/layers/normalization_layers/unit_normalization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(new layers.UnitNormalization().apply([[3, 4]]).shape); // => [1, 2]
 * ```
 */
export class UnitNormalization extends Layer {
  static override readonly className: string = 'UnitNormalization';
  readonly axis: number | readonly number[];

  constructor(options: UnitNormalizationOptions = {}) {
    super(options, ['axis']);
    this.axis = axisOrAxes('axis', options.axis ?? -1);
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor): Tensor {
    return normalize(inputs, { axis: this.axis, order: 2, epsilon: 1e-12 });
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axis: this.axis };
  }
}
