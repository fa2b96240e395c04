import type { KernelOp, Reg } from '../../compiler/kernel.ts';
import { at } from '../../support/shape.ts';
import { type Memory, RAX } from './assembler.ts';
import * as forms from './forms.ts';
import { isGeneral, isVector } from './frame.ts';
import {
  FLOAT_PREDICATE,
  type FloatType,
  GREATER_EQUAL,
  isFloat,
  ORDERED,
  type ToInteger,
  VectorOperations,
} from './vector-operations.ts';

/** A third register that holds nobody's value. */
const SCRATCH_3 = 13;

/** AVX2 with FMA: comparisons leave lanes of all bits or none in vectors; integers compare signed only. */
export class Avx2Operations extends VectorOperations {
  override readonly lanes = 8;

  override canKeepMask(): boolean {
    return false;
  }

  override loadLane(dst: Reg, lane: number, address: Memory): void {
    const { scratch, scratch2 } = this.frame;
    const to = this.frame.vectorRegister(dst, scratch);
    this.asm.vector(forms.BROADCAST, scratch2, 0, address);
    this.asm.vector(forms.BLEND_IMMEDIATE, to, to, scratch2, false, { immediate: 1 << lane });
    this.frame.setVector(dst, to);
  }

  override storeLane(src: Reg, lane: number, address: Memory): void {
    const from = this.#half(src, lane);
    if (lane % 4 === 0) this.asm.vector(forms.STORE_F32, from, 0, address);
    else this.asm.vector(forms.EXTRACT_LANE, from, 0, address, true, { immediate: lane % 4 });
  }

  override storeFirstLanes(src: Reg, count: number, address: Memory): void {
    const { scratch, scratch2 } = this.frame;
    const from = this.frame.vectorRegister(src, scratch);
    if (count === this.lanes || count === 4) return this.asm.vector(forms.STORE, from, 0, address, count === 4);
    const mask = Int32Array.from({ length: this.lanes }, (_, i) => (i < count ? -1 : 0));
    this.asm.vector(forms.LOAD, scratch2, 0, { pool: this.asm.pool.place(mask) });
    this.asm.vector(forms.STORE_MASKED, from, scratch2, address);
  }

  /** Blocks of 4 x 4 beside the diagonal change places, then within them blocks of 2 x 2, then single elements. */
  override transpose(regs: readonly Reg[]): void {
    const { asm } = this;
    const { scratch, scratch2 } = this.frame;
    const rows = regs.map((reg) => {
      const register = this.frame.register(reg);
      if (register === undefined) throw new Error('A block to transpose has no room in registers.');
      return register;
    });
    for (const distance of [4, 2, 1]) {
      rows.forEach((first, i) => {
        if ((i & distance) !== 0) return;
        const second = at(rows, i + distance);
        if (distance === 1) {
          asm.vector(forms.DOUBLE_EVEN, scratch, 0, second);
          asm.vector(forms.DOUBLE_ODD, scratch2, 0, first);
          asm.vector(forms.BLEND_IMMEDIATE, first, first, scratch, false, { immediate: 0xaa });
          asm.vector(forms.BLEND_IMMEDIATE, second, scratch2, second, false, { immediate: 0xaa });
          return;
        }
        const [form, lower, upper] =
          distance === 4 ? ([forms.PERMUTE_HALVES, 0x20, 0x31] as const) : ([forms.SHUFFLE_PAIRS, 0x44, 0xee] as const);
        asm.vector(form, scratch, first, second, false, { immediate: lower });
        asm.vector(form, second, first, second, false, { immediate: upper });
        asm.vector(forms.MOVE, first, 0, scratch);
      });
    }
  }

  protected override laneFirst(src: Reg, lane: number): number {
    const { scratch } = this.frame;
    const from = this.#half(src, lane);
    if (lane % 4 === 0) return from;
    this.asm.vector(forms.SHUFFLE_LANES, scratch, 0, from, true, { immediate: lane % 4 });
    return scratch;
  }

  protected override splatGeneral(dst: Reg, src: Reg): void {
    const to = this.frame.target(dst);
    this.asm.vector(forms.MOVE_FROM_GENERAL, to, 0, this.frame.generalRegister(src, RAX));
    this.asm.vector(forms.BROADCAST, to, 0, to);
    this.frame.setVector(dst, to);
  }

