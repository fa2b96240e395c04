import type { Kernel, Reg, RegType } from '../../compiler/kernel.ts';
import { range } from '../../support/shape.ts';
import { allocateRegisters } from './allocate-registers.ts';
import { type Assembler, type Memory, type Operand, RBP, RBX, RDI, RSI, RSP } from './assembler.ts';
import * as forms from './forms.ts';
import { type LiveRanges, liveRanges } from './live-ranges.ts';

/** rax, rcx and rdx belong to the encoder. */
const GENERAL = [RBX, RBP, RSI, RDI, 8, 9, 10, 11, 12, 13, 14, 15];
/** Vector registers for values; the others belong to the encoder. */
const VECTOR = { evex: range(30), vex: range(13) };

/** The place of constants that stand in the instructions which use them. */
const NOWHERE = -(2 ** 31);

export const isGeneral = (type: RegType): boolean => type === 'index' || type === 'i32';
export const isVector = (type: RegType): boolean => type === 'vf32' || type === 'vi32';

/** Where a kernel's values are: in registers, in the stack frame, or in the instructions themselves (constants). */
export class Frame {
  readonly ranges: LiveRanges;
  /** Vector registers that hold nobody's value. */
  readonly scratch: number;
  readonly scratch2: number;
  /** Bytes of a vector register. */
  readonly vectorBytes: 32 | 64;
  readonly #asm: Assembler;
  readonly #constants: ReadonlyMap<Reg, number>;
  /** By register id: a machine's register, or ~slot. */
  readonly #places: Int32Array;
  readonly #vectorSlots: number;
  /** Bytes of the frame, so that it starts at a multiple of 64 below a return address. */
  readonly bytes: number;
  readonly table: Memory;
  readonly thread: Memory;

  constructor(asm: Assembler, kernel: Kernel) {
    this.#asm = asm;
    this.#constants = kernel.constants;
    const evex = asm.encoding === 'evex';
    this.vectorBytes = evex ? 64 : 32;
    [this.scratch, this.scratch2] = evex ? [30, 31] : [14, 15];
    this.ranges = liveRanges(kernel);
    this.#places = new Int32Array(kernel.registers.length);
    const general: Reg[] = [];
    const vector: Reg[] = [];
    for (const reg of this.ranges.order) {
      if (kernel.constants.has(reg)) this.#places[reg.id] = NOWHERE;
      else (isGeneral(reg.type) ? general : vector).push(reg);
    }
    const generalSlots = allocateRegisters(general, this.ranges, GENERAL, this.#places);
    this.#vectorSlots = allocateRegisters(vector, this.ranges, VECTOR[asm.encoding], this.#places);
    const vectors = this.vectorBytes * this.#vectorSlots;
    this.bytes = Math.ceil((vectors + 8 * (generalSlots + 2)) / 64) * 64 + 64 - 8;
    this.table = { base: RSP, disp: vectors + 8 * generalSlots };
    this.thread = { base: RSP, disp: vectors + 8 * generalSlots + 8 };
  }

  constant(reg: Reg): number | undefined {
    return this.#constants.get(reg);
  }

  /** The machine register of a value, if it has one. */
  register(reg: Reg): number | undefined {
    const place = this.#places[reg.id] ?? NOWHERE;
    return place < 0 ? undefined : place;
  }

  /** Register or memory of an integer that is no constant. */
  general(reg: Reg): Operand {
    return this.register(reg) ?? this.#slot(reg);
  }

  /** An integer in a register: its own, or `scratch` with a copy. */
  generalRegister(reg: Reg, scratch: number): number {
    const own = this.register(reg);
    if (own === undefined) this.loadGeneral(scratch, reg);
    return own ?? scratch;
  }

  loadGeneral(to: number, reg: Reg): void {
    const wide = reg.type === 'index';
    const constant = this.constant(reg);
    if (constant !== undefined) this.#asm.moveImmediate(to, constant, wide);
    else if (this.register(reg) !== to) this.#asm.move(to, this.general(reg), wide);
  }

  /** Makes a machine register's content the value of an integer. */
  setGeneral(reg: Reg, from: number): void {
    const wide = reg.type === 'index';
    const own = this.general(reg);
    if (typeof own !== 'number') this.#asm.store(own, from, wide);
    else if (own !== from) this.#asm.move(own, from, wide);
  }

  /** `packed`: for an instruction on whole vectors, also of scalars. */
  operand(reg: Reg, packed: boolean): Operand {
    const constant = this.#constants.get(reg);
    if (constant === undefined) return this.register(reg) ?? this.#slot(reg);
    const { pool, encoding } = this.#asm;
    if (reg.type === 'f64') {
      if (!packed) return { pool: pool.float64(constant) };
      if (encoding === 'evex') return { pool: pool.float64(constant), spread: true };
      return { pool: pool.place(Float64Array.of(constant, constant)) };
    }
    const float = reg.type !== 'vi32';
    if (packed && encoding === 'vex') return { pool: float ? pool.float32x8(constant) : pool.int32x8(constant) };
    const place = float ? pool.float32(constant) : pool.int32(constant);
    return packed ? { pool: place, spread: true } : { pool: place };
  }

  /** A value in a vector register: its own, or `scratch` with a copy. */
  vectorRegister(reg: Reg, scratch: number): number {
    const own = this.register(reg);
    if (own === undefined) this.loadVector(scratch, reg);
    return own ?? scratch;
  }

  loadVector(to: number, reg: Reg): void {
    const constant = this.constant(reg);
    if (constant !== undefined) return this.loadConstant(to, reg.type, constant);
    const rm = this.operand(reg, false);
    if (rm !== to) this.#asm.vector(typeof rm === 'number' ? forms.MOVE : forms.LOAD, to, 0, rm);
  }

  loadConstant(to: number, type: RegType, value: number): void {
    const { pool } = this.#asm;
    if (Object.is(value, 0)) this.#asm.vector(forms.VECTOR_INTEGER.xor, to, to, to);
    else if (type === 'f64') this.#asm.vector(forms.LOAD_F64, to, 0, { pool: pool.float64(value) });
    else {
      const place = { pool: type === 'vi32' ? pool.int32(value) : pool.float32(value) };
      this.#asm.vector(isVector(type) ? forms.BROADCAST : forms.LOAD_F32, to, 0, place);
    }
  }

  /** The register in which to compute a value; `setVector` must follow. */
  target(reg: Reg): number {
    return this.register(reg) ?? this.scratch;
  }

  setVector(reg: Reg, from: number): void {
    const own = this.register(reg);
    if (own === undefined) this.#asm.vector(forms.STORE, from, 0, this.#slot(reg));
    else if (own !== from) this.#asm.vector(forms.MOVE, own, 0, from);
  }

  #slot(reg: Reg): Memory {
    const slot = ~(this.#places[reg.id] ?? NOWHERE);
    const disp = isGeneral(reg.type) ? this.vectorBytes * this.#vectorSlots + 8 * slot : this.vectorBytes * slot;
    return { base: RSP, disp };
  }
}
