import { clip, divide, maximum, minimum, subtract } from '../../ops/arithmetic.ts';
import { stopGradient } from '../../ops/core.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Bounds of batch renormalization's corrections; a bound that is missing doesn't bind. */
export interface RenormClipping {
  readonly rmax?: number | null;
  readonly rmin?: number | null;
  readonly dmax?: number | null;
}

export function checkedClipping(value: RenormClipping | null | undefined): RenormClipping | null {
  if (value === null || value === undefined) return null;
  checkOptions('renormClipping', value, ['rmax', 'rmin', 'dmax']);
  for (const [key, bound] of Object.entries(value)) {
    if (bound !== null && (typeof bound !== 'number' || !(bound >= 0)))
      throw badArgument(`renormClipping.${key}`, 'a number that is not negative', bound);
  }
  return value;
}

/**
 * Batch renormalization's corrections (Ioffe 2017): r = stddev / renormStddev and d = (mean - renormMean) / renormStddev,
 * clipped, without gradient. What is normalized by batch statistics becomes x r + d.
 */
export function renormCorrections(
  mean: Tensor,
  stddev: Tensor,
  renorm: { readonly mean: TensorLike; readonly stddev: TensorLike },
  { rmax = null, rmin = null, dmax = null }: RenormClipping,
): { r: Tensor; d: Tensor } {
  let r = divide(stddev, renorm.stddev);
  if (rmin !== null) r = maximum(r, rmin);
  if (rmax !== null) r = minimum(r, rmax);
  const d = divide(subtract(mean, renorm.mean), renorm.stddev);
  return { r: stopGradient(r), d: stopGradient(dmax === null ? d : clip(d, -dmax, dmax)) };
}
