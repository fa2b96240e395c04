import { transpose } from '../../ops/shape.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { formatShape, type PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

/**
 * Puts the axes of each sample into another order.
 *
 * @param dims for each axis of the result which axis of the input it is, counted from 1 (0 is the batch)
 * @returns applied to [batch, n1, n2]: with dims [2, 1], [batch, n2, n1]
 * @throws ArgumentError when dims isn't an order of 1, 2, ...
 * @see https://keras.io/api/layers/reshaping_layers/permute/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [10, 64] });
 * console.log(new layers.Permute([2, 1]).apply(x).shape); // => [null, 64, 10]
 * ```
 */
export class Permute extends Layer {
  static override readonly className: string = 'Permute';
  static override readonly positional: readonly string[] = ['dims'];
  protected override readonly keepsDtype: boolean = true;
  readonly dims: readonly number[];

  constructor(dims: readonly number[], options: LayerOptions = {}) {
    super(options);
    const sorted = Array.isArray(dims) ? [...dims].sort((a, b) => a - b) : [];
    if (sorted.length === 0 || sorted.some((dim, i) => dim !== i + 1)) {
      throw badArgument('dims', 'the numbers 1, 2, ... in some order: axis 0 is the batch', dims);
    }
    this.dims = dims;
    this.inputSpec = new InputSpec({ ndim: dims.length + 1 });
  }

  override call(inputs: Tensor): Tensor {
    return transpose(inputs, [0, ...this.dims]);
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return [0, ...this.dims].map((axis) => inputShape[axis] ?? null);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), dims: this.dims };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { dims: formatShape(this.dims) };
  }
}
