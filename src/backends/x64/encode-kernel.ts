import type { Instr, Kernel, Reg } from '../../compiler/kernel.ts';
import { unreachable } from '../../support/dtype.ts';
import { at } from '../../support/shape.ts';
import { type Assembler, CONDITION, Label, type Memory, RAX, RCX, RDI, RDX, RSI, RSP } from './assembler.ts';
import * as forms from './forms.ts';
import { Frame, isGeneral, isVector, SCRATCH, SCRATCH_2 } from './frame.ts';
import { GeneralOperations } from './general-operations.ts';
import { registersOf } from './live-ranges.ts';
import { setsMask, VectorOperations } from './vector-operations.ts';

/** Byte offset in a program's table of the 64-bit addresses of its buffers; before it stands the barrier's state. */
export const TABLE_BUFFERS = 64;
/** Float32 elements of a vector register. */
export const LANES = 16;

type StoreLane = Extract<Instr, { kind: 'storeLane' }>;

/**
 * Encodes one kernel as a function of (table, begin, end, address of counters) in rdi, rsi, rdx, r8 that may overwrite all
 * registers but rsp. It is called with rsp at a multiple of 64.
 */
export class KernelEncoder {
  readonly #asm: Assembler;
  readonly #frame: Frame;
  readonly #general: GeneralOperations;
  readonly #vector: VectorOperations;
  readonly #kernel: Kernel;
  /** How often each register occurs in the text. */
  readonly #occurrences: ReadonlyMap<Reg, number>;

  constructor(asm: Assembler, kernel: Kernel) {
    this.#asm = asm;
    this.#kernel = kernel;
    this.#frame = new Frame(asm, kernel);
    this.#general = new GeneralOperations(asm, this.#frame);
    this.#vector = new VectorOperations(asm, this.#frame);
    this.#occurrences = occurrences(kernel.body);
  }

  encode(): void {
    const asm = this.#asm;
    const { begin, end, counters, body } = this.#kernel;
    asm.arithmeticImmediate(5, RSP, this.#frame.bytes, true);
    asm.store(this.#frame.table, RDI, true);
    // rax, rcx and rdx are nobody's places, so no move can overwrite what the other reads.
    asm.move(RAX, RSI, true);
    asm.move(RCX, RDX, true);
    asm.move(RDX, 8, true);
    this.#frame.setGeneral(begin, RAX);
    this.#frame.setGeneral(end, RCX);
    counters.forEach((counter, depth) => {
      asm.move(RAX, { base: RDX, disp: 8 * depth }, true);
      this.#frame.setGeneral(counter, RAX);
    });
    this.#block(body);
    asm.arithmeticImmediate(0, RSP, this.#frame.bytes, true);
    asm.bytes(0xc3);
  }

  #block(body: readonly Instr[]): void {
    let maskIsThere = false;
    for (let i = 0; i < body.length; i++) {
      const instr = at(body, i);
      if (instr.kind === 'storeLane') {
        const run = laneRun(body, i);
        if (run > 1) this.#storeFirstLanes(instr, run);
        else this.#storeLane(instr);
        i += run - 1;
      } else if (instr.kind === 'op') {
        const keepMask = this.#isOnlyFor(instr, body[i + 1]);
        this.#operation(instr, keepMask || maskIsThere);
        maskIsThere = keepMask;
        continue;
      } else this.#instr(instr);
      maskIsThere = false;
    }
  }

  /** Whether a comparison's mask is used by the select that follows, and by nothing else. */
  #isOnlyFor(instr: Extract<Instr, { kind: 'op' }>, next: Instr | undefined): boolean {
    if (!setsMask(instr.op, at(instr.args, 0).type) || next?.kind !== 'op' || next.op !== 'select') return false;
    return (
      next.args[0] === instr.dst &&
      !isGeneral(next.dst.type) &&
      isVector(next.dst.type) === isVector(instr.dst.type) &&
      this.#occurrences.get(instr.dst) === 2
    );
  }

  #operation({ op, dst, args }: Extract<Instr, { kind: 'op' }>, mask: boolean): void {
    if (isGeneral(dst.type) && args.every((arg) => isGeneral(arg.type))) this.#general.encode(op, dst, args);
    else this.#vector.encode(op, dst, args, mask);
  }

