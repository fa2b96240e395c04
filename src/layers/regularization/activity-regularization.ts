import { L1L2 } from '../../regularizers/index.ts';
import { nonNegativeNumber } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface ActivityRegularizationOptions extends Omit<LayerOptions, 'activityRegularizer'> {
  /** Factor of the sum of absolute values. Default 0. */
  l1?: number;
  /** Factor of the sum of squares. Default 0. */
  l2?: number;
}

/**
 * Adds a penalty on its input to the loss: (l1 sum(|x|) + l2 sum(x²)) / batch size. The output is the input.
 *
 * @param options `l1`, `l2`, not negative
 * @see https://keras.io/api/layers/regularization_layers/activity_regularization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.ActivityRegularization({ l1: 0.5 });
 * layer.apply([[1, -3]]);
 * console.log(await layer.losses[0]?.item()); // => 2
 * ```
 */
export class ActivityRegularization extends Layer {
  static override readonly className: string = 'ActivityRegularization';
  readonly l1: number;
  readonly l2: number;

  constructor(options: ActivityRegularizationOptions = {}) {
    const { l1 = 0, l2 = 0, ...base } = options;
    super({
      ...base,
      activityRegularizer: new L1L2({ l1: nonNegativeNumber('l1', l1), l2: nonNegativeNumber('l2', l2) }),
    });
    this.l1 = l1;
    this.l2 = l2;
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor): Tensor {
    return inputs;
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    const { activity_regularizer: _, ...base } = super.getConfig();
    return { ...base, l1: this.l1, l2: this.l2 };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { l1: this.l1, l2: this.l2 };
  }
}
