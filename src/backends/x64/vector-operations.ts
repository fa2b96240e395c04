import type { KernelOp, Reg, RegType } from '../../compiler/kernel.ts';
import { at } from '../../support/shape.ts';
import { type Assembler, type Form, RAX } from './assembler.ts';
import * as forms from './forms.ts';
import { bytesOf, type Frame, isGeneral, isVector, SCRATCH, SCRATCH_2 } from './frame.ts';

/** The mask register that everything here uses. */
const K1 = 1;

/** Predicates that do not signal: comparisons with NaN are false, but for ne. */
const FLOAT_PREDICATE: Partial<Record<KernelOp, number>> = { eq: 0, lt: 0x11, le: 0x12, ne: 4, ge: 0x1d, gt: 0x1e };
const UNORDERED = 3;
const ORDERED = 7;
const INTEGER_PREDICATE: Partial<Record<KernelOp, readonly [form: Form, predicate: number]>> = {
  eq: [forms.COMPARE_SIGNED, 0],
  ne: [forms.COMPARE_SIGNED, 4],
  lt: [forms.COMPARE_SIGNED, 1],
  le: [forms.COMPARE_SIGNED, 2],
  ge: [forms.COMPARE_SIGNED, 5],
  gt: [forms.COMPARE_SIGNED, 6],
  ltUnsigned: [forms.COMPARE_UNSIGNED, 1],
  leUnsigned: [forms.COMPARE_UNSIGNED, 2],
  geUnsigned: [forms.COMPARE_UNSIGNED, 5],
  gtUnsigned: [forms.COMPARE_UNSIGNED, 6],
};
const FLOAT_BINARY: Partial<Record<KernelOp, forms.FloatForms>> = {
  add: forms.ADD,
  sub: forms.SUB,
  mul: forms.MUL,
  div: forms.DIV,
};
const ROUNDING: Partial<Record<KernelOp, number>> = { nearest: 8, floor: 9, ceil: 10, trunc: 11 };
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

type FloatType = 'vf32' | 'f32' | 'f64';
const isFloat = (type: RegType): type is FloatType => type === 'vf32' || type === 'f32' || type === 'f64';

/** Whether an operation leaves its result in the mask register before it is moved elsewhere. */
export const setsMask = (op: KernelOp, operand: RegType): boolean =>
  op in INTEGER_PREDICATE && !isGeneral(operand) && !(isFloat(operand) && !(op in FLOAT_PREDICATE));

/** Operations whose operands or result are in vector registers, float scalars among them. */
export class VectorOperations {
  readonly #asm: Assembler;
  readonly #frame: Frame;

  constructor(asm: Assembler, frame: Frame) {
    this.#asm = asm;
    this.#frame = frame;
  }

  /**
   * @param maskStays a comparison's mask is wanted in the mask register only; a select finds its mask there
   */
  encode(op: KernelOp, dst: Reg, args: readonly Reg[], maskStays: boolean): void {
    const a = at(args, 0);
    const b = args[1] ?? a;
    if (setsMask(op, a.type)) return this.#compare(op, dst, a, b, maskStays);
    switch (op) {
      case 'fma':
        return this.#multiplyAdd(dst, a, b, at(args, 2));
      case 'select':
        return this.#select(dst, a, b, at(args, 2), maskStays);
      case 'bitcast':
      case 'widen':
      case 'narrow':
      case 'toFloat':
      case 'toFloatUnsigned':
        return this.#convert(op, dst, a);
      case 'toInt':
      case 'toIntInRange':
      case 'toIntUnsigned':
        return this.#toInt(op, dst, a);
      default:
        if (isFloat(a.type)) return this.#float(op, a.type, dst, a, b);
        return this.#integer(op, dst, a, b);
    }
  }

  shift(op: 'shl' | 'shr', dst: Reg, src: Reg, bits: number): void {
    const from = this.#frame.vectorRegister(src, SCRATCH_2);
    const to = this.#frame.target(dst);
    this.#asm.evex(forms.SHIFT_IMMEDIATE, { reg: op === 'shl' ? 6 : 2, source: to, rm: from, immediate: bits });
    this.#frame.setVector(dst, to);
  }

