import { add, clip, divide, multiply, square } from '../ops/arithmetic.ts';
import { sqrt } from '../ops/exponential.ts';
import { sum } from '../ops/reduction.ts';
import { axisOrAxes, finiteNumber, nonNegativeNumber } from '../support/check-values.ts';
import { epsilon } from '../support/epsilon.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Constraint } from './constraint.ts';

type Axes = number | readonly number[];

const normsOf = (w: TensorLike, axis: Axes): Tensor => sqrt(sum(square(w), { axis, keepdims: true }));

/** w scaled from its norms to others. */
const rescale = (w: TensorLike, norms: Tensor, wanted: Tensor): Tensor =>
  multiply(w, divide(wanted, add(norms, epsilon())));

export interface MaxNormOptions {
  /** The largest norm of a unit's incoming weights. Default 2. */
  readonly maxValue?: number;
  /** The axes that a norm is taken over: 0 (default) for dense kernels, [0, 1, 2] for two-dimensional convolutions. */
  readonly axis?: Axes;
}

/**
 * Weight vectors longer than maxValue are shortened to it (Srivastava et al. 2014).
 *
 * @param options `{ maxValue: 2, axis: 0 }` (or maxValue alone)
 *
 * @example
 * ```ts
 * import { constraints } from 'keratin';
 * console.log(constraints.get('max_norm').getConfig()); // => { max_value: 2, axis: 0 }
 * ```
 */
export class MaxNorm extends Constraint {
  static override readonly className: string = 'MaxNorm';
  readonly #maxValue: number;
  readonly #axis: Axes;

  constructor(options: number | MaxNormOptions = {}) {
    super();
    const chosen: MaxNormOptions = typeof options === 'number' ? { maxValue: options } : options;
    checkOptions('MaxNorm', chosen, ['maxValue', 'axis']);
    this.#maxValue = nonNegativeNumber('maxValue', chosen.maxValue ?? 2);
    this.#axis = axisOrAxes('axis', chosen.axis ?? 0);
  }

  override apply(w: TensorLike): Tensor {
    const norms = normsOf(w, this.#axis);
    return rescale(w, norms, clip(norms, 0, this.#maxValue));
  }

  override getConfig(): Config {
    return { max_value: this.#maxValue, axis: this.#axis };
  }
}

export interface MinMaxNormOptions {
  /** Default 0. */
  readonly minValue?: number;
  /** Default 1. */
  readonly maxValue?: number;
  /** How far to go: 1 (default) all the way in each step, 0 not at all. */
  readonly rate?: number;
  /** The axes that a norm is taken over. Default 0. */
  readonly axis?: Axes;
}

/**
 * Weight vectors are brought to a length between minValue and maxValue, or by `rate` of the way there.
 *
 * @param options `{ minValue: 0, maxValue: 1, rate: 1, axis: 0 }`
 * @throws ArgumentError when maxValue is below minValue
 * @see https://keras.io/api/layers/constraints/#minmaxnorm-class
 *
 * @example
 * ```ts
 * import { constraints } from 'keratin';
 * const shortened = new constraints.MinMaxNorm({ maxValue: 5 }).apply([[30], [40]]);
 * console.log(shortened.shape); // => [2, 1]
 * ```
 */
export class MinMaxNorm extends Constraint {
  static override readonly className: string = 'MinMaxNorm';
  readonly #minValue: number;
  readonly #maxValue: number;
  readonly #rate: number;
  readonly #axis: Axes;

  constructor(options: MinMaxNormOptions = {}) {
    super();
    checkOptions('MinMaxNorm', options, ['minValue', 'maxValue', 'rate', 'axis']);
    this.#minValue = nonNegativeNumber('minValue', options.minValue ?? 0);
    this.#maxValue = nonNegativeNumber('maxValue', options.maxValue ?? 1);
    if (this.#maxValue < this.#minValue)
      throw badArgument('maxValue', `a number from \`minValue\` (${this.#minValue}) on`, this.#maxValue);
    this.#rate = finiteNumber('rate', options.rate ?? 1);
    this.#axis = axisOrAxes('axis', options.axis ?? 0);
  }

  override apply(w: TensorLike): Tensor {
    const norms = normsOf(w, this.#axis);
    const inside = multiply(clip(norms, this.#minValue, this.#maxValue), this.#rate);
    return rescale(w, norms, add(inside, multiply(norms, 1 - this.#rate)));
  }

  override getConfig(): Config {
    return { min_value: this.#minValue, max_value: this.#maxValue, rate: this.#rate, axis: this.#axis };
  }
}

/**
 * Weight vectors are brought to length 1.
 *
 * @param options `{ axis: 0 }`
 * @see https://keras.io/api/layers/constraints/#unitnorm-class
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * new layers.Dense(10, { kernelConstraint: 'unit_norm' });
 * ```
 */
export class UnitNorm extends Constraint {
  static override readonly className: string = 'UnitNorm';
  readonly #axis: Axes;

  constructor(options: { axis?: Axes } = {}) {
    super();
    checkOptions('UnitNorm', options, ['axis']);
    this.#axis = axisOrAxes('axis', options.axis ?? 0);
  }

  override apply(w: TensorLike): Tensor {
    return divide(w, add(normsOf(w, this.#axis), epsilon()));
  }

  override getConfig(): Config {
    return { axis: this.#axis };
  }
}
