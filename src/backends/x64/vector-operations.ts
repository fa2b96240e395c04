import type { Instr, KernelOp, Reg, RegType } from '../../compiler/kernel.ts';
import { at } from '../../support/shape.ts';
import { type Assembler, type Form, type Memory, type Modifiers, type Operand, RAX } from './assembler.ts';
import * as forms from './forms.ts';
import { type Frame, isGeneral, isVector } from './frame.ts';

/** Predicates that do not signal: comparisons with NaN are false, but for ne. */
export const FLOAT_PREDICATE: Partial<Record<KernelOp, number>> = {
  eq: 0,
  lt: 0x11,
  le: 0x12,
  ne: 4,
  ge: 0x1d,
  gt: 0x1e,
};
export const UNORDERED = 3;
export const ORDERED = 7;
export const GREATER_EQUAL = 0x1d;
const FLOAT_BINARY: Partial<Record<KernelOp, forms.FloatForms>> = {
  add: forms.ADD,
  sub: forms.SUB,
  mul: forms.MUL,
  div: forms.DIV,
};
const ROUNDING: Partial<Record<KernelOp, number>> = { nearest: 8, floor: 9, ceil: 10, trunc: 11 };
const COMPARISONS: ReadonlySet<KernelOp> = new Set([
  'eq',
  'ne',
  'lt',
  'le',
  'ge',
  'gt',
  'ltUnsigned',
  'leUnsigned',
  'geUnsigned',
  'gtUnsigned',
]);
const COMMUTATIVE: ReadonlySet<KernelOp> = new Set([
  'add',
  'mul',
  'and',
  'or',
  'xor',
  'min',
  'max',
  'minUnsigned',
  'maxUnsigned',
]);

export type FloatType = 'vf32' | 'f32' | 'f64';
export const isFloat = (type: RegType): type is FloatType => type === 'vf32' || type === 'f32' || type === 'f64';

type Conversion = 'bitcast' | 'widen' | 'narrow' | 'toFloat' | 'toFloatUnsigned';
export type ToInteger = 'toInt' | 'toIntInRange' | 'toIntUnsigned';

/**
 * Operations whose operands or result are in vector registers, float scalars among them. What AVX-512 and AVX2 do
 * alike is here; what one of them lacks is in the two classes below this one.
 */
export abstract class VectorOperations {
  /** 32-bit elements of a vector register. */
  abstract readonly lanes: number;
  protected readonly asm: Assembler;
  protected readonly frame: Frame;

  constructor(asm: Assembler, frame: Frame) {
    this.asm = asm;
    this.frame = frame;
  }

  /** Whether a comparison can leave its result where a select right after it takes it from, unless it is wanted elsewhere. */
  abstract canKeepMask(compare: Extract<Instr, { kind: 'op' }>, select: Extract<Instr, { kind: 'op' }>): boolean;
  /** Replaces one lane by an element from memory. */
  abstract loadLane(dst: Reg, lane: number, address: Memory): void;
  abstract storeLane(src: Reg, lane: number, address: Memory): void;
  /** Stores the first `count` lanes, next to each other. */
  abstract storeFirstLanes(src: Reg, count: number, address: Memory): void;
  /** A block of `lanes` x `lanes`, in place. */
  abstract transpose(regs: readonly Reg[]): void;
  /** A machine register whose first lane is lane `lane` of a vector. */
  protected abstract laneFirst(src: Reg, lane: number): number;
  protected abstract splatGeneral(dst: Reg, src: Reg): void;
  protected abstract compare(op: KernelOp, dst: Reg, a: Reg, b: Reg, maskStays: boolean): void;
  protected abstract select(dst: Reg, mask: Reg, a: Reg, b: Reg, maskIsThere: boolean): void;
  /** Minimum or maximum that keeps NaN, with -0 below 0. */
  protected abstract extreme(op: 'min' | 'max', type: FloatType, dst: Reg, a: Reg, b: Reg): void;
  protected abstract toInt(op: ToInteger, dst: Reg, a: Reg): void;
  protected abstract fromUnsigned(dst: Reg, a: Reg): void;

