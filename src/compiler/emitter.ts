import { THREEFRY_PARITY, THREEFRY_ROTATIONS } from '../graph/primitives/random.ts';
import type { DType } from '../support/dtype.ts';
import { at } from '../support/shape.ts';
import type { KernelBuilder } from './builder.ts';
import type { ElementOp, Expr, ExprOf } from './expression.ts';
import type { KernelOp, Reg, RegType } from './kernel.ts';
import { FloatMath } from './math/arithmetic.ts';
import * as elementary from './math/functions.ts';
import * as rounding from './math/rounding.ts';
import * as scalarOnly from './math/scalar-functions.ts';

/** Where the leaves of an expression come from at the point that is being emitted. */
export interface Leaves {
  load(expr: ExprOf<'load'>, type: RegType): Reg;
  /** The affine counter of an index or random expression, as i32 or vi32. */
  counter(expr: ExprOf<'index'> | ExprOf<'random'>, type: RegType): Reg;
  accumulator(index: number): Reg;
}

const ELEMENTARY: Partial<Record<ElementOp, (m: FloatMath, x: Reg) => Reg>> = {
  exp: elementary.exp,
  expm1: elementary.expm1,
  log: elementary.log,
  log1p: elementary.log1p,
  tanh: elementary.tanh,
  logistic: elementary.logistic,
  erf: elementary.erf,
  erfInv: elementary.erfInv,
  roundFloat16: rounding.roundFloat16,
  roundBfloat16: rounding.roundBfloat16,
};

const SCALAR_ONLY: Partial<Record<ElementOp, (m: FloatMath, ...args: Reg[]) => Reg>> = {
  pow: (m, x, y) => scalarOnly.pow(m, x as Reg, y as Reg),
  sin: (m, x) => scalarOnly.sin(m, x as Reg),
  cos: (m, x) => scalarOnly.cos(m, x as Reg),
  atan: (m, x) => scalarOnly.atan(m, x as Reg),
  atan2: (m, y, x) => scalarOnly.atan2(m, y as Reg, x as Reg),
  rem: (m, x, y) => scalarOnly.rem(m, x as Reg, y as Reg),
};

const DIRECT: Partial<Record<ElementOp, KernelOp>> = {
  add: 'add',
  sub: 'sub',
  mul: 'mul',
  max: 'max',
  min: 'min',
  neg: 'neg',
  abs: 'abs',
  sqrt: 'sqrt',
  floor: 'floor',
  ceil: 'ceil',
  round: 'nearest',
  bitAnd: 'and',
  bitOr: 'or',
  bitXor: 'xor',
};

const COMPARES = { eq: 'eq', ne: 'ne', lt: 'lt', le: 'le', gt: 'gt', ge: 'ge' } as const;
const UNSIGNED = {
  lt: 'ltUnsigned',
  le: 'leUnsigned',
  gt: 'gtUnsigned',
  ge: 'geUnsigned',
  eq: 'eq',
  ne: 'ne',
} as const;
const isCompare = (op: ElementOp): op is keyof typeof COMPARES => op in COMPARES;

/** Whether an expression can be computed for several lanes at once on every target. */
export function isVectorizable(expr: Expr): boolean {
  if (expr.kind !== 'op') return true;
  if (expr.op in SCALAR_ONLY) return false;
  if (expr.op === 'shiftLeft' || expr.op === 'shiftRight') return expr.args[1]?.kind === 'const';
  if (expr.op === 'div') return expr.dtype === 'float32';
  return true;
}

/**
 * Emits expressions at one point of a loop nest, in scalar or vector registers. Each expression is emitted once.
 * Booleans come in two forms: masks, as comparisons make them, and data, 0 or 1 as memory has them.
 */
export class ExprEmitter {
  readonly #b: KernelBuilder;
  readonly #vector: boolean;
  readonly #leaves: Leaves;
  readonly #values: Map<Expr, Reg>;
  readonly #masks: Map<Expr, Reg>;