  #instr(instr: Exclude<Instr, { kind: 'op' | 'storeLane' }>): void {
    const asm = this.#asm;
    const frame = this.#frame;
    switch (instr.kind) {
      case 'const':
        return this.#constant(instr.dst, instr.value);
      case 'copy':
        if (isGeneral(instr.dst.type)) return this.#general.copy(instr.dst, instr.src);
        return this.#copy(instr.dst, instr.src);
      case 'shift':
        if (isGeneral(instr.dst.type)) return this.#general.shift(instr.op, instr.dst, instr.src, instr.bits);
        return this.#vector.shift(instr.op, instr.dst, instr.src, instr.bits);
      case 'base': {
        const to = frame.register(instr.dst) ?? RAX;
        asm.move(RAX, frame.table, true);
        asm.move(to, { base: RAX, disp: TABLE_BUFFERS + 8 * instr.buffer }, true);
        return frame.setGeneral(instr.dst, to);
      }
      case 'load':
        return this.#load(instr.dst, this.#address(instr.base, instr.offset));
      case 'loadSplat': {
        const to = frame.target(instr.dst);
        asm.evex(forms.BROADCAST, { reg: to, rm: this.#address(instr.base, instr.offset) });
        return frame.setVector(instr.dst, to);
      }
      case 'loadLane': {
        const to = frame.vectorRegister(instr.dst, SCRATCH);
        this.#vector.setMask(2 ** instr.lane);
        asm.evex(forms.BROADCAST, { reg: to, rm: this.#address(instr.base, instr.offset), mask: 1 });
        return frame.setVector(instr.dst, to);
      }
      case 'store': {
        const address = this.#address(instr.base, instr.offset);
        if (isGeneral(instr.src.type)) return asm.store(address, frame.generalRegister(instr.src, RAX), false);
        const from = frame.vectorRegister(instr.src, SCRATCH);
        return asm.evex(isVector(instr.src.type) ? forms.STORE : forms.STORE_F32, { reg: from, rm: address });
      }
      case 'laneIndex': {
        const to = frame.target(instr.dst);
        asm.evex(forms.LOAD, {
          reg: to,
          rm: { pool: asm.pool.place(Int32Array.from({ length: LANES }, (_, i) => i)) },
        });
        return frame.setVector(instr.dst, to);
      }
      case 'splat':
        return this.#splat(instr.dst, instr.src);
      case 'extract': {
        const lane = this.#laneFirst(instr.src, instr.lane);
        if (!isGeneral(instr.dst.type)) return frame.setVector(instr.dst, lane);
        asm.evex(forms.MOVE_TO_GENERAL, { reg: lane, rm: RAX });
        return frame.setGeneral(instr.dst, RAX);
      }
      case 'transpose':
        return this.#transpose(instr.regs);
      case 'loop':
        return this.#loop(instr);
      case 'if': {
        const end = new Label();
        this.#general.test(instr.condition);
        asm.jump(end, CONDITION.equal);
        this.#block(instr.body);
        return asm.bind(end);
      }
      default:
        unreachable(instr);
    }
  }

  #address(base: Reg, offset: number): Memory {
    return { base: this.#frame.generalRegister(base, RCX), disp: offset };
  }

  #constant(dst: Reg, value: number): void {
    // Constants that are never written again stand in the instructions that use them.
    if (this.#frame.constant(dst) !== undefined) return;
    if (isGeneral(dst.type)) {
      this.#asm.moveImmediate(RAX, value, dst.type === 'index');
      return this.#frame.setGeneral(dst, RAX);
    }
    const to = this.#frame.target(dst);
    const { pool } = this.#asm;
    if (Object.is(value, 0)) this.#asm.evex(forms.VECTOR_INTEGER.xor, { reg: to, source: to, rm: to });
    else if (dst.type === 'f64') this.#asm.evex(forms.LOAD_F64, { reg: to, rm: { pool: pool.float64(value) } });
    else {
      const constant = { pool: dst.type === 'vi32' ? pool.int32(value) : pool.float32(value) };
      this.#asm.evex(isVector(dst.type) ? forms.BROADCAST : forms.LOAD_F32, { reg: to, rm: constant });
    }
    this.#frame.setVector(dst, to);
  }

  #copy(dst: Reg, src: Reg): void {
    const to = this.#frame.target(dst);
    this.#frame.loadVector(to, src);
    this.#frame.setVector(dst, to);
  }

  #load(dst: Reg, address: Memory): void {
    if (isGeneral(dst.type)) {
      const to = this.#frame.register(dst) ?? RAX;
      this.#asm.move(to, address, false);
      return this.#frame.setGeneral(dst, to);
    }
    const to = this.#frame.target(dst);
    this.#asm.evex(isVector(dst.type) ? forms.LOAD : forms.LOAD_F32, { reg: to, rm: address });
    this.#frame.setVector(dst, to);
  }

  #splat(dst: Reg, src: Reg): void {
    const to = this.#frame.target(dst);
    if (isGeneral(src.type)) {
      this.#asm.evex(forms.BROADCAST_GENERAL, { reg: to, rm: this.#frame.generalRegister(src, RAX) });
    } else {
      const { rm } = this.#frame.operand(src, true);
      this.#asm.evex(forms.BROADCAST, { reg: to, rm });
    }
    this.#frame.setVector(dst, to);
  }