  /**
   * The instruction gives its second operand when one is NaN and when both are zeros. Taken both ways round, its
   * results differ in these cases only; their union has NaN and, for minima, -0. For maxima the sign of zero goes when
   * the difference is subtracted: -0 - -0 = 0.
   */
  protected override extreme(op: 'min' | 'max', type: FloatType, dst: Reg, a: Reg, b: Reg): void {
    const { frame, asm } = this;
    const { scratch, scratch2 } = frame;
    const first = frame.vectorRegister(a, scratch2);
    const second = frame.vectorRegister(b, scratch);
    const narrow = type !== 'vf32';
    const { xor, or } = forms.VECTOR_INTEGER;
    const form = (op === 'min' ? forms.MIN : forms.MAX)[type];
    asm.vector(form, SCRATCH_3, first, second);
    asm.vector(form, scratch, second, first);
    if (op === 'min') asm.vector(or, scratch, scratch, SCRATCH_3, narrow);
    else {
      asm.vector(xor, scratch, scratch, SCRATCH_3, narrow);
      asm.vector(or, SCRATCH_3, SCRATCH_3, scratch, narrow);
      asm.vector(forms.SUB[type], scratch, SCRATCH_3, scratch);
    }
    frame.setVector(dst, scratch);
  }

  protected override compare(op: KernelOp, dst: Reg, a: Reg, b: Reg): void {
    const { frame, asm } = this;
    const { scratch } = frame;
    if (isFloat(a.type)) {
      const predicate = FLOAT_PREDICATE[op];
      if (predicate === undefined) throw new Error(`No instruction for ${op} on ${a.type}.`);
      this.emit(forms.COMPARE[a.type], scratch, frame.vectorRegister(a, frame.scratch2), b, { immediate: predicate });
    } else this.#compareIntegers(op, a, b);
    if (!isGeneral(dst.type)) return frame.setVector(dst, scratch);
    asm.vector(forms.MOVE_TO_GENERAL, scratch, 0, RAX);
    asm.arithmeticImmediate(4, RAX, 1, false);
    frame.setGeneral(dst, RAX);
  }

