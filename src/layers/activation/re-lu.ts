import { relu } from '../../activations/index.ts';
import { nonNegativeNumber } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface ReLUOptions extends LayerOptions {
  /** The largest value that comes out; null for none. Default null. */
  maxValue?: number | null;
  /** Slope below the threshold. Default 0. */
  negativeSlope?: number | null;
  /** What lies below counts as negative. Default 0. */
  threshold?: number | null;
}

/**
 * The rectified linear unit: x from the threshold to maxValue, negativeSlope (x - threshold) below.
 *
 * @param options `maxValue`, `negativeSlope`, `threshold`, none of them negative
 * @returns applied to a tensor of any shape: one of the same shape
 * @see https://keras.io/api/layers/activation_layers/relu/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.ReLU({ maxValue: 10 }).apply([[-3, 2, 14]]).array()); // => [[0, 2, 10]]
 * ```
 */
export class ReLU extends Layer {
  static override readonly className: string = 'ReLU';
  readonly maxValue: number | null;
  readonly negativeSlope: number;
  readonly threshold: number;

  constructor(options: ReLUOptions = {}) {
    super(options, ['maxValue', 'negativeSlope', 'threshold']);
    this.maxValue = options.maxValue == null ? null : nonNegativeNumber('maxValue', options.maxValue);
    this.negativeSlope = nonNegativeNumber('negativeSlope', options.negativeSlope ?? 0);
    this.threshold = nonNegativeNumber('threshold', options.threshold ?? 0);
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor): Tensor {
    return relu(inputs, { negativeSlope: this.negativeSlope, maxValue: this.maxValue, threshold: this.threshold });
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      max_value: this.maxValue,
      negative_slope: this.negativeSlope,
      threshold: this.threshold,
    };
  }
}
