import { roundTo } from '../../support/low-float.ts';
import type { BinaryOp, CompareOp, UnaryOp } from '../node.ts';
import { erf as erfDouble, erfInv as erfInvDouble } from './error-function.ts';

/** NumPy's and IEEE's rounding to the nearest even integer. */
function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  if (!up) return floor;
  // What rounds up to zero is negative, and keeps its sign.
  return floor === -1 ? -0 : floor + 1;
}

/** What each unary primitive computes for one number, in double precision. */
export const unaryFunctions: Record<UnaryOp, (x: number) => number> = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfEven,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  tanh: Math.tanh,
  logistic: (x) => 1 / (1 + Math.exp(-x)),
  erf: erfDouble,
  erfInv: erfInvDouble,
  sin: Math.sin,
  cos: Math.cos,
  atan: Math.atan,
  roundFloat16: (x) => roundTo('float16', x),
  roundBfloat16: (x) => roundTo('bfloat16', x),
  stopGradient: (x) => x,
};

/** IEEE's maximum: NaN when either operand is. */
const maximum = (a: number, b: number) => Math.max(a, b);
const minimum = (a: number, b: number) => Math.min(a, b);

export const floatFunctions: Record<
  Exclude<BinaryOp, 'bitAnd' | 'bitOr' | 'bitXor' | 'shiftLeft' | 'shiftRight'>,
  (a: number, b: number) => number
> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  // C's pow, where 1 to any power and anything to the power 0 are 1.
  pow: (a, b) => (a === 1 ? 1 : a ** b),
  max: maximum,
  min: minimum,
  rem: (a, b) => a % b,
  atan2: Math.atan2,
};

/** Integer arithmetic modulo 2^32; the typed array that stores the result gives it its sign. Division by zero is 0. */
export const integerFunctions: Record<Exclude<BinaryOp, 'atan2'>, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => Math.imul(a, b),
  div: (a, b) => (b === 0 ? 0 : Math.trunc(a / b)),
  pow: integerPower,
  max: maximum,
  min: minimum,
  rem: (a, b) => (b === 0 ? 0 : a % b),
  bitAnd: (a, b) => a & b,
  bitOr: (a, b) => a | b,
  bitXor: (a, b) => a ^ b,
  // Logical shifts; an amount outside 0..31 gives 0.
  shiftLeft: (a, b) => (b < 0 || b > 31 ? 0 : a << b),
  shiftRight: (a, b) => (b < 0 || b > 31 ? 0 : a >>> b),
};

function integerPower(base: number, exponent: number): number {
  if (exponent < 0) return base === 1 ? 1 : base === -1 ? (exponent % 2 === 0 ? 1 : -1) : 0;
  let result = 1;
  for (let square = base, rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

export const compareFunctions: Record<CompareOp, (a: number, b: number) => boolean> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};
