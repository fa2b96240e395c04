import { depthOf, type Part, type Program, partsOf } from '../../compiler/program.ts';
import { at } from '../../support/shape.ts';
import { Assembler, CONDITION, type Encoding, Label, RAX, RCX, RDI, RDX, RSI, RSP } from './assembler.ts';
import { type Convention, enter, leave } from './convention.ts';
import { KernelEncoder, TABLE_BUFFERS } from './encode-kernel.ts';

/** Turns of a barrier's spin before a thread lets others run: some tens of microseconds, as a pause takes about 140 cycles. */
const SPIN_TURNS = 400;
/** Number of Linux's system call sched_yield. */
const SCHED_YIELD = 24;

/** Machine code of a program, with the offsets of its functions. */
export interface EncodedProgram {
  readonly code: Uint8Array<ArrayBuffer>;
  /** run(table, thread, threads) */
  readonly run: number;
  /** one(table, begin, end, address of a kernel) */
  readonly one: number;
  readonly kernels: readonly number[];
}

/** Places in the frame of `run`, above rsp. */
const TABLE = { base: RSP, disp: 8 };
const THREAD = { base: RSP, disp: 16 };
const THREADS = { base: RSP, disp: 24 };
const TESTED = { base: RSP, disp: 32 };
const FIRST_COUNTER = 40;
const counterOf = (depth: number) => ({ base: RSP, disp: FIRST_COUNTER + 8 * depth });
/** Bytes of the frame, with counters of as many nested loops. */
const frameBytes = (depth: number) => Math.ceil((FIRST_COUNTER + 8 * depth) / 64) * 64;

/** How a program is entered and encoded. */
export interface CodeStyle {
  readonly encoding: Encoding;
  readonly convention: Convention;
  /** Whether threads that wait long call Linux's sched_yield. */
  readonly yields: boolean;
}

/**
 * barrier(table in rdi, threads in rsi): the last to arrive resets the count at table + 0 and advances the generation at
 * table + 4; the others spin on the generation, and let other threads run when that takes long.
 */
function encodeBarrier(asm: Assembler, yields: boolean): void {
  const [last, spin, turns, done] = [new Label(), new Label(), new Label(), new Label()];
  const count = { base: RDI, disp: 0 };
  const generation = { base: RDI, disp: 4 };
  asm.move(8, generation, false);
  asm.moveImmediate(RAX, 1, false);
  asm.bytes(0xf0); // lock
  asm.general(0x0fc1, RAX, count, false); // xadd
  asm.arithmeticImmediate(0, RAX, 1, false);
  asm.arithmetic(7, RAX, RSI, false);
  asm.jump(last, CONDITION.equal);
  asm.bind(turns);
  asm.moveImmediate(9, SPIN_TURNS, false);
  asm.bind(spin);
  asm.arithmetic(7, 8, generation, false);
  asm.jump(done, CONDITION.notEqual);
  asm.bytes(0xf3, 0x90); // pause
  asm.arithmeticImmediate(5, 9, 1, false);
  asm.jump(spin, CONDITION.notEqual);
  if (yields) {
    asm.moveImmediate(RAX, SCHED_YIELD, false);
    asm.bytes(0x0f, 0x05); // syscall
  }
  asm.jump(turns);
  asm.bind(last);
  asm.moveImmediate(RAX, 0, false);
  asm.store(count, RAX, false);
  asm.bytes(0xf0);
  asm.arithmeticImmediate(0, generation, 1, false);
  asm.bind(done);
  asm.bytes(0xc3);
}

/** units * (thread + plus) / threads, in rax. */
function encodeShare(asm: Assembler, units: number, plus: number): void {
  asm.move(RAX, THREAD, true);
  if (plus > 0) asm.arithmeticImmediate(0, RAX, plus, true);
  asm.general(0x69, RAX, RAX, true, { value: units, bytes: 4 });
  asm.bytes(0x48, 0x99); // cqo
  asm.general(0xf7, 7, THREADS, true); // idiv
}

/** Puts the address of the loops' counters where kernels expect it. */
function passCounters(asm: Assembler): void {
  asm.lea(8, counterOf(0), true);
}

