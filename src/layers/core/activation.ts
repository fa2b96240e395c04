import type { ActivationFunction, ActivationIdentifier } from '../../activations/index.ts';
import * as activations from '../../activations/index.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { activate } from '../observation.ts';
import { label } from '../serialize-member.ts';

/**
 * Applies an activation function.
 *
 * @param activation a name such as 'relu', or a function from tensors to tensors
 * @returns applied to a tensor of any shape: one of the same shape
 * @throws ArgumentError when the name is unknown
 * @see https://keras.io/api/layers/core_layers/activation/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.Activation('relu').apply([[-3, 0, 2]]).array()); // => [[0, 0, 2]]
 * ```
 */
export class Activation extends Layer {
  static override readonly className: string = 'Activation';
  static override readonly positional: readonly string[] = ['activation'];
  readonly activation: ActivationFunction;

  constructor(activation: ActivationIdentifier, options: LayerOptions = {}) {
    super(options);
    this.supportsMasking = true;
    this.activation = activations.get(activation);
    this.built = true;
  }

  override call(inputs: Tensor): Tensor {
    return activate(this, this.activation, inputs);
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), activation: activations.serialize(this.activation) };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { activation: label(activations.serialize(this.activation)) };
  }
}
