import type { Reg } from '../kernel.ts';
import type { FloatMath } from './arithmetic.ts';

/**
 * Functions that are rare in nets and hard in single precision. They run one element at a time in double precision;
 * arguments and results are f64 registers that hold float32 values.
 */

const LN2 = Math.LN2;

/** ln x for positive finite x: atanh series of (f - 1) / (f + 1), f in [sqrt(1/2), sqrt 2). */
function logPositive(m: FloatMath, x: Reg): Reg {
  // The exponent is taken from the float32 bits, after lifting subnormals.
  const tiny = m.compare('lt', x, 1.17549435e-38);
  const lifted = m.select(tiny, m.mul(x, 8388608), x);
  const bits = m.narrowBits(lifted);
  const exponent = m.intOp('sub', m.shiftRight(bits, 23), m.int(127));
  const mantissa = m.widenBits(m.intOp('or', m.intOp('and', bits, m.int(0x007fffff)), m.int(0x3f800000)));
  const large = m.compare('gt', mantissa, Math.SQRT2);
  const f = m.select(large, m.mul(mantissa, 0.5), mantissa);
  const e = m.add(m.add(m.toFloat(exponent), m.select(large, 1, 0)), m.select(tiny, -23, 0));
  const s = m.div(m.sub(f, 1), m.add(f, 1));
  const s2 = m.mul(s, s);
  const series = m.polynomial(s2, [1 / 15, 1 / 13, 1 / 11, 1 / 9, 1 / 7, 1 / 5, 1 / 3, 1]);
  return m.fma(e, LN2, m.mul(m.mul(s, series), 2));
}

/** e^x, for a float32 result. */
function expDouble(m: FloatMath, x: Reg): Reg {
  const clamped = m.max(m.min(x, 90), -110);
  const n = m.op('nearest', m.mul(clamped, Math.LOG2E));
  const r = m.fma(n, -LN2, clamped);
  const series = m.polynomial(r, [1 / 362880, 1 / 40320, 1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1]);
  const whole = m.toInt(n);
  const half = m.halve(whole);
  return m.mul(m.mul(series, m.powerOfTwo(half)), m.powerOfTwo(m.intOp('sub', whole, half)));
}

/** C's pow: x^y = sign e^(y ln |x|), with its special cases. */
export function pow(m: FloatMath, x: Reg, y: Reg): Reg {
  const magnitude = m.op('abs', x);
  const infinite = m.compare('eq', magnitude, Number.POSITIVE_INFINITY);
  const zero = m.compare('eq', magnitude, 0);
  const regular = m.select(infinite, 1, m.select(zero, 1, magnitude));
  const power = expDouble(m, m.mul(y, logPositive(m, regular)));
  const grows = m.compare('gt', y, 0);
  const atZero = m.select(grows, 0, Number.POSITIVE_INFINITY);
  const atInfinity = m.select(grows, Number.POSITIVE_INFINITY, 0);
  const absolute = m.select(zero, atZero, m.select(infinite, atInfinity, power));
  const integral = m.compare('eq', m.op('floor', y), y);
  const half = m.mul(y, 0.5);
  const odd = m.intOp('and', integral, m.compare('ne', m.op('floor', half), half));
  const negative = m.compare('lt', x, 0);
  // 1 / x tells -0 from 0.
  const minus = m.intOp('or', negative, m.intOp('and', zero, m.compare('lt', m.div(1, x), 0)));
  const signed = m.select(m.intOp('and', minus, odd), m.op('neg', absolute), absolute);
  // A negative finite base with a fractional exponent has no real power.
  const fractional = m.intOp(
    'and',
    m.intOp('and', negative, m.compare('ne', m.op('floor', y), y)),
    m.compare('lt', magnitude, Number.POSITIVE_INFINITY),
  );
  const real = m.select(fractional, Number.NaN, signed);
  const trivial = m.intOp('or', m.compare('eq', y, 0), m.compare('eq', x, 1));
  const nan = m.intOp('or', m.compare('ne', x, x), m.compare('ne', y, y));
  return m.select(trivial, 1, m.select(nan, Number.NaN, real));
}

/** pi / 2 in two doubles; the first has 33 bits, so that its product with a number of up to 20 bits is exact (fdlibm). */
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;
/** From here on float32 numbers are further apart than several turns: nothing is known of the angle. */
const NO_ANGLE = 2 ** 30;

/**
 * sin r and cos r for |r| <= pi / 4 by their Taylor series; `quarter` counts quarter turns. Accurate for arguments up to
 * 2^20 pi / 2; beyond, the error of the angle grows with the argument; from 2^30 on the angle counts as 0.
 */
