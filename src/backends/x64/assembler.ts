import { ConstantPool } from './constant-pool.ts';

/** Numbers of the general registers, as encodings have them. */
export const RAX = 0;
export const RCX = 1;
export const RDX = 2;
export const RBX = 3;
export const RSP = 4;
export const RBP = 5;
export const RSI = 6;
export const RDI = 7;

/** A memory operand: base + index + disp, or a place in the constant pool behind the code. */
export type Memory = (
  | { readonly base: number; readonly disp: number; readonly index?: number }
  | { readonly pool: number }
) & {
  /** One element, for all lanes (EVEX only). */
  readonly spread?: true;
};

/** A register's number, or memory. */
export type Operand = number | Memory;

/** Opcode map (1: 0F, 2: 0F38, 3: 0F3A), mandatory prefix (0: none, 1: 66, 2: F3, 3: F2), opcode, W. */
export interface Form {
  readonly map: 1 | 2 | 3;
  readonly pp: 0 | 1 | 2 | 3;
  readonly opcode: number;
  readonly w?: 1;
  /** The memory operand is one element, not a whole vector: of a scalar instruction, or to be spread over all lanes. */
  readonly element?: 'scalar' | 'spread';
}

/** A number at the end of an instruction. */
export interface Immediate {
  readonly value: number;
  readonly bytes: 1 | 4;
}

/** What few vector instructions have. */
export interface Modifiers {
  /** Mask register 1..7: lanes outside keep the destination, or become 0 with `zeroing` (EVEX only). */
  readonly mask?: number;
  readonly zeroing?: boolean;
  readonly immediate?: number;
}

/** Vector registers and instructions: 32 registers of 64 bytes in EVEX, 16 of 32 bytes in VEX. */
export type Encoding = 'evex' | 'vex';

/** Condition codes of jumps, conditional moves and setcc. */
export const CONDITION = {
  below: 2,
  aboveEqual: 3,
  equal: 4,
  notEqual: 5,
  belowEqual: 6,
  above: 7,
  notNegative: 9,
  less: 12,
  greaterEqual: 13,
  lessEqual: 14,
  greater: 15,
} as const;

export type Condition = (typeof CONDITION)[keyof typeof CONDITION];

/** A place in the code that jumps and calls refer to, before or after it is known. */
export class Label {
  position: number | undefined;
  readonly uses: number[] = [];
}

const fitsByte = (x: number) => x >= -128 && x < 128;

/** No instruction is longer; constants and no-operations are written in pieces. */
const LONGEST = 16;

/** Writes x86-64 machine code. Intel, Software Developer's Manual, volume 2: chapter 2 has the encodings. */
export class Assembler {
  readonly pool = new ConstantPool();
  readonly encoding: Encoding;
  readonly #poolUses: { at: number; end: number; pool: number }[] = [];
  #code = new Uint8Array(1 << 16);
  #length = 0;

  constructor(encoding: Encoding) {
    this.encoding = encoding;
  }

  get length(): number {
    return this.#length;
  }

  bytes(...values: readonly number[]): void {
    this.#reserve(values.length);
    for (const value of values) this.#code[this.#length++] = value;
  }

