import type { KernelBuilder } from '../builder.ts';
import type { KernelOp, Reg } from '../kernel.ts';

/** Float arithmetic of one width, scalar or vector: what elementary functions are written in. */
export class FloatMath {
  readonly #b: KernelBuilder;
  readonly #float: 'f32' | 'vf32' | 'f64';
  readonly #int: 'i32' | 'vi32';

  constructor(builder: KernelBuilder, float: 'f32' | 'vf32' | 'f64') {
    this.#b = builder;
    this.#float = float;
    this.#int = float === 'vf32' ? 'vi32' : 'i32';
  }

  constant(value: number): Reg {
    return this.#b.const(this.#float, value);
  }
  int(value: number): Reg {
    return this.#b.const(this.#int, value);
  }
  op(op: KernelOp, ...args: Reg[]): Reg {
    return this.#b.op(op, this.#float, ...args);
  }
  intOp(op: KernelOp, ...args: Reg[]): Reg {
    return this.#b.op(op, this.#int, ...args);
  }
  add(a: Reg, b: Reg | number): Reg {
    return this.op('add', a, this.#reg(b));
  }
  sub(a: Reg | number, b: Reg | number): Reg {
    return this.op('sub', this.#reg(a), this.#reg(b));
  }
  mul(a: Reg, b: Reg | number): Reg {
    return this.op('mul', a, this.#reg(b));
  }
  div(a: Reg | number, b: Reg): Reg {
    return this.op('div', this.#reg(a), b);
  }
  fma(a: Reg, b: Reg | number, c: Reg | number): Reg {
    return this.op('fma', a, this.#reg(b), this.#reg(c));
  }
  /** NaN stays NaN. */
  min(a: Reg, b: number): Reg {
    return this.op('minOr', a, this.#reg(b));
  }
  max(a: Reg, b: number): Reg {
    return this.op('maxOr', a, this.#reg(b));
  }
  compare(op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge', a: Reg, b: Reg | number): Reg {
    return this.intOp(op, a, this.#reg(b));
  }
  select(mask: Reg, a: Reg | number, b: Reg | number): Reg {
    return this.op('select', mask, this.#reg(a), this.#reg(b));
  }
  /** Horner's rule; coefficients from the highest power down. */
  polynomial(x: Reg, coefficients: readonly number[]): Reg {
    const [first = 0, ...rest] = coefficients;
    return rest.reduce<Reg>((sum, c) => this.fma(sum, x, c), this.constant(first));
  }
  /** 2^n for integers n in -126..127, by building the bits. */
  powerOfTwo(n: Reg): Reg {
    const bits = this.#b.shift('shl', this.intOp('add', n, this.int(127)), 23);
    if (this.#float === 'f64') return this.op('widen', this.#b.op('bitcast', 'f32', bits));
    return this.op('bitcast', bits);
  }
  /** n >> 1, rounding down, for |n| < 2^30. */
  halve(n: Reg): Reg {
    const lifted = this.intOp('add', n, this.int(1 << 30));
    return this.intOp('sub', this.#b.shift('shr', lifted, 1), this.int(1 << 29));
  }
  /** Bits of the float32 that an f64 register holds, and back. */
  narrowBits(x: Reg): Reg {
    return this.intOp('bitcast', this.#b.op('narrow', 'f32', x));
  }
  widenBits(bits: Reg): Reg {
    return this.op('widen', this.#b.op('bitcast', 'f32', bits));
  }
  shiftRight(n: Reg, bits: number): Reg {
    return this.#b.shift('shr', n, bits);
  }
  /** Of an integral value in the range of integers. */
  toInt(x: Reg): Reg {
    return this.intOp('toIntInRange', x);
  }
  toFloat(n: Reg): Reg {
    return this.op('toFloat', n);
  }
  trunc(x: Reg): Reg {
    return this.op('trunc', x);
  }
  /** Where `mask` holds (scalars only), replaces a value `times` times over. */
  repeat(mask: Reg, times: number, start: Reg, step: (value: Reg) => Reg): Reg {
    const value = this.#b.reg(this.#float);
    this.#b.copy(value, start);
    this.#b.if(mask, () => this.#b.loop(0, times, 1, () => this.#b.copy(value, step(value))));
    return value;
  }

  #reg(x: Reg | number): Reg {
    return typeof x === 'number' ? this.constant(x) : x;
  }
}
