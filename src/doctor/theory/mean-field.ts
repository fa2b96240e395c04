import { gaussianMean } from './gaussian.ts';
import { scalarActivation } from './scalar-activations.ts';

/** What a wide layer does to a signal whose pre-activations have mean square q. */
export interface LayerMap {
  /** E phi(sqrt(q) z)^2: the mean square of the activations. */
  readonly meanSquare: number;
  /** E phi'(sqrt(q) z)^2: what the gradient's mean square is multiplied by on its way back through the activation. */
  readonly slopeSquare: number;
}

const STEP = 1e-4;

/**
 * The mean-field map of an activation (Poole et al. 2016, Schoenholz et al. 2017).
 *
 * @param activation Keras's name
 * @param q mean square of the pre-activations
 * @returns null for activations that are not functions of one number
 */
export function layerMap(activation: string, q: number): LayerMap | null {
  const phi = scalarActivation(activation);
  if (phi === undefined) return null;
  const scale = Math.sqrt(Math.max(q, 0));
  // Small beside the signal, or a kink would look round.
  const h = STEP * Math.min(1, Math.max(scale, 1e-6));
  return {
    meanSquare: gaussianMean((z) => phi(scale * z) ** 2),
    slopeSquare: gaussianMean((z) => ((phi(scale * z + h) - phi(scale * z - h)) / (2 * h)) ** 2),
  };
}

/** One layer of a plain stack, as the recursion sees it. */
export interface FieldLayer {
  readonly activation: string;
  readonly fanIn: number;
  readonly units: number;
  /** Mean square of the kernel's entries. */
  readonly weightSquare: number;
  /** Mean square of the biases. */
  readonly biasSquare: number;
  /** Whether a normalization stands between the weights and the activation. */
  readonly normalized: boolean;
}

/** What the recursion expects of a layer. */
export interface Expectation {
  /** Mean square of the pre-activations. */
  readonly q: number;
  /** RMS of the activations. */
  readonly rms: number;
  /**
   * The factor on the gradient's RMS from the next layer's pre-activations to this one's, sqrt(chi); null for the last
   * layer.
   */
  readonly gradientFactor: number | null;
  /** -1 / ln chi: layers after which the signal of a gradient has fallen by e; infinite when it doesn't fall. */
  readonly depthScale: number | null;
}

/**
 * Variance and gradient from layer to layer: q' = fanIn E[w^2] E phi(sqrt(q) z)^2 + E[b^2], and
 * chi = units' E[w'^2] E phi'(sqrt(q) z)^2 with the weights of the layer above.
 *
 * @param inputSquare mean square of the inputs
 * @returns null when an activation in the stack is not a function of one number
 */
export function meanField(stack: readonly FieldLayer[], inputSquare: number): (Expectation | null)[] {
  let square: number | null = inputSquare;
  return stack.map((layer, i) => {
    if (square === null) return null;
    const raw = layer.fanIn * layer.weightSquare * square + layer.biasSquare;
    const q = layer.normalized ? 1 : raw;
    const map = layerMap(layer.activation, q);
    const next = stack[i + 1];
    square = map?.meanSquare ?? null;
    if (map === null) return null;
    // A normalization divides the gradient by the deviation that it divides the signal by.
    const above = next === undefined ? null : next.units * next.weightSquare;
    const rescale = next?.normalized ? 1 / Math.max(next.fanIn * next.weightSquare * map.meanSquare, 1e-30) : 1;
    const chi = above === null ? null : above * rescale * map.slopeSquare;
    return {
      q,
      rms: Math.sqrt(map.meanSquare),
      gradientFactor: chi === null ? null : Math.sqrt(chi),
      depthScale: chi === null ? null : chi >= 1 ? Number.POSITIVE_INFINITY : -1 / Math.log(chi),
    };
  });
}

/** The initializer that keeps signal and gradient alive through this activation, by Keras's name (He, Glorot, LeCun). */
export function properInitializer(activation: string): 'he_normal' | 'glorot_uniform' | 'lecun_normal' {
  switch (activation) {
    case 'selu':
      return 'lecun_normal';
    case 'linear':
    case 'tanh':
    case 'sigmoid':
    case 'hard_sigmoid':
    case 'hard_tanh':
    case 'softsign':
    case 'softmax':
      return 'glorot_uniform';
    default:
      return 'he_normal';
  }
}

/** The variance of weights that `properInitializer` gives. */
export function properVariance(activation: string, fanIn: number, fanOut: number): number {
  const name = properInitializer(activation);
  return name === 'he_normal' ? 2 / fanIn : name === 'lecun_normal' ? 1 / fanIn : 2 / (fanIn + fanOut);
}
