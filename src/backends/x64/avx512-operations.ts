import type { Instr, KernelOp, Reg } from '../../compiler/kernel.ts';
import { at, range } from '../../support/shape.ts';
import { type Form, type Memory, RAX } from './assembler.ts';
import * as forms from './forms.ts';
import { isGeneral, isVector } from './frame.ts';
import {
  FLOAT_PREDICATE,
  type FloatType,
  GREATER_EQUAL,
  isFloat,
  ORDERED,
  type ToInteger,
  UNORDERED,
  VectorOperations,
} from './vector-operations.ts';

/** The mask register that everything here uses. */
const K1 = 1;

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

/** AVX-512 (F, DQ, VL, BW): comparisons leave their result in a mask register. */
export class Avx512Operations extends VectorOperations {
  override readonly lanes = 16;

  override canKeepMask(compare: Extract<Instr, { kind: 'op' }>, select: Extract<Instr, { kind: 'op' }>): boolean {
    const operand = at(compare.args, 0).type;
    if (isGeneral(operand) || INTEGER_PREDICATE[compare.op] === undefined) return false;
    return !isGeneral(select.dst.type) && isVector(select.dst.type) === isVector(compare.dst.type);
  }

  override loadLane(dst: Reg, lane: number, address: Memory): void {
    const to = this.frame.vectorRegister(dst, this.frame.scratch);
    this.#setMask(2 ** lane);
    this.asm.vector(forms.BROADCAST, to, 0, address, false, { mask: K1 });
    this.frame.setVector(dst, to);
  }

  override storeLane(src: Reg, lane: number, address: Memory): void {
    this.asm.vector(forms.STORE_F32, this.laneFirst(src, lane), 0, address);
  }

  override storeFirstLanes(src: Reg, count: number, address: Memory): void {
    this.#setMask(2 ** count - 1);
    const from = this.frame.vectorRegister(src, this.frame.scratch);
    this.asm.vector(forms.STORE, from, 0, address, false, { mask: K1 });
  }

  /** Blocks of 8 x 8 beside the diagonal change places, then within them blocks of 4 x 4, down to single elements. */
  override transpose(regs: readonly Reg[]): void {
    const { asm } = this;
    const { scratch, scratch2 } = this.frame;
    const rows = regs.map((reg) => {
      const register = this.frame.register(reg);
      if (register === undefined) throw new Error('A block to transpose has no room in registers.');
      return register;
    });
    for (const distance of [8, 4, 2, 1]) {
      const inFirst = (j: number) => (j & distance) === 0;
      const lanes = range(this.lanes);
      const upper = asm.pool.place(Int32Array.from(lanes, (j) => (inFirst(j) ? j : this.lanes + j - distance)));
      const lower = asm.pool.place(Int32Array.from(lanes, (j) => (inFirst(j) ? j + distance : this.lanes + j)));
      rows.forEach((first, i) => {
        if (!inFirst(i)) return;
        const second = at(rows, i + distance);
        asm.vector(forms.LOAD, scratch, 0, { pool: upper });
        asm.vector(forms.LOAD, scratch2, 0, { pool: lower });
        asm.vector(forms.PERMUTE_TWO, scratch, first, second);
        asm.vector(forms.PERMUTE_TWO, scratch2, first, second);
        asm.vector(forms.MOVE, first, 0, scratch);
        asm.vector(forms.MOVE, second, 0, scratch2);
      });
    }
  }

  protected override laneFirst(src: Reg, lane: number): number {
    const { scratch, scratch2 } = this.frame;
    const from = this.frame.vectorRegister(src, scratch2);
    if (lane === 0) return from;
    this.asm.vector(forms.ALIGN, scratch, from, from, false, { immediate: lane });
    return scratch;
  }

  protected override splatGeneral(dst: Reg, src: Reg): void {
    const to = this.frame.target(dst);
    this.asm.vector(forms.BROADCAST_GENERAL, to, 0, this.frame.generalRegister(src, RAX));
    this.frame.setVector(dst, to);
  }

  protected override extreme(op: 'min' | 'max', type: FloatType, dst: Reg, a: Reg, b: Reg): void {
    const { scratch, scratch2 } = this.frame;
    const source = this.frame.vectorRegister(a, scratch2);
    this.emit(forms.RANGE[type], scratch, source, b, { immediate: op === 'min' ? 4 : 5 });
    // NaN + anything is NaN, which the instruction for minimum and maximum does not keep.
    this.emit(forms.COMPARE[type], K1, source, b, { immediate: UNORDERED });
    this.emit(forms.ADD[type], scratch, source, b, { mask: K1 });
    this.frame.setVector(dst, scratch);
  }

