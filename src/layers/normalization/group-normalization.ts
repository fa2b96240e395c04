import { add, multiply, subtract } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { rsqrt } from '../../ops/exponential.ts';
import { moments } from '../../ops/normalization.ts';
import { reshape } from '../../ops/shape.ts';
import { positiveNumber } from '../../support/check-values.ts';
import { promote } from '../../support/dtype.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { at, normalizeAxis, type PartialShape, range } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { Affine, type AffineOptions, affineOptionNames } from './affine.ts';
import { extentsOf } from './extents.ts';

export interface GroupNormalizationOptions extends LayerOptions, AffineOptions {
  /** Number of groups, which divides the number of channels; -1 for as many as channels (instance normalization). Default 32. */
  groups?: number;
  /** The axis of the channels. Default -1. */
  axis?: number;
  /** Added to the variance. Default 0.001. */
  epsilon?: number;
}

/**
 * Normalizes each sample over groups of channels: gamma (x - mean) / sqrt(variance + epsilon) + beta (Wu and He 2018).
 *
 * @param options `groups`, `axis`, `epsilon`, `center`, `scale`, initializers, regularizers and constraints
 * @returns applied to [batch, ..., channels]: the same shape
 * @throws ArgumentError when groups does not divide the number of channels
 * @see https://keras.io/api/layers/normalization_layers/group_normalization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(new layers.GroupNormalization({ groups: 2 }).apply([[1, 2, 3, 4]]).shape); // => [1, 4]
 * ```
 */
export class GroupNormalization extends Layer {
  static override readonly className: string = 'GroupNormalization';
  protected override readonly autocastDefault: boolean = false;
  /** -1 until the layer is built, for one group per channel. */
  groups: number;
  readonly axis: number;
  readonly epsilon: number;
  readonly affine: Affine;
  #gamma: Variable | null | undefined;
  #beta: Variable | null | undefined;

  constructor(options: GroupNormalizationOptions = {}) {
    super(options, ['groups', 'axis', 'epsilon', ...affineOptionNames]);
    const { groups = 32, axis = -1 } = options;
    if (!Number.isInteger(groups) || (groups < 1 && groups !== -1))
      throw badArgument('groups', 'a positive integer, or -1 for one group per channel', groups);
    if (!Number.isInteger(axis)) throw badArgument('axis', 'an integer', axis);
    this.groups = groups;
    this.axis = axis;
    this.epsilon = positiveNumber('epsilon', options.epsilon ?? 1e-3);
    this.affine = new Affine(options);
    this.supportsMasking = true;
  }

  override build(inputShape: PartialShape): void {
    const axis = normalizeAxis(this.axis, inputShape.length);
    const shape = extentsOf(inputShape, [axis]);
    const channels = at(shape, 0);
    const groups = this.groups === -1 ? channels : this.groups;
    if (channels % groups !== 0)
      throw badArgument('groups', `a divisor of ${channels}, the number of channels`, groups);
    this.groups = groups;
    this.inputSpec = new InputSpec({ ndim: inputShape.length, axes: { [axis]: channels } });
    ({ gamma: this.#gamma, beta: this.#beta } = this.affine.addWeights((weight) => this.addWeight(weight), shape));
  }

  override call(given: Tensor): Tensor {
    // Statistics need the digits of float32.
    const inputs = cast(given, promote(given.dtype, 'float32'));
    const axis = normalizeAxis(this.axis, inputs.rank);
    const before = inputs.shape.slice(0, axis);
    const after = inputs.shape.slice(axis + 1);
    const grouped = reshape(inputs, [...before, this.groups, at(inputs.shape, axis) / this.groups, ...after]);
    const axes = range(grouped.rank).filter((a) => a !== 0 && a !== axis);
    const [mean, variance] = moments(grouped, axes, { keepdims: true });
    const normal = reshape(multiply(subtract(grouped, mean), rsqrt(add(variance, this.epsilon))), inputs.shape);
    const shape = inputs.shape.map((n, a) => (a === axis ? n : 1));
    const scaled = this.#gamma ? multiply(normal, reshape(this.#gamma, shape)) : normal;
    return cast(this.#beta ? add(scaled, reshape(this.#beta, shape)) : scaled, this.computeDtype);
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      groups: this.groups,
      axis: this.axis,
      epsilon: this.epsilon,
      ...this.affine.flagsConfig(),
      ...this.affine.initializersConfig(),
      ...this.affine.penaltiesConfig(),
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { groups: this.groups };
  }
}
