import type { Constraint, ConstraintIdentifier } from '../../constraints/index.ts';
import * as constraints from '../../constraints/index.ts';
import type { Initializer, InitializerIdentifier } from '../../initializers/index.ts';
import * as initializers from '../../initializers/index.ts';
import { relu } from '../../ops/activation.ts';
import { multiply, negative, subtract } from '../../ops/arithmetic.ts';
import type { Regularizer, RegularizerIdentifier } from '../../regularizers/index.ts';
import * as regularizers from '../../regularizers/index.ts';
import { axisOrAxes } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { optional } from '../serialize-member.ts';

export interface PReLUOptions extends LayerOptions {
  /** Default 'zeros'. */
  alphaInitializer?: InitializerIdentifier;
  alphaRegularizer?: RegularizerIdentifier | null;
  alphaConstraint?: ConstraintIdentifier | null;
  /** Axes along which the slopes are shared, counted from 1 (0 is the batch): [1, 2] for one slope per channel. */
  sharedAxes?: number | readonly number[] | null;
}

/**
 * The parametric rectified linear unit: x for x >= 0, alpha x below, with alpha learned (He et al. 2015).
 *
 * @param options initializer, regularizer and constraint of alpha; `sharedAxes`
 * @returns applied to a tensor of any shape: one of the same shape
 * @see https://keras.io/api/layers/activation_layers/prelu/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.PReLU({ sharedAxes: [1] });
 * console.log(await layer.apply([[-3, 2]]).array()); // => [[0, 2]]
 * console.log(layer.countParams()); // => 1
 * ```
 */
export class PReLU extends Layer {
  static override readonly className: string = 'PReLU';
  readonly alphaInitializer: Initializer;
  readonly alphaRegularizer: Regularizer | null;
  readonly alphaConstraint: Constraint | null;
  readonly sharedAxes: readonly number[] | null;
  #alpha: Variable | undefined;

  constructor(options: PReLUOptions = {}) {
    super(options, ['alphaInitializer', 'alphaRegularizer', 'alphaConstraint', 'sharedAxes']);
    this.alphaInitializer = initializers.get(options.alphaInitializer ?? 'zeros');
    this.alphaRegularizer = regularizers.get(options.alphaRegularizer);
    this.alphaConstraint = constraints.get(options.alphaConstraint);
    const axes = options.sharedAxes == null ? null : axisOrAxes('sharedAxes', options.sharedAxes);
    this.sharedAxes = typeof axes === 'number' ? [axes] : axes;
    if (this.sharedAxes?.some((axis) => axis < 1))
      throw badArgument('sharedAxes', 'axes from 1 on: axis 0 is the batch', options.sharedAxes);
    this.supportsMasking = true;
  }

  #shares(axis: number): boolean {
    return this.sharedAxes?.includes(axis) ?? false;
  }

  override build(inputShape: PartialShape): void {
    const rank = inputShape.length;
    if (this.sharedAxes?.some((axis) => axis >= rank))
      throw badArgument('sharedAxes', `axes from 1 to ${rank - 1} of an input with ${rank} axes`, this.sharedAxes);
    const shape = inputShape.map((n, axis) => (this.#shares(axis) ? 1 : n)).slice(1);
    const known = shape.filter((n) => n !== null);
    if (known.length < shape.length)
      throw badArgument('inputShape', 'a shape with known extents, except the batch and shared axes', inputShape);
    this.#alpha = this.addWeight({
      name: 'alpha',
      shape: known,
      initializer: this.alphaInitializer,
      regularizer: this.alphaRegularizer,
      constraint: this.alphaConstraint,
    });
    const axes = inputShape.flatMap((n, axis) => (axis === 0 || this.#shares(axis) ? [] : [[axis, n] as const]));
    this.inputSpec = new InputSpec({ ndim: rank, axes: Object.fromEntries(axes) });
  }

  /** The slopes, in the shape of a sample with extent 1 along shared axes. */
  get alpha(): Variable {
    return builtWeight(this.#alpha, 'alpha', this.name);
  }

  override call(inputs: Tensor): Tensor {
    return subtract(relu(inputs), multiply(this.alpha, relu(negative(inputs))));
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      alpha_initializer: initializers.serialize(this.alphaInitializer),
      alpha_regularizer: optional(this.alphaRegularizer, regularizers.serialize),
      alpha_constraint: optional(this.alphaConstraint, constraints.serialize),
      shared_axes: this.sharedAxes,
    };
  }
}