  #compareIntegers(op: KernelOp, a: Reg, b: Reg): void {
    const { scratch, scratch2 } = this.frame;
    const { minUnsigned, maxUnsigned } = forms.VECTOR_INTEGER;
    switch (op) {
      case 'eq':
      case 'ne':
        this.emit(forms.EQUAL, scratch, this.frame.vectorRegister(a, scratch2), b);
        break;
      case 'gt':
      case 'le':
        this.emit(forms.GREATER, scratch, this.frame.vectorRegister(a, scratch2), b);
        break;
      case 'lt':
      case 'ge':
        this.emit(forms.GREATER, scratch, this.frame.vectorRegister(b, scratch2), a);
        break;
      default: {
        // a >= b where a is the greater of the two.
        const greatest = op === 'geUnsigned' || op === 'ltUnsigned';
        const source = this.frame.vectorRegister(a, scratch2);
        this.emit(greatest ? maxUnsigned : minUnsigned, scratch, source, b);
        this.asm.vector(forms.EQUAL, scratch, scratch, source);
      }
    }
    if (op === 'ne' || op === 'le' || op === 'ge' || op === 'ltUnsigned' || op === 'gtUnsigned')
      this.asm.vector(forms.VECTOR_INTEGER.xor, scratch, scratch, this.allLanes(-1));
  }

  protected override select(dst: Reg, mask: Reg, a: Reg, b: Reg): void {
    const { frame, asm } = this;
    const double = dst.type === 'f64';
    let masks = SCRATCH_3;
    if (isGeneral(mask.type)) {
      frame.loadGeneral(RAX, mask);
      asm.general(0xf7, 3, RAX, false); // neg: 1 becomes all bits
      asm.vector(forms.MOVE_FROM_GENERAL, masks, 0, RAX);
      // The sign of a float64 is in its upper half.
      if (double) asm.vector(forms.SHUFFLE_LANES, masks, 0, masks, true, { immediate: 0 });
    } else masks = frame.vectorRegister(mask, masks);
    const to = frame.target(dst);
    const form = double ? forms.BLEND_BY_REGISTER_64 : forms.BLEND_BY_REGISTER;
    this.emit(form, to, frame.vectorRegister(b, frame.scratch2), a, { immediate: masks << 4 });
    frame.setVector(dst, to);
  }

  /** Two halves of 16 bits, each exact as a float32; their sum is rounded once. */
  protected override fromUnsigned(dst: Reg, a: Reg): void {
    const { frame, asm } = this;
    const { scratch, scratch2 } = frame;
    if (isGeneral(a.type)) {
      // As a 64-bit integer it is not negative.
      frame.loadGeneral(RAX, a);
      this.fromGeneral(forms.F32_FROM_SIGNED_64, scratch, RAX);
      return frame.setVector(dst, scratch);
    }
    const source = frame.vectorRegister(a, scratch2);
    asm.vector(forms.VECTOR_INTEGER.and, SCRATCH_3, source, this.allLanes(0xffff));
    asm.vector(forms.FROM_SIGNED, SCRATCH_3, 0, SCRATCH_3);
    asm.vector(forms.SHIFT_IMMEDIATE, 2, scratch, source, false, { immediate: 16 });
    asm.vector(forms.FROM_SIGNED, scratch, 0, scratch);
    asm.vector(forms.MUL.vf32, scratch, scratch, this.#float(65536));
    asm.vector(forms.ADD.vf32, scratch, scratch, SCRATCH_3);
    frame.setVector(dst, scratch);
  }

  /** What is out of range converts to the smallest integer. */
  protected override toInt(op: ToInteger, dst: Reg, a: Reg): void {
    const { frame, asm } = this;
    const { scratch, scratch2 } = frame;
    const { and, xor } = forms.VECTOR_INTEGER;
    const source = frame.vectorRegister(a, scratch2);
    const narrow = !isVector(a.type);
    if (a.type === 'f64') {
      if (op === 'toIntUnsigned') throw new Error('No conversion toIntUnsigned from f64.');
      const [lowest, highest] = [asm.pool.float64(-(2 ** 31)), asm.pool.float64(2 ** 31 - 1)];
      asm.vector(forms.COMPARE.f64, SCRATCH_3, source, source, true, { immediate: ORDERED });
      asm.vector(forms.MAX.f64, scratch, source, { pool: lowest });
      asm.vector(forms.MIN.f64, scratch, scratch, { pool: highest });
      asm.vector(and, scratch, scratch, SCRATCH_3, true);
      asm.vector(forms.SIGNED_FROM_F64, RAX, 0, scratch);
      return frame.setGeneral(dst, RAX);
    }
    if (op === 'toIntUnsigned') this.#toUnsigned(source, narrow);
    else {
      asm.vector(forms.TRUNCATE, scratch, 0, source, narrow);
      if (op === 'toInt') {
        asm.vector(forms.COMPARE.vf32, SCRATCH_3, source, this.#float(2 ** 31), narrow, { immediate: GREATER_EQUAL });
        asm.vector(xor, scratch, scratch, SCRATCH_3, narrow);
        asm.vector(forms.COMPARE.vf32, SCRATCH_3, source, source, narrow, { immediate: ORDERED });
        asm.vector(and, scratch, scratch, SCRATCH_3, narrow);
      }
    }
    if (!narrow) return frame.setVector(dst, scratch);
    asm.vector(forms.MOVE_TO_GENERAL, scratch, 0, RAX);
    frame.setGeneral(dst, RAX);
  }

  /** The part below 2^31 and the part above it, each as a signed integer. */
  #toUnsigned(source: number, narrow: boolean): void {
    const { asm } = this;
    const { scratch, scratch2 } = this.frame;
    const { add, max, xor } = forms.VECTOR_INTEGER;
    this.zero(SCRATCH_3);
    // NaN becomes 0: of unequal operands the instruction gives the second.
    asm.vector(forms.MAX.vf32, scratch, source, SCRATCH_3, narrow);
    asm.vector(forms.TRUNCATE, scratch2, 0, scratch, narrow);
    asm.vector(forms.SUB.vf32, scratch, scratch, this.#float(2 ** 31), narrow);
    asm.vector(forms.COMPARE.vf32, SCRATCH_3, scratch, this.#float(2 ** 31), narrow, { immediate: GREATER_EQUAL });
    asm.vector(forms.TRUNCATE, scratch, 0, scratch, narrow);
    asm.vector(xor, scratch, scratch, SCRATCH_3, narrow);
    this.zero(SCRATCH_3);
    asm.vector(max, scratch, scratch, SCRATCH_3, narrow);
    asm.vector(add, scratch, scratch, scratch2, narrow);
  }

  /** A register whose first four lanes are the half of a vector that has lane `lane`. */
  #half(src: Reg, lane: number): number {
    const { scratch, scratch2 } = this.frame;
    const from = this.frame.vectorRegister(src, scratch2);
    if (lane < 4) return from;
    this.asm.vector(forms.UPPER_HALF, from, 0, scratch, false, { immediate: 1 });
    return scratch;
  }

  #float(value: number): Memory {
    return { pool: this.asm.pool.float32x8(value) };
  }
}
