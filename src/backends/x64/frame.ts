import type { Kernel, Reg, RegType } from '../../compiler/kernel.ts';
import { allocateRegisters, type Place } from './allocate-registers.ts';
import { type Assembler, type Memory, type Operand, RBP, RBX, RDI, RSI, RSP } from './assembler.ts';
import * as forms from './forms.ts';
import { type LiveRange, liveRanges } from './live-ranges.ts';

/** rax, rcx and rdx belong to the encoder. */
const GENERAL = [RBX, RBP, RSI, RDI, 8, 9, 10, 11, 12, 13, 14, 15];
/** The last two vector registers belong to the encoder. */
const VECTOR = Array.from({ length: 30 }, (_, i) => i);
export const SCRATCH = 30;
export const SCRATCH_2 = 31;

const VECTOR_BYTES = 64;

export const isGeneral = (type: RegType): boolean => type === 'index' || type === 'i32';
export const isVector = (type: RegType): boolean => type === 'vf32' || type === 'vi32';
/** Bytes that an instruction on whole registers has to handle. */
export const bytesOf = (type: RegType): 16 | 64 => (isVector(type) ? 64 : 16);

/** What an instruction's last operand can be: a register, or memory that holds one element for all lanes or all of them. */
export interface VectorOperand {
  readonly rm: Operand;
  readonly broadcast: boolean;
}

/** Where a kernel's values are: in registers, in the stack frame, or in the instructions themselves (constants). */
export class Frame {
  readonly #asm: Assembler;
  readonly #constants: ReadonlyMap<Reg, number>;
  readonly #places: ReadonlyMap<Reg, Place>;
  readonly #vectorSlots: number;
  /** Bytes of the frame, so that it starts at a multiple of 64 below a return address. */
  readonly bytes: number;
  readonly table: Memory;

  constructor(asm: Assembler, kernel: Kernel) {
    this.#asm = asm;
    this.#constants = kernel.constants;
    const ranges = liveRanges(kernel, (reg) => kernel.constants.has(reg));
    const general = allocateRegisters(ofClass(ranges, true), GENERAL);
    const vector = allocateRegisters(ofClass(ranges, false), VECTOR);
    this.#places = new Map([...general.places, ...vector.places]);
    this.#vectorSlots = vector.slots;
    const used = VECTOR_BYTES * vector.slots + 8 * (general.slots + 1);
    this.bytes = Math.ceil(used / VECTOR_BYTES) * VECTOR_BYTES + VECTOR_BYTES - 8;
    this.table = this.#stack(VECTOR_BYTES * vector.slots + 8 * general.slots);
  }

  constant(reg: Reg): number | undefined {
    return this.#constants.get(reg);
  }

  /** The machine register of a value, if it has one. */
  register(reg: Reg): number | undefined {
    const place = this.#places.get(reg);
    return place?.kind === 'register' ? place.number : undefined;
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
  operand(reg: Reg, packed: boolean): VectorOperand {
    const constant = this.constant(reg);
    if (constant === undefined) return { rm: this.register(reg) ?? this.#slot(reg), broadcast: false };
    const { pool } = this.#asm;
    if (reg.type === 'f64') return { rm: { pool: pool.float64(constant) }, broadcast: packed };
    return {
      rm: { pool: reg.type === 'vi32' ? pool.int32(constant) : pool.float32(constant) },
      broadcast: packed,
    };
  }

  /** A value in a vector register: its own, or `scratch` with a copy. */
  vectorRegister(reg: Reg, scratch: number): number {
    const own = this.register(reg);
    if (own === undefined) this.loadVector(scratch, reg);
    return own ?? scratch;
  }

  loadVector(to: number, reg: Reg): void {
    const constant = this.constant(reg);
    const { rm } = this.operand(reg, false);
    if (constant !== undefined) {
      if (Object.is(constant, 0)) this.#asm.evex(forms.VECTOR_INTEGER.xor, { reg: to, source: to, rm: to });
      else if (isVector(reg.type)) this.#asm.evex(forms.BROADCAST, { reg: to, rm });
      else this.#asm.evex(reg.type === 'f64' ? forms.LOAD_F64 : forms.LOAD_F32, { reg: to, rm });
    } else if (rm !== to) this.#asm.evex(typeof rm === 'number' ? forms.MOVE : forms.LOAD, { reg: to, rm });
  }

  /** The register in which to compute a value; `setVector` must follow. */
  target(reg: Reg): number {
    return this.register(reg) ?? SCRATCH;
  }

  setVector(reg: Reg, from: number): void {
    const own = this.register(reg);
    if (own === undefined) this.#asm.evex(forms.STORE, { reg: from, rm: this.#slot(reg) });
    else if (own !== from) this.#asm.evex(forms.MOVE, { reg: own, rm: from });
  }

  #slot(reg: Reg): Memory {
    const place = this.#places.get(reg);
    if (place?.kind !== 'slot') throw new Error('A register is used before it is written.');
    const start = isGeneral(reg.type) ? VECTOR_BYTES * this.#vectorSlots + 8 * place.slot : VECTOR_BYTES * place.slot;
    return this.#stack(start);
  }

  #stack(disp: number): Memory {
    return { base: RSP, disp };
  }
}

const ofClass = (ranges: readonly LiveRange[], general: boolean) =>
  ranges.filter(({ reg }) => isGeneral(reg.type) === general);