function circular(m: FloatMath, argument: Reg, quarterOffset: number): Reg {
  const x = m.select(m.compare('lt', m.op('abs', argument), NO_ANGLE), argument, 0);
  const n = m.op('nearest', m.mul(x, 2 / Math.PI));
  const r = m.fma(n, -HALF_PI_LOW, m.fma(n, -HALF_PI_HIGH, x));
  const r2 = m.mul(r, r);
  const sine = m.mul(r, m.polynomial(r2, [-1 / 39916800, 1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1]));
  const cosine = m.polynomial(r2, [1 / 479001600, -1 / 3628800, 1 / 40320, -1 / 720, 1 / 24, -1 / 2, 1]);
  const quarter = m.intOp('add', m.toInt(n), m.int(quarterOffset));
  const swap = m.intOp('and', quarter, m.int(1));
  const flip = m.shiftRight(m.intOp('and', quarter, m.int(2)), 1);
  const y = m.select(swap, cosine, sine);
  return m.select(
    m.compare('lt', m.op('abs', argument), Number.POSITIVE_INFINITY),
    m.select(flip, m.op('neg', y), y),
    Number.NaN,
  );
}

export const sin = (m: FloatMath, x: Reg): Reg => circular(m, x, 0);
export const cos = (m: FloatMath, x: Reg): Reg => circular(m, x, 1);

const TAN_PI_8 = Math.SQRT2 - 1;

/** atan of a non-negative number: 1/x beyond 1, (x - 1)/(x + 1) beyond tan(pi/8), then the Taylor series. */
function atanPositive(m: FloatMath, a: Reg): Reg {
  const inverted = m.compare('gt', a, 1);
  const b = m.select(inverted, m.div(1, a), a);
  const shifted = m.compare('gt', b, TAN_PI_8);
  const c = m.select(shifted, m.div(m.sub(b, 1), m.add(b, 1)), b);
  const c2 = m.mul(c, c);
  const terms = Array.from({ length: 13 }, (_, i) => (i % 2 === 0 ? 1 : -1) / (2 * i + 1)).reverse();
  const series = m.mul(c, m.polynomial(c2, terms));
  const y = m.select(shifted, m.add(series, Math.PI / 4), series);
  return m.select(inverted, m.sub(Math.PI / 2, y), y);
}

export function atan(m: FloatMath, x: Reg): Reg {
  const y = atanPositive(m, m.op('abs', x));
  return m.select(m.compare('lt', x, 0), m.op('neg', y), m.select(m.compare('eq', x, 0), x, y));
}

/** The angle of the point (x, y), with IEEE's signs of zero. */
export function atan2(m: FloatMath, y: Reg, x: Reg): Reg {
  const ax = m.op('abs', x);
  const ay = m.op('abs', y);
  const bothInfinite = m.intOp(
    'and',
    m.compare('eq', ax, Number.POSITIVE_INFINITY),
    m.compare('eq', ay, Number.POSITIVE_INFINITY),
  );
  const bothZero = m.intOp('and', m.compare('eq', ax, 0), m.compare('eq', ay, 0));
  const slope = m.select(bothInfinite, 1, m.select(bothZero, 0, m.div(ay, ax)));
  const angle = atanPositive(m, slope);
  // 1 / x tells -0 from 0.
  const left = m.intOp(
    'or',
    m.compare('lt', x, 0),
    m.intOp('and', m.compare('eq', x, 0), m.compare('lt', m.div(1, x), 0)),
  );
  const half = m.select(left, m.sub(Math.PI, angle), angle);
  const below = m.intOp(
    'or',
    m.compare('lt', y, 0),
    m.intOp('and', m.compare('eq', y, 0), m.compare('lt', m.div(1, y), 0)),
  );
  const signed = m.select(below, m.op('neg', half), half);
  const nan = m.intOp('or', m.compare('ne', x, x), m.compare('ne', y, y));
  return m.select(nan, Number.NaN, signed);
}

/** Quotients below this have whole parts whose product with a float32 is exact in a double. */
const SMALL_QUOTIENT = 2 ** 29;

/**
 * C's fmod, exact: the remainder with the sign of x. Large quotients are taken away 24 bits at a time, each product
 * exact (Veltkamp's splitting gives the leading bits); 12 times cover all of float32.
 */
export function rem(m: FloatMath, x: Reg, y: Reg): Reg {
  const isLarge = (quotient: Reg) => m.compare('ge', m.op('abs', quotient), SMALL_QUOTIENT);
  const near = m.repeat(isLarge(m.div(x, y)), 12, x, (r) => {
    const quotient = m.div(r, y);
    const spread = m.mul(quotient, SMALL_QUOTIENT + 1);
    const leading = m.sub(spread, m.sub(spread, quotient));
    return m.select(isLarge(quotient), m.sub(r, m.mul(leading, y)), r);
  });
  const rest = m.sub(near, m.mul(m.trunc(m.div(near, y)), y));
  // A quotient that was rounded up leaves a rest of the wrong sign.
  const divisor = m.op('abs', y);
  const signed = m.select(m.compare('lt', x, 0), m.op('neg', divisor), divisor);
  const mended = m.select(m.compare('lt', m.mul(rest, x), 0), m.add(rest, signed), rest);
  const withZero = m.select(m.compare('eq', mended, 0), m.mul(x, 0), mended);
  const passes = m.intOp(
    'and',
    m.compare('eq', divisor, Number.POSITIVE_INFINITY),
    m.compare('lt', m.op('abs', x), Number.POSITIVE_INFINITY),
  );
  return m.select(passes, x, withZero);
}
