import { nonNegativeNumber } from '../../support/check-values.ts';
import { checkOptions, unknownName } from '../../support/errors.ts';
import { gaussianMean } from './gaussian.ts';
import { layerMap } from './mean-field.ts';
import { activationNames, scalarActivation } from './scalar-activations.ts';

export interface DepthScaleOptions {
  /** n Var(w): the variance of the weights times the units that feed each. He's weights have 2, LeCun's 1. */
  readonly weightVariance: number;
  /** The variance of the biases. Default 0. */
  readonly biasVariance?: number;
}

/** Where deep layers of one kind end up, and how fast. */
export interface DepthScale {
  /** q*: the mean square of the pre-activations in deep layers; infinite where they grow without end. */
  readonly q: number;
  /** c*: the correlation that any two inputs have in deep layers. Below 1 the net is chaotic: it tells all inputs apart. */
  readonly correlation: number;
  /** chi: what the mean square of the gradient is multiplied by per layer; 1 at the edge of chaos. */
  readonly chi: number;
  /** Layers after which what is left to tell inputs apart by has fallen by e. A net some 6 of these deep can be trained. */
  readonly signal: number;
  /** Layers after which the mean square of the gradient has changed by e. */
  readonly gradient: number;
}

/** Rounds of a recursion that goes to its fixed point. */
const ROUNDS = 400;
/** Points per dimension of an expectation over two correlated Gaussians. */
const POINTS = 80;
const STEP = 1e-4;
const ENDLESS = 1e12;

/** E f(u) f(v) for Gaussians u, v of mean square q and correlation c. */
function pairMean(f: (z: number) => number, q: number, c: number): number {
  const scale = Math.sqrt(q);
  const rest = Math.sqrt(Math.max(0, 1 - c * c));
  return gaussianMean((z1) => f(scale * z1) * gaussianMean((z2) => f(scale * (c * z1 + rest * z2)), POINTS), POINTS);
}

/** Where a recursion ends up. */
function settle(start: number, next: (value: number) => number): number {
  let value = start;
  for (let i = 0; i < ROUNDS; i++) {
    const before = value;
    value = next(value);
    if (Math.abs(value - before) < 1e-10 * Math.abs(value)) break;
  }
  return value;
}

const scaleOf = (factor: number): number => (factor === 1 ? Number.POSITIVE_INFINITY : Math.abs(1 / Math.log(factor)));

/**
 * How deep signal and gradient travel in a wide net of equal layers, by mean-field theory: q* and c* are the fixed points
 * of q' = σw² E φ(√q z)² + σb² and of c' = (σw² E φ(u) φ(v) + σb²) / q*; the signal's scale is -1 / ln(σw² E φ′(u) φ′(v)) at
 * c*, the gradient's |1 / ln χ| with χ = σw² E φ′(√q* z)² (Poole et al. 2016; Schoenholz et al. 2017).
 *
 * @param activation Keras's name of the activation function
 * @param options `weightVariance`, `biasVariance`
 * @throws ArgumentError for activations that are not functions of one number, and for negative variances
 *
 * @example
 * ```ts
 * import { doctor } from 'keratin';
 * const { chi, signal } = doctor.depthScale('relu', { weightVariance: 1 });
 * console.log(chi.toFixed(2), signal.toFixed(2)); // => 0.50 1.44
 * ```
 */
export function depthScale(activation: string, options: DepthScaleOptions): DepthScale {
  checkOptions('depthScale', options, ['weightVariance', 'biasVariance']);
  const weights = nonNegativeNumber('weightVariance', options.weightVariance);
  const biases = nonNegativeNumber('biasVariance', options.biasVariance ?? 0);
  const phi = scalarActivation(activation);
  if (phi === undefined) throw unknownName('activation of one number', activation, activationNames);
  const settled = settle(1, (q) =>
    Math.min(weights * gaussianMean((z) => phi(Math.sqrt(q) * z) ** 2) + biases, ENDLESS),
  );
  const q = settled >= ENDLESS ? Number.POSITIVE_INFINITY : settled;
  const far = Math.min(Math.max(q, 1 / ENDLESS), ENDLESS);
  const chi = weights * (layerMap(activation, far)?.slopeSquare ?? 0);
  if (chi <= 1 || !Number.isFinite(q)) return { q, correlation: 1, chi, signal: scaleOf(chi), gradient: scaleOf(chi) };
  const correlation = settle(0.5, (c) => Math.min(1, (weights * pairMean(phi, q, c) + biases) / q));
  const slope = (z: number) => (phi(z + STEP) - phi(z - STEP)) / (2 * STEP);
  const signal = scaleOf(weights * pairMean(slope, q, correlation));
  return { q, correlation, chi, signal, gradient: scaleOf(chi) };
}
