import { type DType, isFloat } from '../../src/support/dtype.ts';
import { isLowFloat, roundTo } from '../../src/support/low-float.ts';
import { formatShape, type Shape, sameShape } from '../../src/support/shape.ts';
import { dtypeOf, type TensorJson, valuesOf } from './tensor-json.ts';

export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

export interface HostTensor {
  readonly shape: Shape;
  readonly dtype: DType | 'complex64';
  readonly data: ArrayLike<number>;
}

/** How far a result is from what was expected: up to 1 is within tolerance. */
export interface Difference {
  readonly error: number;
  /** Why, where the error is not a matter of numbers or is past the tolerance. */
  readonly reason: string | null;
}

/** Error of one number in units of tolerance: |got - want| / (atol + rtol * |want|); NaN equals NaN. */
export function errorInTolerances(got: number, want: number, { rtol, atol }: Tolerance): number {
  if (Object.is(got, want) || got === want) return 0;
  if (Number.isNaN(got) && Number.isNaN(want)) return 0;
  if (!Number.isFinite(got) || !Number.isFinite(want)) return Number.POSITIVE_INFINITY;
  return Math.abs(got - want) / (atol + rtol * Math.abs(want));
}

const EXACT: Tolerance = { rtol: 0, atol: 0 };

/** Shapes and dtypes must be equal, integers and booleans too; floats within the tolerance. */
export function compareTensors(got: HostTensor, want: TensorJson, tolerance: Tolerance): Difference {
  const dtype = dtypeOf(want);
  if (!sameShape(got.shape, want.shape)) {
    return {
      error: Number.POSITIVE_INFINITY,
      reason: `shape ${formatShape(got.shape)}, expected ${formatShape(want.shape)}`,
    };
  }
  if (got.dtype !== dtype) return { error: Number.POSITIVE_INFINITY, reason: `dtype ${got.dtype}, expected ${dtype}` };
  const applied = dtype === 'complex64' || isFloat(dtype) ? tolerance : EXACT;
  // Files have fewer digits than tell float16 numbers from what they are rounded from.
  const inDtype = (value: number) => (isLowFloat(dtype) ? roundTo(dtype, value) : value);
  let worst = 0;
  let where = -1;
  valuesOf(want).forEach((expected, i) => {
    const error = errorInTolerances(got.data[i] ?? Number.NaN, inDtype(expected), applied);
    if (error > worst) [worst, where] = [error, i];
  });
  const reason = worst > 1 ? `element ${where} is ${got.data[where]}, expected ${want.data[where]}` : null;
  return { error: worst, reason };
}