  protected override compare(op: KernelOp, dst: Reg, a: Reg, b: Reg, maskStays: boolean): void {
    const source = this.frame.vectorRegister(a, this.frame.scratch2);
    const float = FLOAT_PREDICATE[op];
    const integer = INTEGER_PREDICATE[op];
    if (isFloat(a.type)) {
      if (float === undefined) throw new Error(`No instruction for ${op} on ${a.type}.`);
      this.emit(forms.COMPARE[a.type], K1, source, b, { immediate: float });
    } else if (integer !== undefined) this.emit(integer[0], K1, source, b, { immediate: integer[1] });
    if (maskStays) return;
    if (isGeneral(dst.type)) {
      this.asm.generalFromMask(RAX, K1);
      return this.frame.setGeneral(dst, RAX);
    }
    const to = this.frame.target(dst);
    this.asm.vector(forms.VECTOR_FROM_MASK, to, 0, K1);
    this.frame.setVector(dst, to);
  }

  protected override select(dst: Reg, mask: Reg, a: Reg, b: Reg, maskIsThere: boolean): void {
    const { scratch2 } = this.frame;
    if (!maskIsThere) {
      if (isGeneral(mask.type)) this.asm.maskFromGeneral(K1, this.frame.generalRegister(mask, RAX));
      else this.asm.vector(forms.MASK_FROM_VECTOR, K1, 0, this.frame.vectorRegister(mask, scratch2));
    }
    const to = this.frame.target(dst);
    const source = this.frame.vectorRegister(b, scratch2);
    this.emit(dst.type === 'f64' ? forms.BLEND_64 : forms.BLEND, to, source, a, { mask: K1 });
    this.frame.setVector(dst, to);
  }

  protected override fromUnsigned(dst: Reg, a: Reg): void {
    const to = this.frame.target(dst);
    if (isVector(a.type)) this.emit(forms.FROM_UNSIGNED, to, 0, a);
    else this.fromGeneral(forms.F32_FROM_UNSIGNED, to, this.frame.generalRegister(a, RAX));
    this.frame.setVector(dst, to);
  }

  /** What is out of range converts to the smallest integer (or the greatest unsigned one), so ends need care. */
  protected override toInt(op: ToInteger, dst: Reg, a: Reg): void {
    const { frame, asm } = this;
    const { scratch, scratch2 } = frame;
    const { pool } = asm;
    const source = frame.vectorRegister(a, scratch2);
    const narrow = !isVector(a.type);
    const masked = { mask: K1, zeroing: true };
    if (a.type === 'f64') {
      let clamped = source;
      if (op === 'toInt') {
        asm.vector(forms.COMPARE.f64, K1, source, source, true, { immediate: ORDERED });
        asm.vector(forms.MAX.f64, scratch, source, { pool: pool.float64(-(2 ** 31)) }, true, masked);
        asm.vector(forms.MIN.f64, scratch, scratch, { pool: pool.float64(2 ** 31 - 1) }, true);
        clamped = scratch;
      } else if (op === 'toIntUnsigned') throw new Error('No conversion toIntUnsigned from f64.');
      asm.vector(forms.SIGNED_FROM_F64, RAX, 0, clamped);
      return frame.setGeneral(dst, RAX);
    }
    const float = (value: number): Memory => ({ pool: pool.float32(value), spread: true });
    if (op === 'toIntUnsigned') {
      // Greater than 0: neither negative nor NaN.
      asm.vector(forms.COMPARE.vf32, K1, source, float(0), narrow, { immediate: 0x1e });
      asm.vector(forms.TRUNCATE_UNSIGNED, scratch, 0, source, narrow, masked);
    } else if (op === 'toInt') {
      asm.vector(forms.COMPARE.vf32, K1, source, source, narrow, { immediate: ORDERED });
      asm.vector(forms.TRUNCATE, scratch, 0, source, narrow, masked);
      asm.vector(forms.COMPARE.vf32, K1, source, float(2 ** 31), narrow, { immediate: GREATER_EQUAL });
      asm.vector(forms.BLEND, scratch, scratch, this.allLanes(2 ** 31 - 1), narrow, { mask: K1 });
    } else asm.vector(forms.TRUNCATE, scratch, 0, source, narrow);
    if (!narrow) return frame.setVector(dst, scratch);
    asm.vector(forms.MOVE_TO_GENERAL, scratch, 0, RAX);
    frame.setGeneral(dst, RAX);
  }

  /** Keeps only lanes of K1 in what is moved to or from memory: the lowest `bits`. */
  #setMask(bits: number): void {
    this.asm.moveImmediate(RAX, bits, false);
    this.asm.maskFromGeneral(K1, RAX);
  }
}