  constructor(builder: KernelBuilder, vector: boolean, leaves: Leaves, hoisted?: ExprEmitter) {
    this.#b = builder;
    this.#vector = vector;
    this.#leaves = leaves;
    this.#values = new Map(hoisted === undefined ? [] : hoisted.#values);
    this.#masks = new Map(hoisted === undefined ? [] : hoisted.#masks);
  }

  type(dtype: DType): RegType {
    if (dtype === 'float32') return this.#vector ? 'vf32' : 'f32';
    return this.#vector ? 'vi32' : 'i32';
  }

  /** The value as memory holds it. */
  value(expr: Expr): Reg {
    let reg = this.#values.get(expr);
    if (reg === undefined) {
      reg = this.#isMaskNative(expr) ? this.#dataFromMask(this.mask(expr)) : this.#compute(expr);
      this.#values.set(expr, reg);
    }
    return reg;
  }

  /** A boolean as a mask. */
  mask(expr: Expr): Reg {
    let reg = this.#masks.get(expr);
    if (reg === undefined) {
      reg = this.#isMaskNative(expr) ? this.#computeMask(expr) : this.#maskFromData(this.value(expr));
      this.#masks.set(expr, reg);
    }
    return reg;
  }

  /** Emits ahead what a loop's body needs, in the form it will be asked for. */
  hoist(expr: Expr): void {
    if (this.#isMaskNative(expr)) this.mask(expr);
    else this.value(expr);
  }

  #isMaskNative(expr: Expr): expr is ExprOf<'op'> {
    if (expr.kind !== 'op' || expr.dtype !== 'bool') return false;
    if (isCompare(expr.op)) return true;
    return expr.op === 'bitAnd' || expr.op === 'bitOr' || (expr.op === 'cast' && at(expr.args, 0).dtype !== 'bool');
  }

