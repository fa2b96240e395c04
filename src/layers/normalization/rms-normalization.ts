import { rmsNormalization } from '../../ops/normalization.ts';
import { reshape } from '../../ops/shape.ts';
import { axisOrAxes, positiveNumber } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import { normalizeAxes, type PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { axesSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { extentsOf } from './extents.ts';

export interface RMSNormalizationOptions extends LayerOptions {
  /** The axis or axes over which the mean square is taken. Default -1. */
  axis?: number | readonly number[];
  /** Added to the mean square. Default 1e-6. */
  epsilon?: number;
}

/**
 * Divides each sample by the root of its mean square: scale x / sqrt(mean(x²) + epsilon) (Zhang and Sennrich 2019).
 *
 * @param options `axis`, `epsilon`
 * @returns applied to a tensor of any shape: one of the same shape
 * @see https://keras.io/api/layers/normalization_layers/rms_normalization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(new layers.RMSNormalization().apply([[1, 2, 3]]).shape); // => [1, 3]
 * ```
 */
export class RMSNormalization extends Layer {
  static override readonly className: string = 'RMSNormalization';
  readonly axis: number | readonly number[];
  readonly epsilon: number;
  #scale: Variable | undefined;

  constructor(options: RMSNormalizationOptions = {}) {
    super(options, ['axis', 'epsilon']);
    this.axis = axisOrAxes('axis', options.axis ?? -1);
    this.epsilon = positiveNumber('epsilon', options.epsilon ?? 1e-6);
    this.supportsMasking = true;
  }

  override build(inputShape: PartialShape): void {
    const axes = normalizeAxes(this.axis, inputShape.length);
    const shape = extentsOf(inputShape, axes);
    this.inputSpec = axesSpec(inputShape, axes);
    this.#scale = this.addWeight({ name: 'scale', shape, initializer: 'ones' });
  }

  get scale(): Variable {
    return builtWeight(this.#scale, 'scale', this.name);
  }

  override call(inputs: Tensor): Tensor {
    const axes = normalizeAxes(this.axis, inputs.rank);
    const shape = inputs.shape.map((n, axis) => (axes.includes(axis) ? n : 1));
    return rmsNormalization(inputs, { scale: reshape(this.scale, shape), axis: axes, epsilon: this.epsilon });
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axis: this.axis, epsilon: this.epsilon };
  }
}