  /**
   * @param mask a comparison's mask is wanted only by the select that follows; a select finds its mask where the
   * comparison before left it
   */
  encode(op: KernelOp, dst: Reg, args: readonly Reg[], mask: boolean): void {
    const a = at(args, 0);
    const b = args[1] ?? a;
    if (COMPARISONS.has(op)) return this.compare(op, dst, a, b, mask);
    switch (op) {
      case 'fma':
        return this.#multiplyAdd(dst, a, b, at(args, 2));
      case 'select':
        return this.select(dst, a, b, at(args, 2), mask);
      case 'toFloatUnsigned':
        return this.fromUnsigned(dst, a);
      case 'bitcast':
      case 'widen':
      case 'narrow':
      case 'toFloat':
        return this.#convert(op, dst, a);
      case 'toInt':
      case 'toIntInRange':
      case 'toIntUnsigned':
        return this.toInt(op, dst, a);
      default:
        if (isFloat(a.type)) return this.#float(op, a.type, dst, a, b);
        return this.#integer(op, dst, a, b);
    }
  }

  shift(op: 'shl' | 'shr', dst: Reg, src: Reg, bits: number): void {
    const from = this.frame.vectorRegister(src, this.frame.scratch2);
    const to = this.frame.target(dst);
    this.asm.vector(forms.SHIFT_IMMEDIATE, op === 'shl' ? 6 : 2, to, from, false, { immediate: bits });
    this.frame.setVector(dst, to);
  }

  splat(dst: Reg, src: Reg): void {
    if (isGeneral(src.type)) return this.splatGeneral(dst, src);
    const to = this.frame.target(dst);
    this.asm.vector(forms.BROADCAST, to, 0, this.frame.operand(src, false));
    this.frame.setVector(dst, to);
  }

  extract(dst: Reg, src: Reg, lane: number): void {
    const register = this.laneFirst(src, lane);
    if (!isGeneral(dst.type)) return this.frame.setVector(dst, register);
    this.asm.vector(forms.MOVE_TO_GENERAL, register, 0, RAX);
    this.frame.setGeneral(dst, RAX);
  }

  laneIndex(dst: Reg): void {
    const to = this.frame.target(dst);
    const indices = Int32Array.from({ length: this.lanes }, (_, i) => i);
    this.asm.vector(forms.LOAD, to, 0, { pool: this.asm.pool.place(indices) });
    this.frame.setVector(dst, to);
  }

  /** form on whole vectors or on one element, whose last operand may be in memory. */
  protected emit(form: Form, to: number, source: number, rm: Reg, modifiers?: Modifiers): void {
    const operand = this.frame.operand(rm, form.element === undefined);
    this.asm.vector(form, to, source, operand, !isVector(rm.type), modifiers);
  }

  protected binary(form: Form, dst: Reg, a: Reg, b: Reg): void {
    const to = this.frame.target(dst);
    this.emit(form, to, this.frame.vectorRegister(a, this.frame.scratch2), b);
    this.frame.setVector(dst, to);
  }

  protected zero(register: number): void {
    this.asm.vector(forms.VECTOR_INTEGER.xor, register, register, register);
  }

  /** The same 32 bits in all lanes, as an operand of instructions on vectors. */
  protected allLanes(bits: number): Memory {
    const { pool, encoding } = this.asm;
    return encoding === 'vex' ? { pool: pool.int32x8(bits) } : { pool: pool.int32(bits), spread: true };
  }

