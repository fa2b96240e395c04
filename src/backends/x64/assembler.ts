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
export type Memory =
  | { readonly base: number; readonly disp: number; readonly index?: number }
  | { readonly pool: number };

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

export interface EvexOperands {
  readonly reg: number;
  /** The first source, or the destination of shifts by a constant. */
  readonly source?: number;
  readonly rm: Operand;
  /** Bytes of the vector; element forms ignore it. Default 64. */
  readonly bytes?: 16 | 64;
  /** Memory is one element, for all lanes. */
  readonly broadcast?: boolean;
  /** Mask register 1..7: lanes outside keep the destination, or become 0 with `zeroing`. */
  readonly mask?: number;
  readonly zeroing?: boolean;
  readonly immediate?: number;
}

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

/** Writes x86-64 machine code. Intel, Software Developer's Manual, volume 2: chapter 2 has the encodings. */
export class Assembler {
  readonly pool = new ConstantPool();
  readonly #poolUses: { at: number; end: number; pool: number }[] = [];
  #code = new Uint8Array(4096);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  bytes(...values: readonly number[]): void {
    if (this.#length + values.length > this.#code.length) {
      const grown = new Uint8Array(this.#code.length * 2);
      grown.set(this.#code);
      this.#code = grown;
    }
    for (const value of values) this.#code[this.#length++] = value;
  }

  int32(value: number): void {
    this.bytes(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255);
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
  general(opcode: readonly number[], reg: number, rm: Operand, wide: boolean, immediate: readonly number[] = []): void {
    const [x, b] = extensions(rm);
    const rex = 0x40 | (wide ? 8 : 0) | ((reg >> 3) << 2) | (x << 1) | b;
    if (rex !== 0x40) this.bytes(rex);
    this.bytes(...opcode);
    this.#modrm(reg, rm, 1, immediate.length);
    this.bytes(...immediate);
  }

  /** One of the eight operations that share an encoding: 0 add, 1 or, 4 and, 5 sub, 6 xor, 7 cmp. */
  arithmetic(operation: number, to: number, from: Operand, wide: boolean): void {
    this.general([(operation << 3) | 3], to, from, wide);
  }

  arithmeticImmediate(operation: number, to: Operand, value: number, wide: boolean): void {
    if (fitsByte(value)) this.general([0x83], operation, to, wide, [value & 255]);
    else this.general([0x81], operation, to, wide, le32(value));
  }

  move(to: number, from: Operand, wide: boolean): void {
    this.general([0x8b], to, from, wide);
  }

  store(to: Memory, from: number, wide: boolean): void {
    this.general([0x89], from, to, wide);
  }

  /** Sign-extended where wide. */
  moveImmediate(to: number, value: number, wide: boolean): void {
    this.general([0xc7], 0, to, wide && value < 0, le32(value));
  }

  /** to = address */
  lea(to: number, address: Memory, wide: boolean): void {
    this.general([0x8d], to, address, wide);
  }

  /** to = condition ? 1 : 0. `to` is one of the first four registers. */
  setCondition(condition: Condition, to: number): void {
    this.bytes(0x0f, 0x90 | condition, 0xc0 | to);
    this.general([0x0f, 0xb6], to, to, false);
  }

  moveIf(condition: Condition, to: number, from: number, wide: boolean): void {
    this.general([0x0f, 0x40 | condition], to, from, wide);
  }

  /** An instruction on vector registers 0..31. */
  evex(form: Form, operands: EvexOperands): void {
    const { reg, source = 0, rm, broadcast = false, mask = 0, zeroing = false, immediate } = operands;
    const bytes = form.element === 'scalar' ? 16 : (operands.bytes ?? 64);
    const w = form.w ?? 0;
    const element = w === 1 ? 8 : 4;
    let [x, b] = extensions(rm);
    if (typeof rm === 'number') [x, b] = [(rm >> 4) & 1, (rm >> 3) & 1];
    const p0 = (~((((reg >> 3) & 1) << 7) | (x << 6) | (b << 5) | (((reg >> 4) & 1) << 4)) & 0xf0) | form.map;
    const p1 = (w << 7) | ((~source & 15) << 3) | 4 | form.pp;
    const length = bytes === 64 ? 2 : 0;
    const p2 =
      ((zeroing ? 1 : 0) << 7) | (length << 5) | ((broadcast ? 1 : 0) << 4) | ((((source >> 4) & 1) ^ 1) << 3) | mask;
    this.bytes(0x62, p0, p1, p2, form.opcode);
    this.#modrm(reg, rm, broadcast || form.element ? element : bytes, immediate === undefined ? 0 : 1);
    if (immediate !== undefined) this.bytes(immediate);
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
    this.bytes(...this.pool.contents());
    return this.#code.slice(0, this.#length);
  }

  #relative(label: Label): void {
    if (label.position === undefined) label.uses.push(this.#length);
    this.int32(label.position === undefined ? 0 : label.position - (this.#length + 4));
  }

  #patch(position: number, value: number): void {
    new DataView(this.#code.buffer).setInt32(position, value, true);
  }

  /**
   * ModRM, SIB and displacement. A displacement byte counts in units of `scale`; `tail` bytes of the instruction follow.
   */
  #modrm(reg: number, rm: Operand, scale: number, tail: number): void {
    const field = (reg & 7) << 3;
    if (typeof rm === 'number') return this.bytes(0xc0 | field | (rm & 7));
    if ('pool' in rm) {
      this.bytes(field | 5);
      this.#poolUses.push({ at: this.#length, end: this.#length + 4 + tail, pool: rm.pool });
      return this.int32(0);
    }
    const { base, disp, index } = rm;
    const short = disp / scale;
    // rbp and r13 as base without displacement mean something else.
    const mode = disp === 0 && (base & 7) !== RBP ? 0 : Number.isInteger(short) && fitsByte(short) ? 1 : 2;
    if (index === undefined && (base & 7) !== RSP) this.bytes((mode << 6) | field | (base & 7));
    else this.bytes((mode << 6) | field | 4, (((index ?? RSP) & 7) << 3) | (base & 7));
    if (mode === 1) this.bytes(short & 255);
    if (mode === 2) this.int32(disp);
  }
}

export const le32 = (value: number): number[] => [
  value & 255,
  (value >> 8) & 255,
  (value >> 16) & 255,
  (value >> 24) & 255,
];

/** Highest bits of the index and the base register, for prefixes. */
function extensions(rm: Operand): [x: number, b: number] {
  if (typeof rm === 'number') return [0, rm >> 3];
  if ('pool' in rm) return [0, 0];
  return [(rm.index ?? 0) >> 3, rm.base >> 3];
}
