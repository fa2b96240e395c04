import type { Instr, Kernel, KernelOp, Reg, RegType } from '../../compiler/kernel.ts';
import { unreachable } from '../../support/dtype.ts';
import { at } from '../../support/shape.ts';
import { Bytes } from './bytes.ts';
import {
  CONVERSIONS,
  type Opcode,
  opcodeOf,
  RELAXED_MADD,
  RELAXED_SELECT,
  RELAXED_TRUNC,
  SIMD,
  VALUE_TYPE,
} from './opcodes.ts';

/** Byte offset in a program's table of the addresses of its buffers; before it stands the barrier's state. */
export const TABLE_BUFFERS = 64;

/** Parameters of a kernel function: table, begin, end; then the counters of loops around it. */
const PARAMETERS = 3;
const LOCAL_ORDER: readonly RegType[] = ['index', 'i32', 'f32', 'f64', 'vi32', 'vf32'];

const isVector = (type: RegType) => type === 'vf32' || type === 'vi32';

/** Encodes one kernel as the body of a function (table, begin, end). */
export class KernelEncoder {
  readonly #out = new Bytes();
  /** Local of each register, by id. */
  readonly #locals: number[] = [];
  /** Scalar constants are put where they are used. */
  #constants: ReadonlyMap<Reg, number> = new Map();
  readonly #relaxed: boolean;
  #localCount = PARAMETERS;

  constructor(relaxed: boolean) {
    this.#relaxed = relaxed;
  }

  encode(kernel: Kernel): Bytes {
    this.#constants = kernel.constants;
    this.#locals[kernel.begin.id] = 1;
    this.#locals[kernel.end.id] = 2;
    for (const counter of kernel.counters) this.#locals[counter.id] = this.#localCount++;
    const parameters = new Set([kernel.begin, kernel.end, ...kernel.counters]);
    const byType = new Map<RegType, Reg[]>(LOCAL_ORDER.map((type) => [type, []]));
    for (const reg of kernel.registers) {
      if (!parameters.has(reg) && !this.#isInline(reg)) byType.get(reg.type)?.push(reg);
    }
    const header = new Bytes();
    const groups = [...byType.values()].filter((regs) => regs.length > 0);
    header.unsigned(groups.length);
    for (const regs of groups) {
      header.unsigned(regs.length).byte(VALUE_TYPE[at(regs, 0).type]);
      for (const reg of regs) this.#locals[reg.id] = this.#localCount++;
    }
    // A thread's units are one range, whose first one nobody else has.
    if (kernel.own !== undefined) this.#out.bytes(0x20, 1).byte(0x21).unsigned(this.#local(kernel.own));
    this.#block(kernel.body);
    this.#out.byte(0x0b);
    return new Bytes()
      .unsigned(header.length + this.#out.length)
      .append(header)
      .append(this.#out);
  }

  #opcode(opcode: Opcode): void {
    const [first, second] = opcode;
    this.#out.byte(first);
    if (second !== undefined) this.#out.unsigned(second);
  }

  #simd(opcode: number): void {
    this.#out.byte(SIMD).unsigned(opcode);
  }

  #isInline(reg: Reg): boolean {
    return !isVector(reg.type) && this.#constants.has(reg);
  }

