import type { Tensor } from '../../tensor/tensor.ts';
import type { ShapeStructure } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import type { Structure } from '../structure.ts';

/**
 * Gives what it gets: a placeholder.
 *
 * @see https://keras.io/api/layers/core_layers/identity/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.Identity().apply([[1, 2]]).array()); // => [[1, 2]]
 * ```
 */
export class Identity extends Layer {
  static override readonly className: string = 'Identity';
  protected override readonly keepsDtype: boolean = true;

  constructor(options: LayerOptions = {}) {
    super(options);
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Structure<Tensor>): Structure<Tensor> {
    return inputs;
  }

  override computeOutputShape(inputShape: ShapeStructure): ShapeStructure {
    return inputShape;
  }
}