  #computeMask(expr: ExprOf<'op'>): Reg {
    const type = this.type('bool');
    const [a, b] = expr.args;
    if (expr.op === 'cast') {
      const x = at(expr.args, 0);
      return this.#b.op('ne', type, this.value(x), this.#b.const(this.type(x.dtype), 0));
    }
    if (a === undefined || b === undefined) throw new Error(`${expr.op} takes two operands.`);
    if (isCompare(expr.op)) {
      const table = a.dtype === 'uint32' ? UNSIGNED : COMPARES;
      return this.#b.op(table[expr.op], type, this.value(a), this.value(b));
    }
    return this.#b.op(expr.op === 'bitAnd' ? 'and' : 'or', type, this.mask(a), this.mask(b));
  }

  #dataFromMask(mask: Reg): Reg {
    return this.#vector ? this.#b.op('and', 'vi32', mask, this.#b.const('vi32', 1)) : mask;
  }

  #maskFromData(data: Reg): Reg {
    return this.#vector ? this.#b.op('ne', 'vi32', data, this.#b.const('vi32', 0)) : data;
  }

  #compute(expr: Expr): Reg {
    const type = this.type(expr.dtype);
    switch (expr.kind) {
      case 'const':
        return this.#b.const(type, expr.value);
      case 'load':
        return this.#leaves.load(expr, type);
      case 'accumulator':
        return this.#leaves.accumulator(expr.index);
      case 'index': {
        const counter = this.#leaves.counter(expr, this.type('int32'));
        return expr.dtype === 'float32' ? this.#b.op('toFloat', type, counter) : counter;
      }
      case 'random':
        return this.#threefry(
          this.value(expr.args[0]),
          this.value(expr.args[1]),
          this.#leaves.counter(expr, this.type('uint32')),
        );
      case 'op':
        return this.#operation(expr, type);
    }
  }

  #operation(expr: ExprOf<'op'>, type: RegType): Reg {
    const b = this.#b;
    const { op, args, dtype } = expr;
    const first = at(args, 0);
    if (op === 'where') return b.op('select', type, this.mask(first), this.value(at(args, 1)), this.value(at(args, 2)));
    if (op === 'cast') return this.#cast(first, dtype);
    if (op === 'bitcast') {
      const x = this.value(first);
      return x.type === type ? x : b.op('bitcast', type, x);
    }
    const regs = args.map((arg) => this.value(arg));
    const x = at(regs, 0);
    const elementaryFunction = ELEMENTARY[op];
    if (elementaryFunction !== undefined) return elementaryFunction(new FloatMath(b, this.#vector ? 'vf32' : 'f32'), x);
    const scalarFunction = SCALAR_ONLY[op];
    if (scalarFunction !== undefined && dtype === 'float32') {
      const wide = regs.map((reg) => b.op('widen', 'f64', reg));
      return b.op('narrow', 'f32', scalarFunction(new FloatMath(b, 'f64'), ...wide));
    }
    if (dtype !== 'float32') return this.#integerOperation(op, dtype, type, args, regs);
    if (op === 'max' || op === 'min') return this.#extreme(op, type, args, regs);
    const direct = DIRECT[op];
    if (direct !== undefined) return b.op(direct, type, ...regs);
    switch (op) {
      case 'div':
        return b.op('div', type, x, at(regs, 1));
      case 'rsqrt':
        return b.op('div', type, b.const(type, 1), b.op('sqrt', type, x));
      case 'sign':
        return this.#sign(x, type);
      default:
        throw new Error(`No kernel for ${op} of ${dtype}.`);
    }
  }

  /** Against a constant only the other operand can be NaN. */
  #extreme(op: 'max' | 'min', type: RegType, args: readonly Expr[], regs: readonly Reg[]): Reg {
    const [a, b] = [at(args, 0), at(args, 1)];
    const [x, y] = [at(regs, 0), at(regs, 1)];
    const fast = op === 'max' ? 'maxOr' : 'minOr';
    if (b.kind === 'const' && !Number.isNaN(b.value)) return this.#b.op(fast, type, x, y);
    if (a.kind === 'const' && !Number.isNaN(a.value)) return this.#b.op(fast, type, y, x);
    return this.#b.op(op, type, x, y);
  }

  #integerOperation(op: ElementOp, dtype: DType, type: RegType, args: readonly Expr[], regs: readonly Reg[]): Reg {
    const b = this.#b;
    const x = at(regs, 0);
    const unsigned = dtype === 'uint32';
    if (op === 'max' || op === 'min') return b.op(unsigned ? `${op}Unsigned` : op, type, x, at(regs, 1));
    if (unsigned && op === 'abs') return x;
    const direct = DIRECT[op];
    if (direct !== undefined) return b.op(direct, type, ...regs);
    switch (op) {
      case 'shiftLeft':
      case 'shiftRight': {
        const amount = at(args, 1);
        const shift = op === 'shiftLeft' ? 'shl' : 'shr';
        if (amount.kind === 'const')
          return amount.value < 0 || amount.value > 31 ? b.const(type, 0) : b.shift(shift, x, amount.value);
        const bits = at(regs, 1);
        const inside = b.op('leUnsigned', type, bits, b.const(type, 31));
        return b.op('select', type, inside, b.op(shift, type, x, bits), b.const(type, 0));
      }
      case 'div':
      case 'rem':
        return this.#integerDivision(op, unsigned, type, x, at(regs, 1));
      case 'sign':
        if (unsigned) return b.op('minUnsigned', type, x, b.const(type, 1));
        return b.op('max', type, b.op('min', type, x, b.const(type, 1)), b.const(type, -1));
      case 'pow':
        return this.#integerPower(type, x, at(regs, 1));
      default:
        throw new Error(`No kernel for ${op} of ${dtype}.`);
    }
  }

  /** Division by zero gives 0; a divisor of -1 is a negation, so that the smallest integer doesn't trap. */
  #integerDivision(op: 'div' | 'rem', unsigned: boolean, type: RegType, x: Reg, y: Reg): Reg {
    const b = this.#b;
    const zero = b.const(type, 0);
    const one = b.const(type, 1);
    const byZero = b.op('eq', type, y, zero);
    if (unsigned) {
      const safe = b.op('select', type, byZero, one, y);
      return b.op('select', type, byZero, zero, b.op(op === 'div' ? 'divUnsigned' : 'remUnsigned', type, x, safe));
    }
    const byMinusOne = b.op('eq', type, y, b.const(type, -1));
    const safe = b.op('select', type, b.op('or', type, byZero, byMinusOne), one, y);
    const regular = b.op('select', type, byZero, zero, b.op(op, type, x, safe));
    return b.op('select', type, byMinusOne, op === 'div' ? b.op('sub', type, zero, x) : zero, regular);
  }

  /** Binary exponentiation over the 31 bits of a non-negative exponent; negative ones leave only powers of 1 and -1. */
  #integerPower(type: RegType, base: Reg, exponent: Reg): Reg {
    const b = this.#b;
    const [zero, one] = [b.const(type, 0), b.const(type, 1)];
    const result = b.reg(type);
    const square = b.reg(type);
    const rest = b.reg(type);
    b.copy(result, one);
    b.copy(square, base);
    b.copy(rest, exponent);
    b.loop(0, 31, 1, () => {
      const odd = b.op('ne', type, b.op('and', type, rest, one), zero);
      b.copy(result, b.op('select', type, odd, b.op('mul', type, result, square), result));
      b.copy(square, b.op('mul', type, square, square));
      b.copy(rest, b.shift('shr', rest, 1));
    });
    const minusOne = b.const(type, -1);
    const odd = b.op('ne', type, b.op('and', type, exponent, one), zero);
    const ofMinusOne = b.op('select', type, odd, minusOne, one);
    const inverse = b.op(
      'select',
      type,
      b.op('eq', type, base, one),
      one,
      b.op('select', type, b.op('eq', type, base, minusOne), ofMinusOne, zero),
    );
    return b.op('select', type, b.op('lt', type, exponent, zero), inverse, result);
  }

  #sign(x: Reg, type: RegType): Reg {
    const b = this.#b;
    const maskType = this.type('bool');
    const zero = b.const(type, 0);
    const negative = b.op('select', type, b.op('lt', maskType, x, zero), b.const(type, -1), x);
    // What is neither positive nor negative (0, -0, NaN) is its own sign.
    return b.op('select', type, b.op('gt', maskType, x, zero), b.const(type, 1), negative);
  }

  #cast(x: Expr, dtype: DType): Reg {
    const type = this.type(dtype);
    const value = this.value(x);
    if (dtype === 'float32')
      return x.dtype === 'float32'
        ? value
        : this.#b.op(x.dtype === 'uint32' ? 'toFloatUnsigned' : 'toFloat', type, value);
    if (x.dtype === 'float32') return this.#b.op(dtype === 'uint32' ? 'toIntUnsigned' : 'toInt', type, value);
    return value;
  }

  /** Threefry-2x32 of the counter (0, c), its two words folded by xor: see graph/primitives/random.ts. */
  #threefry(k0: Reg, k1: Reg, counter: Reg): Reg {
    const b = this.#b;
    const type = this.type('uint32');
    const add = (x: Reg, y: Reg) => b.op('add', type, x, y);
    const xor = (x: Reg, y: Reg) => b.op('xor', type, x, y);
    const keys = [k0, k1, xor(xor(k0, k1), b.const(type, THREEFRY_PARITY))];
    let x0 = k0;
    let x1 = add(counter, k1);
    for (let group = 0; group < 5; group++) {
      for (const bits of at(THREEFRY_ROTATIONS, group % 2)) {
        x0 = add(x0, x1);
        x1 = xor(b.op('or', type, b.shift('shl', x1, bits), b.shift('shr', x1, 32 - bits)), x0);
      }
      x0 = add(x0, at(keys, (group + 1) % 3));
      x1 = add(add(x1, at(keys, (group + 2) % 3)), b.const(type, group + 1));
    }
    return xor(x0, x1);
  }
}