  /** Keeps only lanes of K1 in what is moved to or from memory from now on: the lowest `bits`. */
  setMask(bits: number): void {
    this.#asm.moveImmediate(RAX, bits, false);
    this.#asm.maskFromGeneral(K1, RAX);
  }

  /** dst = form(source, rm), where rm may be in memory. */
  #emit(form: Form, to: number, source: number, rm: Reg, options: { immediate?: number; mask?: number } = {}): void {
    const packed = form.element === undefined;
    this.#asm.evex(form, {
      reg: to,
      source,
      ...this.#frame.operand(rm, packed),
      bytes: bytesOf(rm.type),
      ...options,
    });
  }

  #binary(form: Form, dst: Reg, a: Reg, b: Reg, immediate?: number): void {
    const to = this.#frame.target(dst);
    this.#emit(form, to, this.#frame.vectorRegister(a, SCRATCH_2), b, immediate === undefined ? {} : { immediate });
    this.#frame.setVector(dst, to);
  }

  #float(op: KernelOp, type: FloatType, dst: Reg, first: Reg, second: Reg): void {
    const swap = COMMUTATIVE.has(op) && this.#frame.constant(first) !== undefined;
    const [a, b] = swap ? [second, first] : [first, second];
    const binary = FLOAT_BINARY[op];
    if (binary !== undefined) return this.#binary(binary[type], dst, a, b);
    const rounding = ROUNDING[op];
    // Element forms take the upper lanes of the result from a source, which nobody reads.
    const upper = type === 'vf32' ? 0 : (this.#frame.register(a) ?? SCRATCH);
    const to = this.#frame.target(dst);
    if (rounding !== undefined || op === 'sqrt') {
      if (rounding === undefined) this.#emit(forms.SQRT[type], to, upper, a);
      else this.#emit(forms.ROUND[type], to, upper, a, { immediate: rounding });
      return this.#frame.setVector(dst, to);
    }
    switch (op) {
      // minps a, b is a < b ? a : b.
      case 'minOr':
        return this.#binary(forms.MIN[type], dst, b, a);
      case 'maxOr':
        return this.#binary(forms.MAX[type], dst, b, a);
      case 'min':
        return this.#extreme(4, type, dst, a, b);
      case 'max':
        return this.#extreme(5, type, dst, a, b);
      case 'abs':
      case 'neg':
        return this.#sign(op, type, dst, a);
      default:
        throw new Error(`No instruction for ${op} on ${type}.`);
    }
  }

  /** NaN + anything is NaN, which the instruction for minimum and maximum does not keep. */
  #extreme(control: number, type: FloatType, dst: Reg, a: Reg, b: Reg): void {
    const source = this.#frame.vectorRegister(a, SCRATCH_2);
    this.#emit(forms.RANGE[type], SCRATCH, source, b, { immediate: control });
    this.#emit(forms.COMPARE[type], K1, source, b, { immediate: UNORDERED });
    this.#emit(forms.ADD[type], SCRATCH, source, b, { mask: K1 });
    this.#frame.setVector(dst, SCRATCH);
  }

  #sign(op: 'abs' | 'neg', type: FloatType, dst: Reg, a: Reg): void {
    const { pool } = this.#asm;
    const to = this.#frame.target(dst);
    const source = this.#frame.vectorRegister(a, SCRATCH_2);
    const bit = op === 'neg';
    const constant =
      type === 'f64'
        ? pool.place(BigUint64Array.of(bit ? 1n << 63n : (1n << 63n) - 1n))
        : pool.int32(bit ? 0x80000000 : 0x7fffffff);
    const narrow = bit ? forms.VECTOR_INTEGER.xor : forms.VECTOR_INTEGER.and;
    const form = type === 'f64' ? (bit ? forms.XOR_64 : forms.AND_64) : narrow;
    this.#asm.evex(form, { reg: to, source, rm: { pool: constant }, broadcast: true, bytes: bytesOf(type) });
    this.#frame.setVector(dst, to);
  }

  #integer(op: KernelOp, dst: Reg, first: Reg, second: Reg): void {
    const swap = COMMUTATIVE.has(op) && this.#frame.constant(first) !== undefined;
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
        return this.#binary(forms.VECTOR_INTEGER[op], dst, a, b);
      case 'abs': {
        const to = this.#frame.target(dst);
        this.#emit(forms.ABS_INTEGER, to, 0, a);
        return this.#frame.setVector(dst, to);
      }
      case 'neg': {
        const to = this.#frame.target(dst);
        this.#zero(SCRATCH_2);
        this.#emit(forms.VECTOR_INTEGER.sub, to, SCRATCH_2, a);
        return this.#frame.setVector(dst, to);
      }
      default:
        throw new Error(`No instruction for ${op} on ${a.type}.`);
    }
  }

  #zero(register: number): void {
    this.#asm.evex(forms.VECTOR_INTEGER.xor, { reg: register, source: register, rm: register });
  }

  #compare(op: KernelOp, dst: Reg, a: Reg, b: Reg, maskStays: boolean): void {
    const source = this.#frame.vectorRegister(a, SCRATCH_2);
    const float = FLOAT_PREDICATE[op];
    const integer = INTEGER_PREDICATE[op];
    if (isFloat(a.type) && float !== undefined) {
      this.#emit(forms.COMPARE[a.type], K1, source, b, { immediate: float });
    } else if (integer !== undefined) this.#emit(integer[0], K1, source, b, { immediate: integer[1] });
    if (maskStays) return;
    if (isGeneral(dst.type)) {
      this.#asm.generalFromMask(RAX, K1);
      return this.#frame.setGeneral(dst, RAX);
    }
    const to = this.#frame.target(dst);
    this.#asm.evex(forms.VECTOR_FROM_MASK, { reg: to, rm: K1 });
    this.#frame.setVector(dst, to);
  }

  #select(dst: Reg, mask: Reg, a: Reg, b: Reg, maskIsThere: boolean): void {
    if (!maskIsThere) {
      if (isGeneral(mask.type)) this.#asm.maskFromGeneral(K1, this.#frame.generalRegister(mask, RAX));
      else this.#asm.evex(forms.MASK_FROM_VECTOR, { reg: K1, rm: this.#frame.vectorRegister(mask, SCRATCH_2) });
    }
    const to = this.#frame.target(dst);
    const source = this.#frame.vectorRegister(b, SCRATCH_2);
    this.#emit(dst.type === 'f64' ? forms.BLEND_64 : forms.BLEND, to, source, a, { mask: K1 });
    this.#frame.setVector(dst, to);
  }

  #multiplyAdd(dst: Reg, first: Reg, second: Reg, c: Reg): void {
    const frame = this.#frame;
    const type = dst.type;
    if (!isFloat(type)) throw new Error(`No multiply-add on ${type}.`);
    const [a, b] = frame.constant(first) === undefined ? [first, second] : [second, first];
    const inPlace = c === dst && a !== dst && b !== dst;
    const to = inPlace || (a !== dst && b !== dst) ? frame.target(dst) : SCRATCH;
    if (!inPlace && frame.register(c) === undefined) {
      frame.loadVector(to, a);
      this.#emit(forms.FMA_213[type], to, frame.vectorRegister(b, SCRATCH_2), c);
    } else {
      frame.loadVector(to, c);
      this.#emit(forms.FMA_231[type], to, frame.vectorRegister(a, SCRATCH_2), b);
    }
    frame.setVector(dst, to);
  }

  #convert(op: 'bitcast' | 'widen' | 'narrow' | 'toFloat' | 'toFloatUnsigned', dst: Reg, a: Reg): void {
    const frame = this.#frame;
    if (isGeneral(dst.type)) {
      if (op !== 'bitcast' || a.type !== 'f32') throw new Error(`No conversion ${op} from ${a.type} to ${dst.type}.`);
      this.#asm.evex(forms.MOVE_TO_GENERAL, { reg: frame.vectorRegister(a, SCRATCH), rm: RAX });
      return frame.setGeneral(dst, RAX);
    }
    const to = frame.target(dst);
    if (isGeneral(a.type)) {
      const from = frame.generalRegister(a, RAX);
      if (op === 'bitcast') this.#asm.evex(forms.MOVE_FROM_GENERAL, { reg: to, rm: from });
      else {
        // The other lanes come from a register that is always there, so that nothing waits for what was in `to`.
        this.#zero(SCRATCH_2);
        this.#asm.evex(fromInteger(op, a.type, dst.type), { reg: to, source: SCRATCH_2, rm: from });
      }
      return frame.setVector(dst, to);
    }
    if (op === 'bitcast') frame.loadVector(to, a);
    else if (isVector(a.type)) this.#emit(op === 'toFloat' ? forms.FROM_SIGNED : forms.FROM_UNSIGNED, to, 0, a);
    else {
      const source = frame.vectorRegister(a, SCRATCH_2);
      this.#asm.evex(op === 'widen' ? forms.F64_FROM_F32 : forms.F32_FROM_F64, { reg: to, source, rm: source });
    }
    frame.setVector(dst, to);
  }

  /** What is out of range converts to the smallest integer (or the greatest unsigned one), so ends need care. */
  #toInt(op: 'toInt' | 'toIntInRange' | 'toIntUnsigned', dst: Reg, a: Reg): void {
    const frame = this.#frame;
    const asm = this.#asm;
    const { pool } = asm;
    const source = frame.vectorRegister(a, SCRATCH_2);
    const bytes = bytesOf(a.type);
    if (a.type === 'f64') {
      let clamped = source;
      if (op === 'toInt') {
        const [lowest, highest] = [pool.float64(-(2 ** 31)), pool.float64(2 ** 31 - 1)];
        const masked = { mask: K1, zeroing: true };
        asm.evex(forms.COMPARE.f64, { reg: K1, source, rm: source, immediate: ORDERED });
        asm.evex(forms.MAX.f64, { reg: SCRATCH, source, rm: { pool: lowest }, ...masked });
        asm.evex(forms.MIN.f64, { reg: SCRATCH, source: SCRATCH, rm: { pool: highest } });
        clamped = SCRATCH;
      } else if (op === 'toIntUnsigned') throw new Error('No conversion toIntUnsigned from f64.');
      asm.evex(forms.SIGNED_FROM_F64, { reg: RAX, rm: clamped });
      return frame.setGeneral(dst, RAX);
    }
    if (op === 'toIntUnsigned') {
      // Greater than 0: neither negative nor NaN.
      const zero = { pool: pool.float32(0) };
      asm.evex(forms.COMPARE.vf32, { reg: K1, source, rm: zero, broadcast: true, bytes, immediate: 0x1e });
      asm.evex(forms.TRUNCATE_UNSIGNED, { reg: SCRATCH, rm: source, bytes, mask: K1, zeroing: true });
    } else if (op === 'toInt') {
      asm.evex(forms.COMPARE.vf32, { reg: K1, source, rm: source, bytes, immediate: ORDERED });
      asm.evex(forms.TRUNCATE, { reg: SCRATCH, rm: source, bytes, mask: K1, zeroing: true });
      const limit = { pool: pool.float32(2 ** 31) };
      asm.evex(forms.COMPARE.vf32, { reg: K1, source, rm: limit, broadcast: true, bytes, immediate: 0x1d });
      const highest = { pool: pool.int32(2 ** 31 - 1) };
      asm.evex(forms.BLEND, { reg: SCRATCH, source: SCRATCH, rm: highest, broadcast: true, bytes, mask: K1 });
    } else asm.evex(forms.TRUNCATE, { reg: SCRATCH, rm: source, bytes });
    if (isVector(dst.type)) return frame.setVector(dst, SCRATCH);
    asm.evex(forms.MOVE_TO_GENERAL, { reg: SCRATCH, rm: RAX });
    frame.setGeneral(dst, RAX);
  }
}

function fromInteger(op: 'widen' | 'narrow' | 'toFloat' | 'toFloatUnsigned', from: RegType, to: RegType): Form {
  if (op === 'toFloat' && to === 'f64' && from === 'i32') return forms.F64_FROM_SIGNED;
  if (op === 'toFloat' && to === 'f32') return from === 'index' ? forms.F32_FROM_SIGNED_64 : forms.F32_FROM_SIGNED;
  if (op === 'toFloatUnsigned' && to === 'f32' && from === 'i32') return forms.F32_FROM_UNSIGNED;
  throw new Error(`No conversion ${op} from ${from} to ${to}.`);
}
