import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { abs, add, divide, maximum, multiply, negative, square, subtract } from './arithmetic.ts';
import { equal, greater, greaterEqual, less, lessEqual } from './comparison.ts';
import { full } from './creation.ts';
import { customGradient } from './custom-gradient.ts';
import { exp, log, log1p } from './exponential.ts';
import { logicalOr, where } from './logical.ts';
import { broadcastNodes, floatDtype, tensor } from './operands.ts';
import { any } from './reduction.ts';
import { whileLoop } from './while-loop.ts';

/** From here on Stirling's series is exact to float32; smaller arguments are shifted up. */
const SHIFT = 8;
const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);
const MOST_TERMS = 5000;
const PRECISION = 1e-8;

/** log Γ(z) - ((z - 1/2) log z - z + log(2π) / 2), for z of 8 and more. */
const stirlingRest = (z: Tensor): Tensor => {
  const inverse = divide(1, z);
  return multiply(inverse, subtract(1 / 12, divide(square(inverse), 360)));
};

/** The sum of `term(a + k)` for k from 1 to 8. */
const shifted = (a: Tensor, term: (x: Tensor) => Tensor): Tensor =>
  Array.from({ length: SHIFT }, (_, k) => term(add(a, k + 1))).reduce((sum, value) => add(sum, value));

/**
 * log(x^a e^-x / Γ(a + 1)). For large a the large terms are taken together: a (log t - (t - 1)) with t = x / a.
 */
function logFactor(a: Tensor, x: Tensor): Tensor {
  const isLarge = greaterEqual(a, SHIFT);
  const large = where(isLarge, a, SHIFT);
  const beyond = divide(subtract(x, large), large);
  const nearOne = subtract(log1p(maximum(beyond, -1)), beyond);
  const direct = subtract(
    multiply(large, nearOne),
    add(add(HALF_LOG_TAU, multiply(0.5, log(large))), stirlingRest(large)),
  );
  const small = where(isLarge, 1, a);
  const z = add(small, SHIFT + 1);
  const logGamma = subtract(
    add(add(subtract(multiply(subtract(z, 0.5), log(z)), z), HALF_LOG_TAU), stirlingRest(z)),
    shifted(small, log),
  );
  return where(isLarge, direct, subtract(subtract(multiply(small, log(x)), x), logGamma));
}

/** The derivative of log Γ(a + 1). */
function digamma(a: Tensor): Tensor {
  const z = add(a, SHIFT + 1);
  const inverse = divide(1, z);
  const squared = square(inverse);
  const asymptotic = subtract(
    subtract(log(z), multiply(0.5, inverse)),
    multiply(squared, subtract(1 / 12, divide(squared, 120))),
  );
  return subtract(
    asymptotic,
    shifted(a, (x) => divide(1, x)),
  );
}

/** first · Σ x^n / ((a + 1) ... (a + n)), and its derivative by a with `first` held. */
function series(a: Tensor, x: Tensor, first: Tensor): [sum: Tensor, derivative: Tensor] {
  const zero = multiply(first, 0);
  const [, , , sum, derivative] = whileLoop(
    (_n, term, slope, total) => any(greater(maximum(term, abs(slope)), multiply(total, PRECISION))),
    (n, term, slope, total, totalSlope) => {
      const place = add(a, n);
      const ratio = divide(x, place);
      const nextSlope = subtract(multiply(slope, ratio), divide(multiply(term, ratio), place));
      const next = multiply(term, ratio);
      return [add(n, 1), next, nextSlope, add(total, next), add(totalSlope, nextSlope)];
    },
    [full([], 1), first, zero, first, zero],
    { maximumIterations: MOST_TERMS },
  );
  return [sum, derivative];
}

/** Γ(a, x) e^x x^-a as a continued fraction (Lentz 1976), for x of a + 1 and more. */
function continuedFraction(a: Tensor, x: Tensor): Tensor {
  const b = add(subtract(x, a), 1);
  const start = divide(1, b);
  const far = multiply(b, 0);
  const [, , , , value] = whileLoop(
    (_n, _c, _d, change) => any(greater(abs(subtract(change, 1)), PRECISION * 10)),
    (n, c, d, _change, total) => {
      const numerator = multiply(negative(n), subtract(n, a));
      const place = add(b, multiply(2, n));
      const nextD = divide(1, add(multiply(numerator, d), place));
      const nextC = add(place, divide(numerator, c));
      const change = multiply(nextD, nextC);
      return [add(n, 1), nextC, nextD, change, multiply(total, change)];
    },
    [full([], 1), add(far, 1e30), start, far, start],
    { maximumIterations: MOST_TERMS },
  );
  return value;
}

/** P(a, x) for a > 0 and finite x > 0. */
function lowerShare(a: Tensor, x: Tensor): Tensor {
  const isSeries = less(x, add(a, 1));
  const factor = exp(logFactor(a, x));
  const [sum] = series(a, where(isSeries, x, 0), factor);
  const outside = continuedFraction(where(isSeries, 1, a), where(isSeries, 4, x));
  return where(isSeries, sum, subtract(1, multiply(multiply(factor, a), outside)));
}

const computed = customGradient((a, x) => [
  lowerShare(a, x),
  (upstream) => {
    const factor = exp(logFactor(a, x));
    const [sum, slope] = series(a, x, factor);
    const byA = add(multiply(sum, subtract(log(x), digamma(a))), slope);
    const byX = divide(multiply(factor, a), x);
    return [multiply(upstream, byA), multiply(upstream, byX)];
  },
]);

/**
 * The regularized lower incomplete gamma function P(a, x) = ∫₀ˣ t^(a-1) e^-t dt / Γ(a), element by element: the share of
 * a gamma distribution with shape a that is below x. NaN for negative arguments.
 *
 * @param x1 a
 * @param x2 x
 * @returns numbers from 0 to 1, to about 1e-5; both gradients are there
 * @see https://keras.io/api/ops/numpy/
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log((await ops.gammainc(1, 2).item()).toFixed(5)); // => 0.86466
 * ```
 */
export function gammainc(x1: TensorLike, x2: TensorLike): Tensor {
  const [a, x] = broadcastNodes([x1, x2], floatDtype(x1, x2)).map(tensor) as [Tensor, Tensor];
  const inside = where(logicalOr(lessEqual(a, 0), logicalOr(lessEqual(x, 0), equal(x, Infinity))), false, true);
  const value = computed(where(inside, a, 1), where(inside, x, 1));
  const border = where(logicalOr(less(a, 0), less(x, 0)), Number.NaN, where(greater(x, 0), 1, 0));
  return where(inside, value, border);
}