  /** Fills with no-operations up to a multiple of `boundary`. */
  align(boundary: number): void {
    const longest = [
      [0x90],
      [0x66, 0x90],
      [0x0f, 0x1f, 0x00],
      [0x0f, 0x1f, 0x40, 0x00],
      [0x0f, 0x1f, 0x44, 0x00, 0x00],
      [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00],
      [0x0f, 0x1f, 0x80, 0, 0, 0, 0],
      [0x0f, 0x1f, 0x84, 0x00, 0, 0, 0, 0],
    ];
    let missing = (boundary - (this.#length % boundary)) % boundary;
    while (missing > 0) {
      const nop = longest[Math.min(missing, longest.length) - 1] ?? [0x90];
      this.bytes(...nop);
      missing -= nop.length;
    }
  }

  bind(label: Label): void {
    label.position = this.#length;
    for (const use of label.uses) this.#patch(use, this.#length - (use + 4));
  }

  jump(label: Label, condition?: Condition): void {
    if (condition === undefined) this.bytes(0xe9);
    else this.bytes(0x0f, 0x80 | condition);
    this.#relative(label);
  }

  call(label: Label): void {
    this.bytes(0xe8);
    this.#relative(label);
  }

  /** An instruction on general registers: opcode with a ModRM byte. `wide` makes it 64-bit. */
  general(opcode: number, reg: number, rm: Operand, wide: boolean, immediate?: Immediate): void {
    this.#reserve(LONGEST);
    const rex = (wide ? 0x48 : 0x40) | ((reg >> 3) << 2) | (highIndex(rm) << 1) | highBase(rm);
    if (rex !== 0x40) this.#byte(rex);
    // Two-byte opcodes are 0F and another.
    if (opcode > 0xff) this.#byte(opcode >> 8);
    this.#byte(opcode & 255);
    this.#modrm(reg, rm, 1, immediate === undefined ? 0 : immediate.bytes);
    if (immediate === undefined) return;
    if (immediate.bytes === 1) this.#byte(immediate.value & 255);
    else this.#int32(immediate.value);
  }

  /** One of the eight operations that share an encoding: 0 add, 1 or, 4 and, 5 sub, 6 xor, 7 cmp. */
  arithmetic(operation: number, to: number, from: Operand, wide: boolean): void {
    this.general((operation << 3) | 3, to, from, wide);
  }

  arithmeticImmediate(operation: number, to: Operand, value: number, wide: boolean): void {
    if (fitsByte(value)) this.general(0x83, operation, to, wide, { value, bytes: 1 });
    else this.general(0x81, operation, to, wide, { value, bytes: 4 });
  }

  move(to: number, from: Operand, wide: boolean): void {
    this.general(0x8b, to, from, wide);
  }

  store(to: Memory, from: number, wide: boolean): void {
    this.general(0x89, from, to, wide);
  }

  /** Sign-extended where wide. */
  moveImmediate(to: number, value: number, wide: boolean): void {
    this.general(0xc7, 0, to, wide && value < 0, { value, bytes: 4 });
  }

  /** to = address */
  lea(to: number, address: Memory, wide: boolean): void {
    this.general(0x8d, to, address, wide);
  }

  /** to = condition ? 1 : 0. `to` is one of the first four registers. */
  setCondition(condition: Condition, to: number): void {
    this.bytes(0x0f, 0x90 | condition, 0xc0 | to);
    this.general(0x0fb6, to, to, false);
  }

  moveIf(condition: Condition, to: number, from: number, wide: boolean): void {
    this.general(0x0f40 | condition, to, from, wide);
  }

  /**
   * An instruction on vector registers.
   *
   * @param source the first source, or the destination of shifts by a constant
   * @param narrow on 16 bytes, for scalars; forms of one element are so anyway
   */
  vector(form: Form, reg: number, source: number, rm: Operand, narrow = false, modifiers?: Modifiers): void {
    this.#reserve(LONGEST);
    const scalar = narrow || form.element === 'scalar';
    const immediate = modifiers?.immediate;
    if (this.encoding === 'vex') this.#vexPrefix(form, reg, source, rm, !scalar);
    else this.#evexPrefix(form, reg, source, rm, scalar, modifiers);
    this.#byte(form.opcode);
    // A byte of displacement counts whole operands in EVEX.
    const one = form.element !== undefined || (typeof rm !== 'number' && rm.spread);
    const scale = this.encoding === 'vex' ? 1 : one ? (form.w === 1 ? 8 : 4) : scalar ? 16 : 64;
    this.#modrm(reg, rm, scale, immediate === undefined ? 0 : 1);
    if (immediate !== undefined) this.#byte(immediate);
  }

  #evexPrefix(form: Form, reg: number, source: number, rm: Operand, scalar: boolean, modifiers?: Modifiers): void {
    const register = typeof rm === 'number';
    const x = register ? (rm >> 4) & 1 : highIndex(rm);
    const b = register ? (rm >> 3) & 1 : highBase(rm);
    const inverted = (((reg >> 3) & 1) << 7) | (x << 6) | (b << 5) | (((reg >> 4) & 1) << 4);
    this.#byte(0x62);
    this.#byte((~inverted & 0xf0) | form.map);
    this.#byte(((form.w ?? 0) << 7) | ((~source & 15) << 3) | 4 | form.pp);
    this.#byte(
      (modifiers?.zeroing ? 0x80 : 0) |
        (scalar ? 0 : 0x40) |
        (!register && rm.spread ? 0x10 : 0) |
        ((((source >> 4) & 1) ^ 1) << 3) |
        (modifiers?.mask ?? 0),
    );
  }

