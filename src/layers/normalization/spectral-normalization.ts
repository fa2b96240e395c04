import { TruncatedNormal } from '../../initializers/index.ts';
import { divide } from '../../ops/arithmetic.ts';
import { equal } from '../../ops/comparison.ts';
import { cast, stopGradient } from '../../ops/core.ts';
import { where } from '../../ops/logical.ts';
import { matmul } from '../../ops/matrix-product.ts';
import { normalize } from '../../ops/normalization.ts';
import { all } from '../../ops/reduction.ts';
import { reshape, transpose } from '../../ops/shape.ts';
import { positiveInteger } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { Wrapper } from '../core/wrapper.ts';
import { InputSpec } from '../input-spec.ts';
import type { ShapeStructure } from '../keras-tensor.ts';
import type { CallOptions, Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface SpectralNormalizationOptions extends LayerOptions {
  /** Steps of power iteration at each call in training. Default 1. */
  powerIterations?: number;
}

function weightOf(layer: Layer): Variable {
  for (const name of ['kernel', 'embeddings']) {
    const weight: unknown = Reflect.get(layer, name);
    if (weight instanceof Variable) return weight;
  }
  throw badArgument('layer', 'one with a kernel or embeddings', layer);
}

/**
 * Keeps a layer's kernel at spectral norm 1: in training each call divides it by an estimate of its
 * largest singular value (Miyato et al. 2018), and the gradient takes that into account. It keeps the discriminators of GANs in bounds.
 *
 * @param layer one with a `kernel` or `embeddings`, such as Dense or Conv2D
 * @param options `powerIterations`
 * @returns applied to what the layer takes: what the layer gives, in the dtype of the input
 * @throws ArgumentError when the layer has no such weight
 * @see https://keras.io/api/layers/normalization_layers/spectral_normalization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.SpectralNormalization(new layers.Dense(4));
 * console.log(layer.apply([[1, 2, 3]]).shape); // => [1, 4]
 * ```
 */
export class SpectralNormalization extends Wrapper {
  static override readonly className: string = 'SpectralNormalization';
  readonly powerIterations: number;
  /** The weight that is normalized; null before the layer is built. */
  kernel: Variable | null = null;
  #vectorU: Variable | undefined;

  constructor(layer: Layer, options: SpectralNormalizationOptions = {}) {
    super(layer, options, ['powerIterations']);
    this.powerIterations = positiveInteger('powerIterations', options.powerIterations ?? 1);
  }

  override build(inputShape: PartialShape): void {
    super.build(inputShape);
    this.inputSpec = new InputSpec({ minNdim: 1, axes: { [-1]: inputShape.at(-1) ?? null } });
    this.kernel = weightOf(this.layer);
    this.#vectorU = this.addWeight({
      name: 'vector_u',
      shape: [1, this.kernel.shape.at(-1) ?? 1],
      initializer: new TruncatedNormal({ stddev: 0.02 }),
      trainable: false,
    });
  }

  /** Moves the estimate of the singular vectors on and gives kernel / largest singular value; a kernel of zeros stays. */
  #normalized(kernel: Tensor): Tensor {
    const vector = builtWeight(this.#vectorU, 'vector_u', this.name);
    const matrix = reshape(kernel, [-1, kernel.shape.at(-1) ?? 1]);
    let u: Tensor = vector.value;
    let v: Tensor = u;
    for (let i = 0; i < this.powerIterations; i++) {
      v = normalize(matmul(u, transpose(matrix)));
      u = normalize(matmul(v, matrix));
    }
    u = stopGradient(u);
    const sigma = matmul(matmul(stopGradient(v), matrix), transpose(u));
    const isZero = all(equal(kernel, 0));
    vector.assign(where(isZero, vector, u));
    return where(isZero, kernel, reshape(divide(kernel, sigma), kernel.shape));
  }

  override call(inputs: Tensor, { training = false }: CallOptions = {}): Tensor {
    if (!training) return cast(this.layer.apply(inputs), inputs.dtype);
    // As in a training step of Keras on JAX, the kernel that is trained stays as it is: the layer sees the normalized
    // one for this call, and the gradient goes through the normalization.
    const kernel = builtWeight(this.kernel, 'kernel', this.name);
    const before = kernel.value;
    kernel.assign(this.#normalized(before));
    try {
      return cast(this.layer.apply(inputs), inputs.dtype);
    } finally {
      kernel.assign(before);
    }
  }

  override computeOutputShape(inputShape: ShapeStructure): ShapeStructure {
    return this.layer.computeOutputShape(inputShape);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), power_iterations: this.powerIterations };
  }
}