  #float(op: KernelOp, type: FloatType, dst: Reg, first: Reg, second: Reg): void {
    const { frame } = this;
    const swap = COMMUTATIVE.has(op) && frame.constant(first) !== undefined;
    const [a, b] = swap ? [second, first] : [first, second];
    const binary = FLOAT_BINARY[op];
    if (binary !== undefined) return this.binary(binary[type], dst, a, b);
    switch (op) {
      // minps a, b is a < b ? a : b.
      case 'minOr':
        return this.binary(forms.MIN[type], dst, b, a);
      case 'maxOr':
        return this.binary(forms.MAX[type], dst, b, a);
      case 'min':
      case 'max':
        return this.extreme(op, type, dst, a, b);
      case 'abs':
      case 'neg':
        return this.#sign(op, type, dst, a);
    }
    const rounding = ROUNDING[op];
    if (rounding === undefined && op !== 'sqrt') throw new Error(`No instruction for ${op} on ${type}.`);
    // Element forms take the upper lanes of the result from a source, which nobody reads.
    const upper = type === 'vf32' ? 0 : (frame.register(a) ?? frame.scratch);
    const to = frame.target(dst);
    if (rounding === undefined) this.emit(forms.SQRT[type], to, upper, a);
    else this.emit(forms.ROUND[type], to, upper, a, { immediate: rounding });
    frame.setVector(dst, to);
  }

  #sign(op: 'abs' | 'neg', type: FloatType, dst: Reg, a: Reg): void {
    const to = this.frame.target(dst);
    const source = this.frame.vectorRegister(a, this.frame.scratch2);
    const form = op === 'neg' ? forms.VECTOR_INTEGER.xor : forms.VECTOR_INTEGER.and;
    const bit = 1n << 63n;
    const mask = op === 'neg' ? bit : bit - 1n;
    const rm =
      type === 'f64'
        ? { pool: this.asm.pool.place(BigUint64Array.of(mask, mask)) }
        : this.allLanes(op === 'neg' ? 0x80000000 : 0x7fffffff);
    this.asm.vector(form, to, source, rm, type !== 'vf32');
    this.frame.setVector(dst, to);
  }

  #integer(op: KernelOp, dst: Reg, first: Reg, second: Reg): void {
    const swap = COMMUTATIVE.has(op) && this.frame.constant(first) !== undefined;
    const [a, b] = swap ? [second, first] : [first, second];
    switch (op) {
      case 'add':
      case 'sub':
      case 'mul':
      case 'and':
      case 'or':
      case 'xor':
      case 'min':
      case 'max':
      case 'minUnsigned':
      case 'maxUnsigned':
      case 'shl':
      case 'shr':
      case 'shrSigned':
        return this.binary(forms.VECTOR_INTEGER[op], dst, a, b);
      case 'abs': {
        const to = this.frame.target(dst);
        this.emit(forms.ABS_INTEGER, to, 0, a);
        return this.frame.setVector(dst, to);
      }
      case 'neg': {
        const to = this.frame.target(dst);
        this.zero(this.frame.scratch2);
        this.emit(forms.VECTOR_INTEGER.sub, to, this.frame.scratch2, a);
        return this.frame.setVector(dst, to);
      }
      default:
        throw new Error(`No instruction for ${op} on ${a.type}.`);
    }
  }

  #multiplyAdd(dst: Reg, first: Reg, second: Reg, c: Reg): void {
    const { frame } = this;
    const type = dst.type;
    if (!isFloat(type)) throw new Error(`No multiply-add on ${type}.`);
    const [a, b] = frame.constant(first) === undefined ? [first, second] : [second, first];
    const inPlace = c === dst && a !== dst && b !== dst;
    const to = inPlace || (a !== dst && b !== dst) ? frame.target(dst) : frame.scratch;
    if (!inPlace && frame.register(c) === undefined) {
      frame.loadVector(to, a);
      this.emit(forms.FMA_213[type], to, frame.vectorRegister(b, frame.scratch2), c);
    } else {
      frame.loadVector(to, c);
      this.emit(forms.FMA_231[type], to, frame.vectorRegister(a, frame.scratch2), b);
    }
    frame.setVector(dst, to);
  }

  #convert(op: Exclude<Conversion, 'toFloatUnsigned'>, dst: Reg, a: Reg): void {
    const { frame, asm } = this;
    if (isGeneral(dst.type)) {
      if (op !== 'bitcast' || a.type !== 'f32') throw new Error(`No conversion ${op} from ${a.type} to ${dst.type}.`);
      asm.vector(forms.MOVE_TO_GENERAL, frame.vectorRegister(a, frame.scratch), 0, RAX);
      return frame.setGeneral(dst, RAX);
    }
    const to = frame.target(dst);
    if (isGeneral(a.type)) {
      const from = frame.generalRegister(a, RAX);
      if (op === 'bitcast') asm.vector(forms.MOVE_FROM_GENERAL, to, 0, from);
      else this.fromGeneral(fromInteger(op, a.type, dst.type), to, from);
      return frame.setVector(dst, to);
    }
    if (op === 'bitcast') frame.loadVector(to, a);
    else if (isVector(a.type)) this.emit(forms.FROM_SIGNED, to, 0, a);
    else {
      const source = frame.vectorRegister(a, frame.scratch2);
      asm.vector(op === 'widen' ? forms.F64_FROM_F32 : forms.F32_FROM_F64, to, source, source);
    }
    frame.setVector(dst, to);
  }

  /** The other lanes come from a register that is always there, so that nothing waits for what was in `to`. */
  protected fromGeneral(form: Form, to: number, from: Operand): void {
    this.zero(this.frame.scratch2);
    this.asm.vector(form, to, this.frame.scratch2, from);
  }
}

function fromInteger(op: Conversion, from: RegType, to: RegType): Form {
  if (op === 'toFloat' && to === 'f64' && from === 'i32') return forms.F64_FROM_SIGNED;
  if (op === 'toFloat' && to === 'f32') return from === 'index' ? forms.F32_FROM_SIGNED_64 : forms.F32_FROM_SIGNED;
  throw new Error(`No conversion ${op} from ${from} to ${to}.`);
}