  /** A register whose first lane is lane `lane` of a vector. */
  #laneFirst(src: Reg, lane: number): number {
    const from = this.#frame.vectorRegister(src, SCRATCH_2);
    if (lane === 0) return from;
    this.#asm.evex(forms.ALIGN, { reg: SCRATCH, source: from, rm: from, immediate: lane });
    return SCRATCH;
  }

  #storeLane({ src, lane, base, offset }: StoreLane): void {
    const from = this.#laneFirst(src, lane);
    this.#asm.evex(forms.STORE_F32, { reg: from, rm: this.#address(base, offset) });
  }

  /** The first `count` lanes, next to each other. */
  #storeFirstLanes({ src, base, offset }: StoreLane, count: number): void {
    this.#vector.setMask(2 ** count - 1);
    const from = this.#frame.vectorRegister(src, SCRATCH);
    this.#asm.evex(forms.STORE, { reg: from, rm: this.#address(base, offset), mask: 1 });
  }

  /** Tests once before the first turn and once after each, so that a turn has a single branch. */
  #loop({ counter, from, to, step, body }: Extract<Instr, { kind: 'loop' }>): void {
    const asm = this.#asm;
    const [top, end] = [new Label(), new Label()];
    if (typeof from === 'number') {
      asm.moveImmediate(RAX, from, true);
      this.#frame.setGeneral(counter, RAX);
    } else this.#general.copy(counter, from);
    if (typeof from !== 'number' || typeof to !== 'number' || from >= to) {
      this.#general.compare(counter, to);
      asm.jump(end, CONDITION.greaterEqual);
    }
    asm.align(32);
    asm.bind(top);
    this.#block(body);
    const place = this.#frame.general(counter);
    asm.arithmeticImmediate(0, place, step, true);
    this.#general.compare(counter, to);
    asm.jump(top, CONDITION.less);
    asm.bind(end);
  }

  /**
   * 16 x 16 in place: blocks of 8 x 8 beside the diagonal change places, then within them blocks of 4 x 4, and so on
   * down to single elements.
   */
  #transpose(regs: readonly Reg[]): void {
    const { pool } = this.#asm;
    const rows = regs.map((reg) => {
      const register = this.#frame.register(reg);
      if (register === undefined) throw new Error('A block to transpose has no room in registers.');
      return register;
    });
    for (const distance of [8, 4, 2, 1]) {
      const lanes = Array.from({ length: LANES }, (_, j) => j);
      const inFirst = (j: number) => (j & distance) === 0;
      const upper = pool.place(Int32Array.from(lanes, (j) => (inFirst(j) ? j : LANES + j - distance)));
      const lower = pool.place(Int32Array.from(lanes, (j) => (inFirst(j) ? j + distance : LANES + j)));
      rows.forEach((first, i) => {
        if (!inFirst(i)) return;
        const second = at(rows, i + distance);
        this.#asm.evex(forms.LOAD, { reg: SCRATCH, rm: { pool: upper } });
        this.#asm.evex(forms.LOAD, { reg: SCRATCH_2, rm: { pool: lower } });
        this.#asm.evex(forms.PERMUTE_TWO, { reg: SCRATCH, source: first, rm: second });
        this.#asm.evex(forms.PERMUTE_TWO, { reg: SCRATCH_2, source: first, rm: second });
        this.#asm.evex(forms.MOVE, { reg: first, rm: SCRATCH });
        this.#asm.evex(forms.MOVE, { reg: second, rm: SCRATCH_2 });
      });
    }
  }
}

/** Number of instructions from `start` on that store the lanes 0, 1, 2, ... of one register to consecutive addresses. */
function laneRun(body: readonly Instr[], start: number): number {
  const first = body[start];
  if (first?.kind !== 'storeLane' || first.lane !== 0) return 1;
  let run = 1;
  for (; run < LANES; run++) {
    const next = body[start + run];
    if (next?.kind !== 'storeLane' || next.src !== first.src || next.base !== first.base) break;
    if (next.lane !== run || next.offset !== first.offset + 4 * run) break;
  }
  return run;
}

function occurrences(body: readonly Instr[], counts = new Map<Reg, number>()): Map<Reg, number> {
  for (const instr of body) {
    for (const reg of registersOf(instr)) counts.set(reg, (counts.get(reg) ?? 0) + 1);
    if (instr.kind === 'loop' || instr.kind === 'if') occurrences(instr.body, counts);
  }
  return counts;
}
