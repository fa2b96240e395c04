import type { Reg } from '../kernel.ts';
import type { FloatMath } from './arithmetic.ts';

const LOG2_E = Math.LOG2E;
/** ln 2 in two parts, the first with few bits so that n * LN2_HIGH is exact (Cody and Waite). */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444e-4;

/** x = n ln2 + r with |r| <= ln2 / 2. */
function reduceExponent(m: FloatMath, x: Reg): { n: Reg; r: Reg } {
  const rounded = m.op('nearest', m.mul(x, LOG2_E));
  const r = m.fma(rounded, -LN2_LOW, m.fma(rounded, -LN2_HIGH, x));
  return { n: m.toInt(rounded), r };
}

/** e^r - 1 for |r| <= ln2 / 2: r + r^2 P(r), minimax coefficients of Cephes' expf (Moshier). */
function expMinusOneReduced(m: FloatMath, r: Reg): Reg {
  const p = m.polynomial(
    r,
    [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
  );
  return m.fma(m.mul(r, r), p, r);
}

/** e^x, about 1 ulp. Scales by 2^n in two steps so that subnormal results and n = 128 come out. */
export function exp(m: FloatMath, x: Reg): Reg {
  const { n, r } = reduceExponent(m, m.max(m.min(x, 90), -105));
  const y = m.add(expMinusOneReduced(m, r), 1);
  const half = m.halve(n);
  return m.mul(m.mul(y, m.powerOfTwo(half)), m.powerOfTwo(m.intOp('sub', n, half)));
}

/** e^x - 1 without cancellation near 0: 2^n (e^r - 1) + (2^n - 1), with halves so that n = 128 does not overflow early. */
export function expm1(m: FloatMath, x: Reg): Reg {
  const { n, r } = reduceExponent(m, m.max(m.min(x, 89), -30));
  const p = expMinusOneReduced(m, r);
  const scale = m.powerOfTwo(m.intOp('sub', n, m.int(1)));
  return m.mul(m.fma(p, scale, m.sub(scale, 0.5)), 2);
}

/** ln x, about 1 ulp: x = 2^e (1 + f), f in [sqrt(1/2) - 1, sqrt 2 - 1); Cephes' logf polynomial. */
export function log(m: FloatMath, x: Reg): Reg {
  const tiny = m.compare('lt', x, 1.17549435e-38);
  const scaled = m.select(tiny, m.mul(x, 8388608), x);
  const bits = m.intOp('bitcast', scaled);
  const exponent = m.intOp('sub', m.shiftRight(bits, 23), m.int(126));
  const mantissaBits = m.intOp('or', m.intOp('and', bits, m.int(0x007fffff)), m.int(0x3f000000));
  const mantissa = m.op('bitcast', mantissaBits); // in [0.5, 1)
  const small = m.compare('lt', mantissa, Math.SQRT1_2);
  const f = m.sub(m.select(small, m.add(mantissa, mantissa), mantissa), 1);
  const e0 = m.toFloat(exponent);
  const e1 = m.select(small, m.sub(e0, 1), e0);
  const e = m.select(tiny, m.sub(e1, 23), e1);
  const p = m.polynomial(
    f,
    [
      7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
      2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    ],
  );
  const z = m.mul(f, f);
  const y = m.fma(z, -0.5, m.fma(e, LN2_LOW, m.mul(m.mul(f, z), p)));
  const result = m.fma(e, LN2_HIGH, m.add(f, y));
  const finite = m.select(m.compare('lt', x, Number.POSITIVE_INFINITY), result, x);
  const nonNegative = m.select(m.compare('ge', x, 0), finite, Number.NaN);
  return m.select(m.compare('eq', x, 0), Number.NEGATIVE_INFINITY, nonNegative);
}

/** ln(1 + x) = ln u + (x - (u - 1)) / u with u = 1 + x rounded: the second term mends the rounding. */
export function log1p(m: FloatMath, x: Reg): Reg {
  const u = m.add(x, 1);
  const mended = m.add(log(m, u), m.div(m.sub(x, m.sub(u, 1)), u));
  const finite = m.select(m.compare('lt', x, Number.POSITIVE_INFINITY), mended, x);
  const regular = m.select(m.compare('eq', u, 1), x, finite);
  return m.select(m.compare('eq', x, -1), Number.NEGATIVE_INFINITY, regular);
}

/** tanh x = t / (t + 2) with t = e^(2x) - 1, of |x|, with the sign put back. */
export function tanh(m: FloatMath, x: Reg): Reg {
  const magnitude = m.op('abs', x);
  const t = expm1(m, m.min(m.mul(magnitude, 2), 40));
  const y = m.div(t, m.add(t, 2));
  return m.select(m.compare('lt', x, 0), m.op('neg', y), m.select(m.compare('eq', x, 0), x, y));
}

/** 1 / (1 + e^-x) */
export function logistic(m: FloatMath, x: Reg): Reg {
  return m.div(1, m.add(exp(m, m.op('neg', x)), 1));
}

/** erf x: below 1 Cephes' erff polynomial x P(x^2); above, 1 - e^(-x^2) Q(1/x) / x by Abramowitz and Stegun's 7.1.26 kind of fit. */
export function erf(m: FloatMath, x: Reg): Reg {
  const a = m.min(m.op('abs', x), 4);
  const z = m.mul(a, a);
  const inner = m.mul(
    a,
    m.polynomial(
      z,
      [
        7.853861353153693e-5, -8.010193625184903e-4, 5.188327685732524e-3, -2.685381193529856e-2, 1.128358514861418e-1,
        -3.7612625824233e-1, 1.12837916709551,
      ],
    ),
  );
  // erfc(a) = e^(-a^2) / a * P(1 / a^2), Cephes' erfcf for 1 <= a < 2 and a >= 2.
  const q = m.div(1, m.max(a, 0.5));
  const y = m.mul(q, q);
  const middle = m.polynomial(
    y,
    [
      2.326819970068386e-2, -1.387039388740657e-1, 3.687424674597105e-1, -5.824733027278666e-1, 6.210004621745983e-1,
      -4.944515323274145e-1, 3.404879937665872e-1, -2.741127028184656e-1, 5.638259427386472e-1,
    ],
  );
  const far = m.polynomial(
    y,
    [
      -1.047766399936249e1, 1.297719955372516e1, -7.495518717768503, 2.921019019210786, -1.0152652792027,
      4.218463358204948e-1, -2.820767439740514e-1, 5.641895067754075e-1,
    ],
  );
  const p = m.select(m.compare('lt', a, 2), middle, far);
  const complement = m.mul(m.mul(exp(m, m.op('neg', z)), q), p);
  const magnitude = m.select(m.compare('lt', a, 1), inner, m.sub(1, complement));
  const signed = m.select(m.compare('lt', x, 0), m.op('neg', magnitude), magnitude);
  return m.select(m.compare('eq', x, x), signed, x);
}

/** Inverse of erf: Giles (2010), "Approximating the erfinv function", single precision; the same as XLA's. */
export function erfInv(m: FloatMath, x: Reg): Reg {
  const w = m.op('neg', log1p(m, m.op('neg', m.mul(x, x))));
  const near = m.polynomial(
    m.sub(w, 2.5),
    [
      2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 2.1858087e-4, -1.25372503e-3, -4.17768164e-3,
      2.46640727e-1, 1.50140941,
    ],
  );
  const far = m.polynomial(
    m.sub(m.op('sqrt', m.max(w, 0)), 3),
    [
      -2.00214257e-4, 1.00950558e-4, 1.34934322e-3, -3.67342844e-3, 5.73950773e-3, -7.6224613e-3, 9.43887047e-3,
      1.00167406, 2.83297682,
    ],
  );
  const y = m.mul(x, m.select(m.compare('lt', w, 5), near, far));
  const edge = m.select(m.compare('eq', m.op('abs', x), 1), m.mul(x, Number.POSITIVE_INFINITY), y);
  return edge;
}