/** This thread's share of every kernel, with barriers in between and at the end. */
function encodeRun(
  asm: Assembler,
  program: Program,
  parts: readonly Part[],
  kernels: readonly Label[],
  barrier: Label,
): void {
  const wait = () => {
    const alone = new Label();
    asm.move(RSI, THREADS, true);
    asm.arithmeticImmediate(7, RSI, 1, true);
    asm.jump(alone, CONDITION.lessEqual);
    asm.move(RDI, TABLE, true);
    asm.call(barrier);
    asm.bind(alone);
  };
  const kernelCall = (i: number) => {
    const kernel = at(program.kernels, i);
    const skip = new Label();
    if (at(program.barriers, i)) wait();
    if (kernel.parallel) {
      encodeShare(asm, kernel.units, 0);
      asm.move(RSI, RAX, true);
      encodeShare(asm, kernel.units, 1);
      asm.move(RDX, RAX, true);
    } else {
      asm.move(RAX, THREAD, true);
      asm.general(0x85, RAX, RAX, true);
      asm.jump(skip, CONDITION.notEqual);
      asm.moveImmediate(RSI, 0, true);
      asm.moveImmediate(RDX, kernel.units, true);
    }
    asm.move(RDI, TABLE, true);
    if (kernel.counters.length > 0) passCounters(asm);
    asm.call(at(kernels, i));
    asm.bind(skip);
  };
  const write = (inner: readonly Part[], end: Label): void => {
    for (const part of inner) {
      if (part.kind === 'kernel') kernelCall(part.index);
      else if (part.kind === 'test') {
        // Nobody may go on, and compute the condition again, before all have seen it.
        wait();
        asm.move(RAX, TABLE, true);
        asm.move(RAX, { base: RAX, disp: TABLE_BUFFERS + 8 * part.buffer }, true);
        asm.move(RAX, { base: RAX, disp: 0 }, false);
        asm.store(TESTED, RAX, false);
        wait();
        asm.move(RAX, TESTED, false);
        asm.general(0x85, RAX, RAX, false);
        asm.jump(end, CONDITION.equal);
      } else {
        const [top, after] = [new Label(), new Label()];
        const { repeat } = part.loop;
        const counter = counterOf(part.depth);
        asm.moveImmediate(RAX, 0, true);
        asm.store(counter, RAX, true);
        asm.bind(top);
        write(part.body, after);
        asm.arithmeticImmediate(0, counter, 1, true);
        if ('count' in repeat) {
          asm.arithmeticImmediate(7, counter, repeat.count, true);
          asm.jump(top, CONDITION.less);
        } else asm.jump(top);
        asm.bind(after);
      }
    }
  };
  asm.store(TABLE, RDI, true);
  asm.store(THREAD, RSI, true);
  asm.store(THREADS, RDX, true);
  write(parts, new Label());
  wait();
}

/** A program as position-independent machine code. */
export function encodeProgram(program: Program, { encoding, convention, yields }: CodeStyle): EncodedProgram {
  const asm = new Assembler(encoding);
  const labels = program.kernels.map((kernel) => {
    const label = new Label();
    asm.align(64);
    asm.bind(label);
    new KernelEncoder(asm, kernel).encode();
    return label;
  });
  const barrier = new Label();
  asm.align(64);
  asm.bind(barrier);
  encodeBarrier(asm, yields);
  asm.align(64);
  const run = asm.length;
  const parts = partsOf(program.kernels.length, program.loops);
  const bytes = frameBytes(depthOf(parts));
  enter(asm, convention, bytes);
  encodeRun(asm, program, parts, labels, barrier);
  leave(asm, convention, bytes);
  asm.align(64);
  const one = asm.length;
  enter(asm, convention, bytes);
  asm.moveImmediate(RAX, 0, true);
  for (let depth = 0; depth < depthOf(parts); depth++) asm.store(counterOf(depth), RAX, true);
  passCounters(asm);
  asm.general(0xff, 2, RCX, false); // call rcx
  leave(asm, convention, bytes);
  return { code: asm.finish(), run, one, kernels: labels.map((label) => label.position ?? 0) };
}
