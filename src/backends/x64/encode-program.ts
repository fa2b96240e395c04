import { depthOf, type Part, type Program, partsOf } from '../../compiler/program.ts';
import { at } from '../../support/shape.ts';
import { Assembler, CONDITION, type Encoding, Label, RAX, RCX, RDI, RDX, RSI, RSP } from './assembler.ts';
import { type Convention, enter, leave } from './convention.ts';
import { KERNEL_THREAD, KernelEncoder, TABLE_BUFFERS } from './encode-kernel.ts';
import { encodeEnded, encodeHelper, encodeShared } from './encode-sharing.ts';

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
const BASE = { base: RSP, disp: 32 };
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

/** Puts the address of the loops' counters where kernels expect it. */
function passCounters(asm: Assembler): void {
  asm.lea(8, counterOf(0), true);
}

/** Thread 0 goes through all kernels; the others help with those that are worth it. */
function encodeRun(
  asm: Assembler,
  program: Program,
  parts: readonly Part[],
  kernels: readonly Label[],
  yields: boolean,
): void {
  const frame = { table: TABLE, thread: THREAD, base: BASE, counters: counterOf(0) };
  const kernelCall = (i: number) => {
    const kernel = at(program.kernels, i);
    const [alone, after] = [new Label(), new Label()];
    if (kernel.parallel) {
      asm.arithmeticImmediate(7, THREADS, 1, true);
      asm.jump(alone, CONDITION.lessEqual);
      encodeShared(asm, kernel, at(kernels, i), frame, yields);
      asm.jump(after);
      asm.bind(alone);
    }
    asm.moveImmediate(RSI, 0, true);
    asm.moveImmediate(RDX, kernel.units, true);
    asm.move(RDI, TABLE, true);
    if (kernel.counters.length > 0) passCounters(asm);
    asm.moveImmediate(KERNEL_THREAD, 0, true);
    asm.call(at(kernels, i));
    asm.bind(after);
  };
  const write = (inner: readonly Part[], end: Label): void => {
    for (const part of inner) {
      if (part.kind === 'kernel') kernelCall(part.index);
      else if (part.kind === 'test') {
        asm.move(RAX, TABLE, true);
        asm.move(RAX, { base: RAX, disp: TABLE_BUFFERS + 8 * part.buffer }, true);
        asm.arithmeticImmediate(7, { base: RAX, disp: 0 }, 0, false);
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
  // Where this code lies: the address of the instruction behind a call, less its offset.
  asm.bytes(0xe8, 0, 0, 0, 0);
  const here = asm.length;
  asm.general(0x8f, 0, RAX, false); // pop
  asm.arithmeticImmediate(5, RAX, here, true);
  asm.store(BASE, RAX, true);
  const [helper, end] = [new Label(), new Label()];
  asm.arithmeticImmediate(7, THREAD, 0, true);
  asm.jump(helper, CONDITION.notEqual);
  write(parts, new Label());
  encodeEnded(asm, frame);
  asm.jump(end);
  asm.bind(helper);
  encodeHelper(asm, frame, yields);
  asm.bind(end);
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
  asm.align(64);
  const run = asm.length;
  const parts = partsOf(program.kernels.length, program.loops);
  const bytes = frameBytes(depthOf(parts));
  enter(asm, convention, bytes);
  encodeRun(asm, program, parts, labels, yields);
  leave(asm, convention, bytes);
  asm.align(64);
  const one = asm.length;
  enter(asm, convention, bytes);
  asm.moveImmediate(RAX, 0, true);
  for (let depth = 0; depth < depthOf(parts); depth++) asm.store(counterOf(depth), RAX, true);
  passCounters(asm);
  asm.moveImmediate(KERNEL_THREAD, 0, true);
  asm.general(0xff, 2, RCX, false); // call rcx
  leave(asm, convention, bytes);
  return { code: asm.finish(), run, one, kernels: labels.map((label) => label.position ?? 0) };
}
