import { swapaxes } from '../../ops/axis-order.ts';
import { ArgumentError, describe } from '../../support/errors.ts';
import { at, formatShape, type PartialShape } from '../../support/shape.ts';
import { scanTensors } from '../../tensor/loops.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { CallOptions } from '../call-options.ts';
import { Wrapper } from '../core/wrapper.ts';
import { isTensor } from '../infer-outputs.ts';
import { InputSpec } from '../input-spec.ts';
import { isPartialShape, type ShapeStructure } from '../keras-tensor.ts';
import type { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { unobserved } from '../observation.ts';

/**
 * Applies a layer to every time step of its input, with the same weights. What the layer does with products, sums and
 * elementwise functions is done for all steps at once; state (moving statistics, seeds of dropout) goes from step to step.
 *
 * @param layer the layer inside, or its config
 * @returns applied to [batch, time, ...]: [batch, time, ...], the layer's results side by side
 * @throws ArgumentError when the input has fewer than 3 axes, or the mask has another batch size or length
 * @see https://keras.io/api/layers/recurrent_layers/time_distributed/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.TimeDistributed(new layers.Dense(4));
 * console.log(layer.apply(ops.ones([2, 5, 3])).shape); // => [2, 5, 4]
 * ```
 */
export class TimeDistributed extends Wrapper {
  static override readonly className: string = 'TimeDistributed';
  override readonly takesMask: boolean = true;

  constructor(layer: Layer, options: LayerOptions = {}) {
    super(layer, options);
    this.supportsMasking = true;
  }

  #stepShape(shape: ShapeStructure): PartialShape {
    if (!isPartialShape(shape) || shape.length < 3) {
      throw new ArgumentError(
        `Layer "${this.name}" takes one input with a time axis, of shape (batch, time, ...). Received: ${describe(shape)}`,
      );
    }
    return [shape[0] ?? null, ...shape.slice(2)];
  }

  override build(inputShape: ShapeStructure): void {
    super.build(this.#stepShape(inputShape));
    const { inputSpec } = this.layer;
    if (!(inputSpec instanceof InputSpec)) return;
    // Axes counted from the end are the same ones with a time axis in front of them.
    const axes = Object.fromEntries(Object.entries(inputSpec.axes).filter(([axis]) => Number(axis) < 0));
    this.inputSpec = new InputSpec({ axes });
  }

  override computeOutputShape(inputShape: ShapeStructure): ShapeStructure {
    const output = this.layer.computeOutputShape(this.#stepShape(inputShape));
    if (!isPartialShape(output) || !isPartialShape(inputShape))
      throw new ArgumentError(
        `Layer "${this.name}" takes a layer with one output. Received: outputs of shape ${describe(output)}`,
      );
    return [output[0] ?? null, inputShape[1] ?? null, ...output.slice(1)];
  }

  override call(inputs: Tensor, { training = false, mask = null }: CallOptions = {}): Tensor {
    this.#stepShape(inputs.shape);
    const given = isTensor(mask) ? mask : null;
    if (given !== null && (given.shape[0] !== inputs.shape[0] || given.shape[1] !== inputs.shape[1])) {
      throw new ArgumentError(
        `The mask of layer "${this.name}" must begin with the batch and time axes of its input, ${formatShape(inputs.shape.slice(0, 2))}. Received: shape ${formatShape(given.shape)}`,
      );
    }
    const rows = given === null ? [inputs] : [inputs, given];
    const step = (_: readonly Tensor[], [x = inputs, rowMask = null]: readonly (Tensor | null | undefined)[]) => {
      const found = unobserved(() =>
        this.layer.call(x ?? inputs, { training, mask: this.layer.takesMask ? rowMask : null }),
      );
      if (!isTensor(found))
        throw new ArgumentError(
          `Layer "${this.name}" takes a layer with one output. Received: ${describe(found)} from "${this.layer.name}"`,
        );
      return { next: [], outputs: [found] };
    };
    const { outputs } = scanTensors(
      'TimeDistributed',
      step,
      [],
      rows.map((x) => swapaxes(x, 0, 1)),
      { length: at(inputs.shape, 1) },
    );
    return swapaxes(at(outputs, 0), 0, 1);
  }
}
