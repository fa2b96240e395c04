import { broadcastTo, expandDims } from '../../ops/shape.ts';
import { positiveInteger } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

/**
 * Repeats each sample n times along a new axis.
 *
 * @param n how often, a positive integer
 * @returns applied to [batch, features]: [batch, n, features]
 * @see https://keras.io/api/layers/reshaping_layers/repeat_vector/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.RepeatVector(2).apply([[1, 2]]).array()); // => [[[1, 2], [1, 2]]]
 * ```
 */
export class RepeatVector extends Layer {
  static override readonly className: string = 'RepeatVector';
  static override readonly positional: readonly string[] = ['n'];
  protected override readonly keepsDtype: boolean = true;
  readonly n: number;

  constructor(n: number, options: LayerOptions = {}) {
    super(options);
    this.n = positiveInteger('n', n);
    this.inputSpec = new InputSpec({ ndim: 2 });
  }

  override call(inputs: Tensor): Tensor {
    const [batch = 1, features = 1] = inputs.shape;
    return broadcastTo(expandDims(inputs, 1), [batch, this.n, features]);
  }

  override computeOutputShape([batch = null, features = null]: PartialShape): PartialShape {
    return [batch, this.n, features];
  }

  override getConfig(): Config {
    return { ...super.getConfig(), n: this.n };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { n: this.n };
  }
}
