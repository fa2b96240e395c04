import type { Initializer, InitializerIdentifier } from '../../initializers/index.ts';
import * as initializers from '../../initializers/index.ts';
import { add, multiply, negative } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { rsqrt, sqrt } from '../../ops/exponential.ts';
import { reshape } from '../../ops/shape.ts';
import { axisOrAxes, flag, fraction, positiveNumber } from '../../support/check-values.ts';
import { promote } from '../../support/dtype.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { normalizeAxes, type PartialShape, range, type Shape } from '../../support/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { InputSpec } from '../input-spec.ts';
import { type CallOptions, Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { Affine, type AffineOptions, affineOptionNames } from './affine.ts';
import { extentsOf } from './extents.ts';
import { batchMoments, moveTowards, moveVariance } from './moving-statistics.ts';
import { checkedClipping, type RenormClipping, renormCorrections } from './renorm-clipping.ts';

export interface BatchNormalizationLayerOptions extends LayerOptions, AffineOptions {
  /**
   * The axis that keeps statistics of its own, as a rule the features; or several axes: with [1, 2] each position is
   * normalized on its own, over the batch and the axes not listed. Default -1.
   */
  axis?: number | readonly number[];
  /** How slowly the moving statistics follow: moving <- moving momentum + batch (1 - momentum). Default 0.99. */
  momentum?: number;
  /** Added to the variance. Default 0.001. */
  epsilon?: number;
  /** Default 'zeros'. */
  movingMeanInitializer?: InitializerIdentifier;
  /** Default 'ones'. */
  movingVarianceInitializer?: InitializerIdentifier;
  /** Whether training corrects the batch statistics towards moving ones (Ioffe 2017). Default false. */
  renorm?: boolean;
  /** Bounds `{ rmax, rmin, dmax }` of that correction. Default null: none. */
  renormClipping?: RenormClipping | null;
  /** Momentum of the statistics that it corrects towards. Default 0.99. */
  renormMomentum?: number;
  /** Keras's synchronization of several devices, of which there is one: false. */
  synchronized?: boolean;
}

const optionNames = [
  'axis',
  'momentum',
  'epsilon',
  ...affineOptionNames,
  'movingMeanInitializer',
  'movingVarianceInitializer',
  'renorm',
  'renormClipping',
  'renormMomentum',
  'synchronized',
];

interface Statistics {
  readonly mean: Variable;
  readonly variance: Variable;
}

/** x is normalized to (x - mean) inverse + offset. */
interface Normalization {
  readonly mean: Tensor;
  readonly inverse: Tensor;
  readonly offset: Tensor | null;
}

interface RenormStatistics {
  /** Moving average of the standard deviation. */
  readonly movingStddev: Variable;
  readonly mean: Variable;
  readonly stddev: Variable;
}

/**
 * Normalizes each feature, then scales and shifts it: gamma (x - mean) / sqrt(variance + epsilon) + beta (Ioffe and
 * Szegedy 2015). In training mean and (biased) variance are those of the batch, and the moving statistics follow them;
 * otherwise, and when the layer is frozen (`trainable = false`), they are the moving ones.
 *
 * @param options `axis`, `momentum`, `epsilon`, `center`, `scale`, `renorm`, initializers, regularizers, constraints
 * @returns applied to a tensor of any shape: one of the same shape. A mask [batch, ...] without the last axis excludes positions
 * @throws ArgumentError when an option is out of its range or the extent along an axis is unknown
 * @see https://keras.io/api/layers/normalization_layers/batch_normalization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.BatchNormalization();
 * const y = layer.apply([[1, 10], [3, 30]], { training: true });
 * console.log(y.shape); // => [2, 2]
 * console.log(layer.weights.map((w) => w.name)); // => ['gamma', 'beta', 'moving_mean', 'moving_variance']
 * ```
 */
export class BatchNormalization extends Layer {
  static override readonly className: string = 'BatchNormalization';
  override readonly takesMask: boolean = true;
  readonly axis: number | readonly number[];
  readonly momentum: number;
  readonly epsilon: number;
  readonly movingMeanInitializer: Initializer;
  readonly movingVarianceInitializer: Initializer;
  readonly renorm: boolean;
  readonly renormClipping: RenormClipping | null;
  readonly renormMomentum: number;
  readonly affine: Affine;
  #axes: readonly number[] = [];
  #gamma: Variable | null | undefined;
  #beta: Variable | null | undefined;
  #moving: Statistics | undefined;
  #renorm: RenormStatistics | undefined;

  constructor(options: BatchNormalizationLayerOptions = {}) {
    super(options, optionNames);
    this.axis = axisOrAxes('axis', options.axis ?? -1);
    this.momentum = fraction('momentum', options.momentum ?? 0.99);
    this.epsilon = positiveNumber('epsilon', options.epsilon ?? 1e-3);
    this.affine = new Affine(options);
    this.movingMeanInitializer = initializers.get(options.movingMeanInitializer ?? 'zeros');
    this.movingVarianceInitializer = initializers.get(options.movingVarianceInitializer ?? 'ones');
    this.renorm = flag('renorm', options.renorm ?? false);
    this.renormClipping = checkedClipping(options.renormClipping);
    this.renormMomentum = fraction('renormMomentum', options.renormMomentum ?? 0.99);
    if (options.synchronized) throw badArgument('synchronized', 'false: there is one device', options.synchronized);
    this.supportsMasking = true;
  }

  override build(inputShape: PartialShape): void {
    const axes = normalizeAxes(this.axis, inputShape.length);
    const shape = extentsOf(inputShape, axes);
    ({ gamma: this.#gamma, beta: this.#beta } = this.affine.addWeights((weight) => this.addWeight(weight), shape));
    const statistic = (name: string, initializer: Initializer) =>
      this.addWeight({ name, shape, initializer, trainable: false, autocast: false });
    this.#moving = {
      mean: statistic('moving_mean', this.movingMeanInitializer),
      variance: statistic('moving_variance', this.movingVarianceInitializer),
    };
    if (this.renorm) {
      const stddev = initializers.get((extents, options) =>
        sqrt(this.movingVarianceInitializer.apply(extents, options)),
      );
      this.#renorm = {
        movingStddev: statistic('moving_stddev', stddev),
        mean: statistic('renorm_mean', this.movingMeanInitializer),
        stddev: statistic('renorm_stddev', stddev),
      };
    }
    this.#axes = axes;
    this.inputSpec = new InputSpec({
      ndim: inputShape.length,
      axes: Object.fromEntries(axes.map((axis, i) => [axis, shape[i] ?? null])),
    });
  }

  /** The scale; null with `scale: false`. */
  get gamma(): Variable | null {
    return this.affine.scale ? builtWeight(this.#gamma, 'gamma', this.name) : null;
  }

  /** The shift; null with `center: false`. */
  get beta(): Variable | null {
    return this.affine.center ? builtWeight(this.#beta, 'beta', this.name) : null;
  }

  get movingMean(): Variable {
    return builtWeight(this.#moving?.mean, 'movingMean', this.name);
  }

  get movingVariance(): Variable {
    return builtWeight(this.#moving?.variance, 'movingVariance', this.name);
  }

  /** The batch's statistics; the moving ones follow. */
  #batchStatistics(inputs: Tensor, mask: Tensor | null): Normalization {
    const others = range(inputs.rank).filter((axis) => !this.#axes.includes(axis));
    const [mean, variance] = batchMoments(inputs, others, mask);
    const inverse = rsqrt(add(variance, this.epsilon));
    const { shape } = this.movingMean;
    moveTowards(this.movingMean, reshape(mean, shape), this.momentum);
    if (this.#renorm === undefined) {
      moveTowards(this.movingVariance, reshape(variance, shape), this.momentum);
      return { mean, inverse, offset: null };
    }
    const stddev = sqrt(add(reshape(variance, shape), this.epsilon));
    const { r, d } = this.#correct(this.#renorm, reshape(mean, shape), stddev);
    return { mean, inverse: multiply(inverse, reshape(r, mean.shape)), offset: reshape(d, mean.shape) };
  }

  /** Batch renormalization: its corrections, after which its statistics follow. */
  #correct(renorm: RenormStatistics, mean: Tensor, stddev: Tensor): { r: Tensor; d: Tensor } {
    const corrections = renormCorrections(mean, stddev, renorm, this.renormClipping ?? {});
    moveVariance(this.movingVariance, renorm.movingStddev, stddev, this.momentum, this.epsilon);
    moveTowards(renorm.mean, mean, this.renormMomentum);
    moveTowards(renorm.stddev, stddev, this.renormMomentum);
    return corrections;
  }

  #movingStatistics(shape: Shape): Normalization {
    const variance = reshape(this.movingVariance, shape);
    return { mean: reshape(this.movingMean, shape), inverse: rsqrt(add(variance, this.epsilon)), offset: null };
  }

  override call(given: Tensor, { training = false, mask = null }: CallOptions = {}): Tensor {
    // Statistics need the digits of float32.
    const inputs = cast(given, promote(given.dtype, 'float32'));
    const shape = inputs.shape.map((n, axis) => (this.#axes.includes(axis) ? n : 1));
    const { mean, inverse, offset } =
      training && this.trainable
        ? this.#batchStatistics(inputs, mask instanceof Tensor ? mask : null)
        : this.#movingStatistics(shape);
    const gamma = this.#gamma ? reshape(this.#gamma, shape) : null;
    const factor = gamma === null ? inverse : multiply(inverse, gamma);
    // gamma ((x - mean) inverse + offset) + beta, with everything but x brought together first.
    let shift = negative(multiply(mean, factor));
    if (offset !== null) shift = add(shift, gamma === null ? offset : multiply(offset, gamma));
    if (this.#beta) shift = add(shift, reshape(this.#beta, shape));
    return cast(add(multiply(inputs, factor), shift), this.computeDtype);
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      axis: this.axis,
      momentum: this.momentum,
      epsilon: this.epsilon,
      ...this.affine.flagsConfig(),
      ...this.affine.initializersConfig(),
      moving_mean_initializer: initializers.serialize(this.movingMeanInitializer),
      moving_variance_initializer: initializers.serialize(this.movingVarianceInitializer),
      ...this.affine.penaltiesConfig(),
      synchronized: false,
      renorm: this.renorm,
      renorm_clipping: this.renormClipping,
      renorm_momentum: this.renormMomentum,
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { axis: Array.isArray(this.axis) ? `[${this.axis.join(', ')}]` : this.axis, momentum: this.momentum };
  }
}
