import { add, multiply } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { rsqrt } from '../../ops/exponential.ts';
import { layerNormalization, moments } from '../../ops/normalization.ts';
import { reshape } from '../../ops/shape.ts';
import { axisOrAxes, flag, positiveNumber } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import { normalizeAxes, type PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { axesSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { Affine, type AffineOptions, affineOptionNames } from './affine.ts';
import { extentsOf } from './extents.ts';

export interface LayerNormalizationLayerOptions extends LayerOptions, AffineOptions {
  /** The axis or axes over which mean and variance are taken. Default -1. */
  axis?: number | readonly number[];
  /** Added to the variance. Default 0.001. */
  epsilon?: number;
  /** Keras's old form without mean and shift: gamma x / sqrt(variance + epsilon). Default false; see RMSNormalization. */
  rmsScaling?: boolean;
}

/**
 * Normalizes each sample over its features: gamma (x - mean) / sqrt(variance + epsilon) + beta (Ba et al. 2016).
 *
 * @param options `axis`, `epsilon`, `center`, `scale`, initializers, regularizers and constraints of gamma and beta
 * @returns applied to a tensor of any shape: one of the same shape
 * @see https://keras.io/api/layers/normalization_layers/layer_normalization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.LayerNormalization();
 * console.log(layer.apply([[1, 2, 3]]).shape, layer.countParams()); // => [1, 3] 6
 * ```
 */
export class LayerNormalization extends Layer {
  static override readonly className: string = 'LayerNormalization';
  protected override readonly autocastDefault: boolean = false;
  readonly axis: number | readonly number[];
  readonly epsilon: number;
  readonly rmsScaling: boolean;
  readonly affine: Affine;
  #gamma: Variable | null | undefined;
  #beta: Variable | null | undefined;

  constructor(options: LayerNormalizationLayerOptions = {}) {
    super(options, ['axis', 'epsilon', 'rmsScaling', ...affineOptionNames]);
    this.axis = axisOrAxes('axis', options.axis ?? -1);
    this.epsilon = positiveNumber('epsilon', options.epsilon ?? 1e-3);
    this.rmsScaling = flag('rmsScaling', options.rmsScaling ?? false);
    this.affine = new Affine(options);
    this.supportsMasking = true;
  }

  override build(inputShape: PartialShape): void {
    const axes = normalizeAxes(this.axis, inputShape.length);
    const shape = extentsOf(inputShape, axes);
    this.inputSpec = axesSpec(inputShape, axes);
    ({ gamma: this.#gamma, beta: this.#beta } = this.affine.addWeights((weight) => this.addWeight(weight), shape));
  }

  /** The scale; null with `scale: false`. */
  get gamma(): Variable | null {
    return this.affine.scale ? builtWeight(this.#gamma, 'gamma', this.name) : null;
  }

  /** The shift; null with `center: false`. */
  get beta(): Variable | null {
    return this.affine.center ? builtWeight(this.#beta, 'beta', this.name) : null;
  }

  override call(inputs: Tensor): Tensor {
    const axes = normalizeAxes(this.axis, inputs.rank);
    const shape = inputs.shape.map((n, axis) => (axes.includes(axis) ? n : 1));
    const gamma = this.#gamma ? reshape(this.#gamma, shape) : null;
    if (!this.rmsScaling) {
      const beta = this.#beta ? reshape(this.#beta, shape) : null;
      const options = { axis: axes, epsilon: this.epsilon, gamma, beta };
      return cast(layerNormalization(inputs, options), this.computeDtype);
    }
    const [, variance] = moments(inputs, axes, { keepdims: true });
    const inverse = rsqrt(add(variance, this.epsilon));
    return cast(multiply(inputs, gamma === null ? inverse : multiply(inverse, gamma)), this.computeDtype);
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      // Keras makes a list of one axis when the layer is built.
      axis: this.built && typeof this.axis === 'number' ? [this.axis] : this.axis,
      epsilon: this.epsilon,
      ...this.affine.flagsConfig(),
      rms_scaling: this.rmsScaling,
      ...this.affine.initializersConfig(),
      ...this.affine.penaltiesConfig(),
    };
  }
}