  #vexPrefix(form: Form, reg: number, source: number, rm: Operand, long: boolean): void {
    const x = highIndex(rm);
    const b = highBase(rm);
    const w = form.w ?? 0;
    const notR = reg < 8 ? 0x80 : 0;
    const last = ((~source & 15) << 3) | (long ? 4 : 0) | form.pp;
    if (x === 0 && b === 0 && w === 0 && form.map === 1) {
      this.#byte(0xc5);
      return this.#byte(notR | last);
    }
    this.#byte(0xc4);
    this.#byte(notR | (x === 0 ? 0x40 : 0) | (b === 0 ? 0x20 : 0) | form.map);
    this.#byte((w << 7) | last);
  }

  /** Mask register from a general register, and back. */
  maskFromGeneral(mask: number, from: number): void {
    this.bytes(0xc4, 0xe1 ^ ((from >> 3) << 5), 0x78, 0x92, 0xc0 | (mask << 3) | (from & 7));
  }

  generalFromMask(to: number, mask: number): void {
    this.bytes(0xc4, 0xe1 ^ ((to >> 3) << 7), 0x78, 0x93, 0xc0 | ((to & 7) << 3) | mask);
  }

  /** The code with its constants behind it. */
  finish(): Uint8Array<ArrayBuffer> {
    this.align(64);
    const poolStart = this.#length;
    for (const { at, end, pool } of this.#poolUses) this.#patch(at, poolStart + pool - end);
    const constants = this.pool.contents();
    this.#reserve(constants.length);
    this.#code.set(constants, poolStart);
    this.#length += constants.length;
    return this.#code.slice(0, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#code.length) return;
    const grown = new Uint8Array(2 * (this.#code.length + bytes));
    grown.set(this.#code);
    this.#code = grown;
  }

  /** Room must be reserved. */
  #byte(value: number): void {
    this.#code[this.#length++] = value;
  }

  #int32(value: number): void {
    this.#byte(value & 255);
    this.#byte((value >> 8) & 255);
    this.#byte((value >> 16) & 255);
    this.#byte((value >> 24) & 255);
  }

  #relative(label: Label): void {
    this.#reserve(LONGEST);
    if (label.position === undefined) label.uses.push(this.#length);
    this.#int32(label.position === undefined ? 0 : label.position - (this.#length + 4));
  }

  #patch(position: number, value: number): void {
    new DataView(this.#code.buffer).setInt32(position, value, true);
  }

  /**
   * ModRM, SIB and displacement. A displacement byte counts in units of `scale`; `tail` bytes of the instruction follow.
   */
  #modrm(reg: number, rm: Operand, scale: number, tail: number): void {
    const field = (reg & 7) << 3;
    if (typeof rm === 'number') return this.#byte(0xc0 | field | (rm & 7));
    if ('pool' in rm) {
      this.#byte(field | 5);
      this.#poolUses.push({ at: this.#length, end: this.#length + 4 + tail, pool: rm.pool });
      return this.#int32(0);
    }
    const { base, disp, index } = rm;
    const short = disp / scale;
    // rbp and r13 as base without displacement mean something else.
    const mode = disp === 0 && (base & 7) !== RBP ? 0 : Number.isInteger(short) && fitsByte(short) ? 1 : 2;
    if (index === undefined && (base & 7) !== RSP) this.#byte((mode << 6) | field | (base & 7));
    else {
      this.#byte((mode << 6) | field | 4);
      this.#byte((((index ?? RSP) & 7) << 3) | (base & 7));
    }
    if (mode === 1) this.#byte(short & 255);
    if (mode === 2) this.#int32(disp);
  }
}

/** Highest bits of the index and the base register, for prefixes. */
const highIndex = (rm: Operand): number => (typeof rm === 'number' || 'pool' in rm ? 0 : (rm.index ?? 0) >> 3);
const highBase = (rm: Operand): number => (typeof rm === 'number' ? rm >> 3 : 'pool' in rm ? 0 : rm.base >> 3);