  #get(reg: Reg): void {
    const constant = isVector(reg.type) ? undefined : this.#constants.get(reg);
    if (constant !== undefined) return this.#constant(reg.type, constant);
    this.#out.byte(0x20).unsigned(this.#local(reg));
  }

  #set(reg: Reg): void {
    this.#out.byte(0x21).unsigned(this.#local(reg));
  }

  #local(reg: Reg): number {
    const local = this.#locals[reg.id];
    if (local === undefined) throw new Error('A register is used before it is written.');
    return local;
  }

  #operand(value: Reg | number): void {
    if (typeof value === 'number') this.#constant('index', value);
    else this.#get(value);
  }

  #constant(type: RegType, value: number): void {
    switch (type) {
      case 'index':
      case 'i32':
        this.#out.byte(0x41).signed(value);
        return;
      case 'f32':
        this.#out.byte(0x43).float32(value);
        return;
      case 'f64':
        this.#out.byte(0x44).float64(value);
        return;
      case 'vf32':
        this.#simd(12);
        for (let lane = 0; lane < 4; lane++) this.#out.float32(value);
        return;
      case 'vi32':
        this.#simd(12);
        for (let lane = 0; lane < 4; lane++) this.#out.int32(value);
        return;
      default:
        unreachable(type);
    }
  }

  /** Alignment hint (4 bytes) and offset of a memory access. */
  #memarg(offset: number): void {
    this.#out.byte(2).unsigned(offset);
  }

  #block(body: readonly Instr[]): void {
    for (const instr of body) this.#instr(instr);
  }

  #instr(instr: Instr): void {
    switch (instr.kind) {
      case 'const':
        if (this.#isInline(instr.dst)) return;
        this.#constant(instr.dst.type, instr.value);
        return this.#set(instr.dst);
      case 'copy':
        this.#get(instr.src);
        return this.#set(instr.dst);
      case 'op':
        this.#operation(instr.op, instr.dst, instr.args);
        return this.#set(instr.dst);
      case 'shift':
        this.#get(instr.src);
        this.#constant('i32', instr.bits);
        this.#opcode(
          isVector(instr.dst.type) ? [SIMD, instr.op === 'shl' ? 171 : 173] : [instr.op === 'shl' ? 0x74 : 0x76],
        );
        return this.#set(instr.dst);
      case 'base':
        this.#out.bytes(0x20, 0, 0x28);
        this.#memarg(TABLE_BUFFERS + instr.buffer * 4);
        return this.#set(instr.dst);
      case 'load':
        this.#get(instr.base);
        if (isVector(instr.dst.type)) this.#simd(0);
        else this.#out.byte(instr.dst.type === 'f32' ? 0x2a : 0x28);
        this.#memarg(instr.offset);
        return this.#set(instr.dst);
      case 'loadSplat':
        this.#get(instr.base);
        this.#simd(9);
        this.#memarg(instr.offset);
        return this.#set(instr.dst);
      case 'loadLane':
        this.#get(instr.base);
        this.#get(instr.dst);
        this.#simd(86);
        this.#memarg(instr.offset);
        this.#out.byte(instr.lane);
        return this.#set(instr.dst);
      case 'store':
        this.#get(instr.base);
        this.#get(instr.src);
        if (isVector(instr.src.type)) this.#simd(11);
        else this.#out.byte(instr.src.type === 'f32' ? 0x38 : 0x36);
        return this.#memarg(instr.offset);
      case 'storeLane':
        this.#get(instr.base);
        this.#get(instr.src);
        this.#simd(90);
        this.#memarg(instr.offset);
        this.#out.byte(instr.lane);
        return;
      case 'prefetch':
        // There is no such instruction.
        return;
      case 'splat':
        this.#get(instr.src);
        this.#simd(instr.dst.type === 'vf32' ? 19 : 17);
        return this.#set(instr.dst);
      case 'laneIndex':
        this.#simd(12);
        for (let lane = 0; lane < 4; lane++) this.#out.int32(lane);
        return this.#set(instr.dst);
      case 'extract':
        this.#get(instr.src);
        this.#simd(instr.src.type === 'vf32' ? 31 : 27);
        this.#out.byte(instr.lane);
        return this.#set(instr.dst);
      case 'transpose':
        return this.#transpose(instr.regs, instr.scratch);
      case 'loop':
        return this.#loop(instr);
      case 'if':
        this.#get(instr.condition);
        this.#out.bytes(0x04, 0x40);
        this.#block(instr.body);
        this.#out.byte(0x0b);
        return;
      default:
        unreachable(instr);
    }
  }

  /** Tests once before the first turn and once after each, so that a turn has a single branch. */
  #loop({ counter, from, to, step, body }: Extract<Instr, { kind: 'loop' }>): void {
    this.#operand(from);
    this.#set(counter);
    this.#out.bytes(0x02, 0x40);
    this.#get(counter);
    this.#operand(to);
    this.#out.byte(0x4e).bytes(0x0d, 0); // ge_s, br_if
    this.#out.bytes(0x03, 0x40);
    this.#block(body);
    this.#get(counter);
    this.#constant('index', step);
    this.#out.byte(0x6a);
    this.#out.byte(0x22).unsigned(this.#local(counter)); // tee
    this.#operand(to);
    this.#out.byte(0x48).bytes(0x0d, 0); // lt_s, br_if
    this.#out.bytes(0x0b, 0x0b);
  }

  #operation(op: KernelOp, dst: Reg, args: readonly Reg[]): void {
    const first = at(args, 0);
    if (op === 'fma') return this.#multiplyAdd(dst.type, args);
    if (op === 'select') return this.#select(dst.type, args);
    const conversions = CONVERSIONS[op];
    if (conversions !== undefined) {
      this.#get(first);
      if (op === 'bitcast' && isVector(first.type) && isVector(dst.type)) return;
      if (op === 'toIntInRange' && this.#relaxed && isVector(first.type)) return this.#simd(RELAXED_TRUNC);
      const conversion = conversions[`${first.type}>${dst.type}`];
      if (conversion === undefined) throw new Error(`No conversion ${op} from ${first.type} to ${dst.type}.`);
      return this.#opcode(conversion);
    }
    if (
      (op === 'min' || op === 'max' || op === 'minUnsigned' || op === 'maxUnsigned') &&
      (first.type === 'i32' || first.type === 'index')
    ) {
      return this.#integerExtreme(op, first, at(args, 1));
    }
    if (op === 'neg' && first.type === 'i32') {
      this.#constant('i32', 0);
      this.#get(first);
      return this.#opcode([0x6b]);
    }
    if (op === 'abs' && first.type === 'i32') return this.#integerAbs(first);
    if ((op === 'minOr' || op === 'maxOr') && !isVector(first.type)) return this.#scalarExtreme(op, first, at(args, 1));
    const opcode = opcodeOf(op, first.type);
    if (opcode === undefined) throw new Error(`No instruction for ${op} on ${first.type}.`);
    for (const arg of args) this.#get(arg);
    this.#opcode(opcode);
  }

  #multiplyAdd(type: RegType, args: readonly Reg[]): void {
    const [a, b, c] = [at(args, 0), at(args, 1), at(args, 2)];
    this.#get(a);
    this.#get(b);
    if (type === 'vf32' && this.#relaxed) {
      this.#get(c);
      return this.#simd(RELAXED_MADD);
    }
    const [multiply, add] = [opcodeOf('mul', type), opcodeOf('add', type)];
    if (multiply === undefined || add === undefined) throw new Error(`No multiply-add on ${type}.`);
    this.#opcode(multiply);
    this.#get(c);
    this.#opcode(add);
  }

  #select(type: RegType, args: readonly Reg[]): void {
    const [mask, a, b] = [at(args, 0), at(args, 1), at(args, 2)];
    this.#get(a);
    this.#get(b);
    this.#get(mask);
    if (isVector(type)) this.#simd(this.#relaxed ? RELAXED_SELECT : 82);
    else this.#out.byte(0x1b);
  }

  #integerExtreme(op: 'min' | 'max' | 'minUnsigned' | 'maxUnsigned', a: Reg, b: Reg): void {
    const less = op === 'min' ? 0x48 : op === 'max' ? 0x4a : op === 'minUnsigned' ? 0x49 : 0x4b;
    this.#get(a);
    this.#get(b);
    this.#get(a);
    this.#get(b);
    this.#out.bytes(less, 0x1b);
  }

  /** b < a ? b : a, or a < b ? b : a */
  #scalarExtreme(op: 'minOr' | 'maxOr', a: Reg, b: Reg): void {
    this.#get(b);
    this.#get(a);
    this.#get(op === 'minOr' ? b : a);
    this.#get(op === 'minOr' ? a : b);
    this.#out.bytes(a.type === 'f32' ? 0x5d : 0x63, 0x1b);
  }

  #integerAbs(x: Reg): void {
    this.#constant('i32', 0);
    this.#get(x);
    this.#out.byte(0x6b);
    this.#get(x);
    this.#get(x);
    this.#constant('i32', 0);
    this.#out.bytes(0x48, 0x1b);
  }

  /** 4 x 4: interleave pairs of rows, then pairs of pairs. */
  #transpose(regs: readonly Reg[], scratch: readonly Reg[]): void {
    const [a, b, c, d] = [at(regs, 0), at(regs, 1), at(regs, 2), at(regs, 3)];
    const shuffle = (x: Reg, y: Reg, lanes: readonly number[], dst: Reg) => {
      this.#get(x);
      this.#get(y);
      this.#simd(13);
      for (const lane of lanes) for (let i = 0; i < 4; i++) this.#out.byte(lane * 4 + i);
      this.#set(dst);
    };
    const [t0, t1, t2, t3] = [at(scratch, 0), at(scratch, 1), at(scratch, 2), at(scratch, 3)];
    shuffle(a, b, [0, 4, 1, 5], t0);
    shuffle(a, b, [2, 6, 3, 7], t1);
    shuffle(c, d, [0, 4, 1, 5], t2);
    shuffle(c, d, [2, 6, 3, 7], t3);
    shuffle(t0, t2, [0, 1, 4, 5], a);
    shuffle(t0, t2, [2, 3, 6, 7], b);
    shuffle(t1, t3, [0, 1, 4, 5], c);
    shuffle(t1, t3, [2, 3, 6, 7], d);
  }
}
