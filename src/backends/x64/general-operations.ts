import type { KernelOp, Reg } from '../../compiler/kernel.ts';
import { at } from '../../support/shape.ts';
import { type Assembler, CONDITION, type Condition, type Operand, RAX, RCX, RDX } from './assembler.ts';
import { type Frame, isGeneral } from './frame.ts';

const ARITHMETIC: Partial<Record<KernelOp, number>> = { add: 0, or: 1, and: 4, sub: 5, xor: 6 };
const SHIFT: Partial<Record<KernelOp, number>> = { shl: 4, shr: 5, shrSigned: 7 };
const COMPARE: Partial<Record<KernelOp, Condition>> = {
  eq: CONDITION.equal,
  ne: CONDITION.notEqual,
  lt: CONDITION.less,
  le: CONDITION.lessEqual,
  gt: CONDITION.greater,
  ge: CONDITION.greaterEqual,
  ltUnsigned: CONDITION.below,
  leUnsigned: CONDITION.belowEqual,
  gtUnsigned: CONDITION.above,
  geUnsigned: CONDITION.aboveEqual,
};
/** When the second operand replaces the first. */
const EXTREME: Partial<Record<KernelOp, Condition>> = {
  min: CONDITION.greater,
  max: CONDITION.less,
  minUnsigned: CONDITION.above,
  maxUnsigned: CONDITION.below,
};

/** Operations on integers in general registers: `index` 64-bit, `i32` 32-bit. */
export class GeneralOperations {
  readonly #asm: Assembler;
  readonly #frame: Frame;

  constructor(asm: Assembler, frame: Frame) {
    this.#asm = asm;
    this.#frame = frame;
  }

  encode(op: KernelOp, dst: Reg, args: readonly Reg[]): void {
    const asm = this.#asm;
    const frame = this.#frame;
    const a = at(args, 0);
    const b = args[1] ?? a;
    const wide = a.type === 'index';
    const condition = COMPARE[op];
    if (condition !== undefined) {
      this.compare(a, b);
      asm.setCondition(condition, RAX);
      return frame.setGeneral(dst, RAX);
    }
    const arithmetic = ARITHMETIC[op];
    if (arithmetic !== undefined || op === 'mul') return this.#twoOperands(op, arithmetic, dst, a, b);
    const extreme = EXTREME[op];
    if (extreme !== undefined) {
      const other = frame.generalRegister(b, RCX);
      frame.loadGeneral(RAX, a);
      asm.arithmetic(7, RAX, other, wide);
      asm.moveIf(extreme, RAX, other, wide);
      return frame.setGeneral(dst, RAX);
    }
    const shift = SHIFT[op];
    if (shift !== undefined) {
      frame.loadGeneral(RCX, b);
      frame.loadGeneral(RAX, a);
      asm.general(0xd3, shift, RAX, wide);
      return frame.setGeneral(dst, RAX);
    }
    switch (op) {
      case 'div':
      case 'rem':
      case 'divUnsigned':
      case 'remUnsigned':
        return this.#divide(op, dst, a, b);
      case 'neg':
        frame.loadGeneral(RAX, a);
        asm.general(0xf7, 3, RAX, wide);
        return frame.setGeneral(dst, RAX);
      case 'abs':
        frame.loadGeneral(RAX, a);
        asm.move(RCX, RAX, wide);
        asm.general(0xf7, 3, RCX, wide);
        asm.moveIf(CONDITION.notNegative, RAX, RCX, wide);
        return frame.setGeneral(dst, RAX);
      case 'select':
        return this.#select(dst, a, b, at(args, 2));
      default:
        throw new Error(`No instruction for ${op} on ${a.type}.`);
    }
  }

  shift(op: 'shl' | 'shr', dst: Reg, src: Reg, bits: number): void {
    const to = this.#frame.register(dst) ?? RAX;
    this.#frame.loadGeneral(to, src);
    this.#asm.general(0xc1, op === 'shl' ? 4 : 5, to, src.type === 'index', { value: bits, bytes: 1 });
    this.#frame.setGeneral(dst, to);
  }

