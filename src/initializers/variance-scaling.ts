import { normal, truncatedNormal } from '../random/normal.ts';
import { uniform } from '../random/uniform.ts';
import { oneOf, positiveNumber } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import type { Shape } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { computeFans } from './fans.ts';
import type { InitializerOptions } from './initializer.ts';
import { type InitializerSeed, RandomInitializer, weightDtype } from './random-initializer.ts';

/** The standard deviation of a normal distribution that is cut off at two of its own. */
const TRUNCATED_STDDEV = 0.87962566103423978;

const modes = ['fan_in', 'fan_out', 'fan_avg'] as const;
const distributions = ['truncated_normal', 'untruncated_normal', 'uniform'] as const;

export type FanMode = (typeof modes)[number];
export type VarianceDistribution = (typeof distributions)[number] | 'normal';

export interface FanOptions {
  readonly seed?: InitializerSeed;
  /** Axes of the inputs, for weights of unusual layout. Default: the last but one (with `outputAxes`). */
  readonly inputAxes?: readonly number[] | null;
  /** Axes of the outputs. Default: the last one. */
  readonly outputAxes?: readonly number[] | null;
}

export interface VarianceScalingOptions extends FanOptions {
  /** The variance of the weights times the number of fans. Default 1. */
  readonly scale?: number;
  /** What the variance is divided by: 'fan_in' (default), 'fan_out' or their mean, 'fan_avg'. */
  readonly mode?: FanMode;
  /** 'truncated_normal' (default; 'normal' means the same), 'untruncated_normal' or 'uniform'. */
  readonly distribution?: VarianceDistribution;
}

function checkAxes(name: string, axes: unknown): readonly number[] | null {
  if (axes === undefined || axes === null) return null;
  const list: unknown = typeof axes === 'number' ? [axes] : axes;
  if (Array.isArray(list) && list.every((axis) => Number.isInteger(axis))) return list;
  throw badArgument(name, 'null or a list of axes', axes);
}

/**
 * Values whose variance is scale / n, where n is the number of inputs or outputs of a unit, or their mean. Uniform
 * values lie within ±sqrt(3 scale / n); a truncated normal distribution is widened so that it has this variance after
 * it was cut off.
 *
 * @param options `{ scale: 1, mode: 'fan_in', distribution: 'truncated_normal', seed: null }`
 * @throws ArgumentError when scale is not positive, or mode or distribution are unknown
 * @see https://keras.io/api/layers/initializers/#variancescaling-class
 *
 * @example
 * ```ts
 * import { initializers, layers } from 'keratin';
 * const he = new initializers.VarianceScaling({ scale: 2, mode: 'fan_avg', distribution: 'uniform' });
 * new layers.Dense(10, { activation: 'relu', kernelInitializer: he });
 * ```
 */
export class VarianceScaling extends RandomInitializer {
  static override readonly className: string = 'VarianceScaling';
  readonly #scale: number;
  readonly #mode: FanMode;
  readonly #distribution: (typeof distributions)[number];
  readonly #inputAxes: readonly number[] | null;
  readonly #outputAxes: readonly number[] | null;

  constructor(options: VarianceScalingOptions = {}) {
    checkOptions('VarianceScaling', options, ['scale', 'mode', 'distribution', 'seed', 'inputAxes', 'outputAxes']);
    super(options.seed);
    this.#scale = positiveNumber('scale', options.scale ?? 1);
    this.#mode = oneOf('mode', options.mode ?? 'fan_in', modes);
    const distribution = options.distribution ?? 'truncated_normal';
    this.#distribution =
      distribution === 'normal' ? 'truncated_normal' : oneOf('distribution', distribution, distributions);
    this.#inputAxes = checkAxes('inputAxes', options.inputAxes);
    this.#outputAxes = checkAxes('outputAxes', options.outputAxes);
    if ((this.#inputAxes === null) !== (this.#outputAxes === null)) {
      throw badArgument('outputAxes', 'given together with `inputAxes`, or neither', options.outputAxes);
    }
  }

  override apply(shape: Shape, options: InitializerOptions = {}): Tensor {
    const dtype = weightDtype(options.dtype);
    const variance = this.#scale / Math.max(1, this.#fan(shape));
    const { seed } = this;
    switch (this.#distribution) {
      case 'truncated_normal':
        return truncatedNormal(shape, { stddev: Math.sqrt(variance) / TRUNCATED_STDDEV, seed, dtype });
      case 'untruncated_normal':
        return normal(shape, { stddev: Math.sqrt(variance), seed, dtype });
      case 'uniform': {
        const limit = Math.sqrt(3 * variance);
        return uniform(shape, { minval: -limit, maxval: limit, seed, dtype });
      }
    }
  }

  #fan(shape: Shape): number {
    const { fanIn, fanOut } = computeFans(shape, this.#inputAxes, this.#outputAxes);
    switch (this.#mode) {
      case 'fan_in':
        return fanIn;
      case 'fan_out':
        return fanOut;
      case 'fan_avg':
        return (fanIn + fanOut) / 2;
    }
  }

  /** @internal The same draws for weights of this layout, unless the initializer was told another one. */
  along(inputAxes: readonly number[], outputAxes: readonly number[]): VarianceScaling {
    if (this.#inputAxes !== null) return this;
    const [scale, mode, distribution, { seed }] = [this.#scale, this.#mode, this.#distribution, this];
    return new VarianceScaling({ scale, mode, distribution, seed, inputAxes, outputAxes });
  }

  /** The options that the classes with a fixed scale, mode and distribution still have. */
  protected fanConfig(): Config {
    return { ...super.getConfig(), input_axes: this.#inputAxes, output_axes: this.#outputAxes };
  }

  override getConfig(): Config {
    return { ...this.fanConfig(), scale: this.#scale, mode: this.#mode, distribution: this.#distribution };
  }
}
