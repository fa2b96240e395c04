import { notEqual } from '../../ops/comparison.ts';
import { where } from '../../ops/logical.ts';
import { any } from '../../ops/reduction.ts';
import { finiteNumber } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import { setMask } from '../../tensor/mask.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface MaskingOptions extends LayerOptions {
  /** Default 0. */
  maskValue?: number;
}

/**
 * Marks the time steps at which all features equal `maskValue` as missing: layers that support masks skip them.
 *
 * @param options `maskValue`
 * @returns applied to [batch, time, features]: the same, with missing steps set to zero
 * @see https://keras.io/api/layers/core_layers/masking/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.Masking().apply([[[1, 2], [0, 0]]]);
 * console.log(y.shape); // => [1, 2, 2]
 * ```
 */
export class Masking extends Layer {
  static override readonly className: string = 'Masking';
  readonly maskValue: number;

  constructor(options: MaskingOptions = {}) {
    super(options, ['maskValue']);
    this.maskValue = finiteNumber('maskValue', options.maskValue ?? 0);
    this.supportsMasking = true;
    this.built = true;
  }

  override computeMask(inputs: Tensor): Tensor {
    return any(notEqual(inputs, this.maskValue), -1);
  }

  override call(inputs: Tensor): Tensor {
    const present = any(notEqual(inputs, this.maskValue), { axis: -1, keepdims: true });
    return setMask(where(present, inputs, 0), this.computeMask(inputs));
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), mask_value: this.maskValue };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { maskValue: this.maskValue };
  }
}