  /** Sets the flags. */
  compare(a: Reg | number, b: Reg | number): void {
    const frame = this.#frame;
    const wide = typeof a === 'number' || a.type === 'index';
    let left: number = RAX;
    if (typeof a === 'number') this.#asm.moveImmediate(RAX, a, wide);
    else left = frame.generalRegister(a, RAX);
    const constant = typeof b === 'number' ? b : frame.constant(b);
    if (constant !== undefined) this.#asm.arithmeticImmediate(7, left, constant, wide);
    else if (typeof b !== 'number') this.#asm.arithmetic(7, left, frame.general(b), wide);
  }

  /** Between integer types: addresses are 64-bit, signed. */
  copy(dst: Reg, src: Reg): void {
    const frame = this.#frame;
    const to = frame.register(dst) ?? RAX;
    if (dst.type === 'index' && src.type === 'i32') {
      const from: Operand = frame.constant(src) === undefined ? frame.general(src) : frame.generalRegister(src, RCX);
      this.#asm.general(0x63, to, from, true);
    } else frame.loadGeneral(to, src);
    frame.setGeneral(dst, to);
  }

  #twoOperands(op: KernelOp, arithmetic: number | undefined, dst: Reg, first: Reg, second: Reg): void {
    const asm = this.#asm;
    const frame = this.#frame;
    const wide = dst.type === 'index';
    // A constant stands second where the order does not matter.
    const swap = op !== 'sub' && (frame.constant(first) !== undefined || second === dst);
    const [a, b] = swap ? [second, first] : [first, second];
    const own = frame.register(dst);
    const to = own === undefined || b === dst ? RAX : own;
    const constant = frame.constant(b);
    const base = frame.constant(a) === undefined ? frame.register(a) : undefined;
    if (op === 'mul' && constant !== undefined && frame.constant(a) === undefined) {
      asm.general(0x69, to, frame.general(a), wide, { value: constant, bytes: 4 });
    } else if (op === 'add' && base !== undefined && base !== to && constant !== undefined) {
      asm.lea(to, { base, disp: constant | 0 }, wide);
    } else if (op === 'add' && base !== undefined && base !== to && frame.register(b) !== undefined) {
      asm.lea(to, { base, index: frame.register(b) ?? RCX, disp: 0 }, wide);
    } else {
      frame.loadGeneral(to, a);
      if (arithmetic === undefined) asm.general(0x0faf, to, this.#operand(b), wide);
      else if (constant !== undefined) asm.arithmeticImmediate(arithmetic, to, constant, wide);
      else asm.arithmetic(arithmetic, to, frame.general(b), wide);
    }
    frame.setGeneral(dst, to);
  }

  #divide(op: 'div' | 'rem' | 'divUnsigned' | 'remUnsigned', dst: Reg, a: Reg, b: Reg): void {
    const asm = this.#asm;
    const wide = a.type === 'index';
    const signed = op === 'div' || op === 'rem';
    this.#frame.loadGeneral(RCX, b);
    this.#frame.loadGeneral(RAX, a);
    if (!signed) asm.arithmetic(6, RDX, RDX, false);
    else if (wide) asm.bytes(0x48, 0x99);
    else asm.bytes(0x99);
    asm.general(0xf7, signed ? 7 : 6, RCX, wide);
    this.#frame.setGeneral(dst, op === 'div' || op === 'divUnsigned' ? RAX : RDX);
  }

  #select(dst: Reg, mask: Reg, a: Reg, b: Reg): void {
    const frame = this.#frame;
    const yes = frame.generalRegister(a, RDX);
    frame.loadGeneral(RAX, b);
    this.test(mask);
    this.#asm.moveIf(CONDITION.notEqual, RAX, yes, dst.type === 'index');
    frame.setGeneral(dst, RAX);
  }

  /** Compares a mask with 0. */
  test(mask: Reg): void {
    if (!isGeneral(mask.type)) throw new Error('A condition is an integer.');
    const register = this.#frame.generalRegister(mask, RCX);
    this.#asm.general(0x85, register, register, false);
  }

  #operand(reg: Reg): Operand {
    return this.#frame.constant(reg) === undefined ? this.#frame.general(reg) : this.#frame.generalRegister(reg, RCX);
  }
}
