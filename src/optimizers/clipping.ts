import * as ops from '../ops/index.ts';
import type { Tensor } from '../tensor/tensor.ts';

const sumOfSquares = (x: Tensor): Tensor => ops.sum(ops.square(x));

/** Scales a gradient down to the L2 norm `limit` where its norm is above: g * limit / max(|g|, limit). */
function clipByNorm(gradient: Tensor, limit: number): Tensor {
  const norm = ops.sqrt(sumOfSquares(gradient));
  return ops.multiply(gradient, ops.divide(limit, ops.maximum(norm, limit)));
}

/**
 * Scales all gradients by one factor, so that the L2 norm of all together is at most `limit`. A norm that is not finite
 * makes all of them NaN: they have no common scale, and hiding that would hide the cause.
 */
function clipByGlobalNorm(gradients: readonly Tensor[], limit: number): Tensor[] {
  const norm = ops.sqrt(gradients.map(sumOfSquares).reduce((total, squares) => ops.add(total, squares)));
  const notFinite = ops.subtract(norm, norm);
  const scale = ops.add(ops.multiply(limit, ops.minimum(ops.divide(1, norm), 1 / limit)), notFinite);
  return gradients.map((gradient) => ops.multiply(gradient, scale));
}

/** Limits each element to [-limit, limit]. */
const clipByValue = (gradient: Tensor, limit: number): Tensor => ops.clip(gradient, -limit, limit);

interface ClippingSettings {
  readonly clipnorm: number | null;
  readonly globalClipnorm: number | null;
  readonly clipvalue: number | null;
}

/** Clips in the way that is set; at most one is. */
export function clip(gradients: readonly Tensor[], settings: ClippingSettings): readonly Tensor[] {
  const { clipnorm, globalClipnorm, clipvalue } = settings;
  if (clipnorm !== null) return gradients.map((gradient) => clipByNorm(gradient, clipnorm));
  if (globalClipnorm !== null) return clipByGlobalNorm(gradients, globalClipnorm);
  if (clipvalue !== null) return gradients.map((gradient) => clipByValue(gradient, clipvalue));
  return gradients;
}
