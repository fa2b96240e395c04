import { softmax } from '../../activations/index.ts';
import { add, multiply, subtract } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { exp } from '../../ops/exponential.ts';
import { logsumexp } from '../../ops/reduction.ts';
import { axisOrAxes } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { type CallOptions, Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface SoftmaxOptions extends LayerOptions {
  /** The axis, or axes, along which the outputs sum to 1. Default -1. */
  axis?: number | readonly number[];
}

/** Added to the logits of masked positions: far enough below all others, and finite. */
const MASKED = -1e9;

/**
 * exp(x) / sum(exp(x)) along an axis: probabilities.
 *
 * @param options `axis`
 * @returns applied to a tensor of any shape: one of the same shape. With a mask of that shape, masked positions get 0
 * @see https://keras.io/api/layers/activation_layers/softmax/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.Softmax().apply([[1, 1]]).array()); // => [[0.5, 0.5]]
 * ```
 */
export class Softmax extends Layer {
  static override readonly className: string = 'Softmax';
  override readonly takesMask: boolean = true;
  readonly axis: number | readonly number[];

  constructor(options: SoftmaxOptions = {}) {
    super(options, ['axis']);
    this.axis = axisOrAxes('axis', options.axis ?? -1);
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor, { mask = null }: CallOptions = {}): Tensor {
    const logits = mask instanceof Tensor ? add(inputs, multiply(subtract(1, cast(mask, 'float32')), MASKED)) : inputs;
    if (typeof this.axis === 'number') return softmax(logits, this.axis);
    const [only] = this.axis;
    if (this.axis.length === 1 && only !== undefined) return softmax(logits, only);
    return exp(subtract(logits, logsumexp(logits, { axis: this.axis, keepdims: true })));
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axis: this.axis };
  }
}
