import type { Instr, Kernel, Reg } from '../../compiler/kernel.ts';
import { unreachable } from '../../support/dtype.ts';
import { at } from '../../support/shape.ts';
import { type Assembler, CONDITION, Label, type Memory, RAX, RCX, RDI, RDX, RSI, RSP } from './assembler.ts';
import { Avx2Operations } from './avx2-operations.ts';
import { Avx512Operations } from './avx512-operations.ts';
import * as forms from './forms.ts';
import { Frame, isGeneral, isVector } from './frame.ts';
import { GeneralOperations } from './general-operations.ts';
import type { VectorOperations } from './vector-operations.ts';

/** Byte offset in a program's table of the 64-bit addresses of its buffers; before it stands the barrier's state. */
export const TABLE_BUFFERS = 64;
/** The register in which a kernel is told its thread. */
export const KERNEL_THREAD = 11;
const PAGE = 4096;

/**
 * Encodes one kernel as a function of (table, begin, end, address of counters, thread) in rdi, rsi, rdx, r8, r11 that may
 * overwrite all registers but rsp. It is called with rsp at a multiple of 64.
 */
export class KernelEncoder {
  readonly #asm: Assembler;
  readonly #frame: Frame;
  readonly #general: GeneralOperations;
  readonly #vector: VectorOperations;
  readonly #kernel: Kernel;

  constructor(asm: Assembler, kernel: Kernel) {
    this.#asm = asm;
    this.#kernel = kernel;
    this.#frame = new Frame(asm, kernel);
    this.#general = new GeneralOperations(asm, this.#frame);
    this.#vector = new (asm.encoding === 'evex' ? Avx512Operations : Avx2Operations)(asm, this.#frame);
  }

  encode(): void {
    const asm = this.#asm;
    const { begin, end, counters, own, body } = this.#kernel;
    // A stack grows page by page: Windows adds the next one only when its first access is there.
    for (let below = PAGE; below < this.#frame.bytes; below += PAGE)
      asm.general(0x85, RAX, { base: RSP, disp: -below }, false);
    asm.arithmeticImmediate(5, RSP, this.#frame.bytes, true);
    asm.store(this.#frame.table, RDI, true);
    if (own !== undefined) asm.store(this.#frame.thread, KERNEL_THREAD, true);
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
    if (own !== undefined) {
      asm.move(RAX, this.#frame.thread, true);
      this.#frame.setGeneral(own, RAX);
    }
    this.#block(body);
    asm.arithmeticImmediate(0, RSP, this.#frame.bytes, true);
    asm.bytes(0xc3);
  }

  #block(body: readonly Instr[]): void {
    let maskIsThere = false;
    for (let i = 0; i < body.length; i++) {
      const instr = at(body, i);
      if (instr.kind === 'storeLane') {
        const run = laneRun(body, i, this.#vector.lanes);
        const address = this.#address(instr.base, instr.offset);
        if (run > 1) this.#vector.storeFirstLanes(instr.src, run, address);
        else this.#vector.storeLane(instr.src, instr.lane, address);
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
    if (next?.kind !== 'op' || next.op !== 'select' || next.args[0] !== instr.dst) return false;
    return this.#frame.ranges.occurrences[instr.dst.id] === 2 && this.#vector.canKeepMask(instr, next);
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
        asm.vector(forms.BROADCAST, to, 0, this.#address(instr.base, instr.offset));
        return frame.setVector(instr.dst, to);
      }
      case 'loadLane':
        return this.#vector.loadLane(instr.dst, instr.lane, this.#address(instr.base, instr.offset));
      case 'store': {
        const address = this.#address(instr.base, instr.offset);
        if (isGeneral(instr.src.type)) return asm.store(address, frame.generalRegister(instr.src, RAX), false);
        const from = frame.vectorRegister(instr.src, frame.scratch);
        return asm.vector(isVector(instr.src.type) ? forms.STORE : forms.STORE_F32, from, 0, address);
      }
      case 'prefetch':
        // prefetcht1: into the level-2 cache.
        return asm.general(0x0f18, 2, this.#address(instr.base, instr.offset), false);
      case 'laneIndex':
        return this.#vector.laneIndex(instr.dst);
      case 'splat':
        return this.#vector.splat(instr.dst, instr.src);
      case 'extract':
        return this.#vector.extract(instr.dst, instr.src, instr.lane);
      case 'transpose':
        return this.#vector.transpose(instr.regs);
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
    this.#frame.loadConstant(to, dst.type, value);
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
    this.#asm.vector(isVector(dst.type) ? forms.LOAD : forms.LOAD_F32, to, 0, address);
    this.#frame.setVector(dst, to);
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
}

/** Number of instructions from `start` on that store the lanes 0, 1, 2, ... of one register to consecutive addresses. */
function laneRun(body: readonly Instr[], start: number, lanes: number): number {
  const first = body[start];
  if (first?.kind !== 'storeLane' || first.lane !== 0) return 1;
  let run = 1;
  for (; run < lanes; run++) {
    const next = body[start + run];
    if (next?.kind !== 'storeLane' || next.src !== first.src || next.base !== first.base) break;
    if (next.lane !== run || next.offset !== first.offset + 4 * run) break;
  }
  return run;
}
