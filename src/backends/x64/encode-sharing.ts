import type { Kernel } from '../../compiler/kernel.ts';
import { type Assembler, CONDITION, Label, type Memory, RAX, RCX, RDI, RDX, RSI } from './assembler.ts';
import { KERNEL_THREAD } from './encode-kernel.ts';

/** Turns of a thread that waits before it lets others run: some tens of microseconds, as a pause takes about 140 cycles. */
const SPIN_TURNS = 400;
/** Number of Linux's system call sched_yield. */
const SCHED_YIELD = 24;
/** A kernel is handed out in at most this many chunks: with fewer, one thread waits longer for another's last one. */
const CHUNKS = 32;

/*
 * How a kernel is shared, in the first bytes of a program's table. The calling thread goes through the program; for a
 * kernel that is worth it, it publishes what is to be done, and then the chunks that are left to do: the number of the
 * first in the lowest 16 bits, the number behind the last in the next 16, above them a count that never repeats while
 * anybody may remember it. The calling thread takes chunks from the front, helpers from the back, each by exchanging
 * the whole word; so the same thread mostly meets the same data again. A helper that was kept from running takes
 * nothing and nobody waits for it.
 */
const at = (disp: number): Memory => ({ base: RDI, disp });
const CHUNKS_LEFT = at(0);
const COUNT = at(4);
/** Chunks that are done. */
const DONE = at(8);
/** Byte offset in a program's table of the word that says whether it is running: helpers leave when it is not. */
export const TABLE_RUNNING = 12;
const RUNNING = at(TABLE_RUNNING);
const KERNEL = at(16);
const COUNTERS = at(24);
const UNITS = at(32);
const CHUNK_UNITS = at(36);

const lock = (asm: Assembler) => asm.bytes(0xf0);

/** Where the code of a program keeps what it needs, above rsp. */
export interface SharingFrame {
  readonly table: Memory;
  readonly thread: Memory;
  /** Address of the code's first byte. */
  readonly base: Memory;
  /** The counters of the loops around a kernel. */
  readonly counters: Memory;
}

/** One turn of waiting, with the number of turns that are left in r9. */
function encodeWait(asm: Assembler, yields: boolean): void {
  const going = new Label();
  asm.bytes(0xf3, 0x90); // pause
  asm.arithmeticImmediate(5, 9, 1, false);
  asm.jump(going, CONDITION.notEqual);
  if (yields) {
    asm.moveImmediate(RAX, SCHED_YIELD, false);
    asm.bytes(0x0f, 0x05); // syscall
  }
  asm.moveImmediate(9, SPIN_TURNS, false);
  asm.bind(going);
}

/** Chunks that are left in rax, the first of them in ecx, the one behind the last in edx; jumps where there is none. */
function encodeLook(asm: Assembler, none: Label): void {
  asm.move(RAX, CHUNKS_LEFT, true);
  asm.general(0x0fb7, RCX, RAX, false); // movzx ecx, ax
  asm.move(RDX, RAX, false);
  asm.general(0xc1, 5, RDX, false, { value: 16, bytes: 1 }); // shr edx, 16
  asm.arithmetic(7, RCX, RDX, false);
  asm.jump(none, CONDITION.aboveEqual);
}

/** Takes a chunk: what is left goes from rax to rax + change, unless somebody was quicker. */
function encodeTake(asm: Assembler, change: number, again: Label): void {
  asm.lea(8, { base: RAX, disp: change }, true);
  lock(asm);
  asm.general(0x0fb1, 8, CHUNKS_LEFT, true); // cmpxchg
  asm.jump(again, CONDITION.notEqual);
}

/** Tells everybody that the program has ended; that it runs is said before they are called (see code-threads.ts). */
export function encodeEnded(asm: Assembler, frame: SharingFrame): void {
  asm.move(RDI, frame.table, true);
  asm.moveImmediate(RAX, 0, false);
  asm.store(RUNNING, RAX, false);
}

/** The calling thread's part of a kernel: publishes it, does chunks from the front, and waits for those of others. */
export function encodeShared(
  asm: Assembler,
  { units, counters }: Kernel,
  kernel: Label,
  frame: SharingFrame,
  yields: boolean,
): void {
  const size = Math.ceil(units / CHUNKS);
  const chunks = Math.ceil(units / size);
  const [next, wait, done, whole] = [new Label(), new Label(), new Label(), new Label()];
  asm.move(RDI, frame.table, true);
  asm.move(RAX, frame.base, true);
  asm.arithmeticImmediate(0, RAX, kernel.position ?? 0, true);
  asm.store(KERNEL, RAX, true);
  asm.lea(RAX, frame.counters, true);
  asm.store(COUNTERS, RAX, true);
  const put = (place: Memory, value: number) => {
    asm.moveImmediate(RAX, value, false);
    asm.store(place, RAX, false);
  };
  put(UNITS, units);
  put(CHUNK_UNITS, size);
  put(DONE, 0);
  // All of it is there before the word that hands it out changes: stores of this processor are seen in their order.
  asm.move(RAX, COUNT, false);
  asm.arithmeticImmediate(0, RAX, 1, false);
  asm.general(0xc1, 4, RAX, true, { value: 32, bytes: 1 }); // shl rax, 32
  asm.arithmeticImmediate(0, RAX, chunks << 16, true);
  asm.store(CHUNKS_LEFT, RAX, true);
  asm.bind(next);
  asm.move(RDI, frame.table, true);
  encodeLook(asm, wait);
  encodeTake(asm, 1, next);
  asm.general(0x69, RSI, RCX, true, { value: size, bytes: 4 }); // imul rsi, rcx, size
  asm.lea(RDX, { base: RSI, disp: size }, true);
  asm.arithmeticImmediate(7, RDX, units, true);
  asm.jump(whole, CONDITION.lessEqual);
  asm.moveImmediate(RDX, units, true);
  asm.bind(whole);
  if (counters.length > 0) asm.lea(8, frame.counters, true);
  asm.moveImmediate(KERNEL_THREAD, 0, true);
  asm.call(kernel);
  asm.move(RDI, frame.table, true);
  lock(asm);
  asm.arithmeticImmediate(0, DONE, 1, false);
  asm.jump(next);
  asm.bind(wait);
  asm.moveImmediate(9, SPIN_TURNS, false);
  const waiting = new Label();
  asm.bind(waiting);
  asm.arithmeticImmediate(7, DONE, chunks, false);
  asm.jump(done, CONDITION.equal);
  encodeWait(asm, yields);
  asm.jump(waiting);
  asm.bind(done);
}

/** A helper: does chunks from the back as long as the program runs. */
export function encodeHelper(asm: Assembler, frame: SharingFrame, yields: boolean): void {
  const [fresh, look, idle, end, whole] = [new Label(), new Label(), new Label(), new Label(), new Label()];
  asm.bind(fresh);
  asm.move(RDI, frame.table, true);
  asm.moveImmediate(9, SPIN_TURNS, false);
  asm.bind(look);
  encodeLook(asm, idle);
  asm.move(10, UNITS, false);
  // Places of a thread's own are numbered like units: whoever has no number leaves the work to others.
  asm.arithmetic(7, 10, frame.thread, false);
  asm.jump(idle, CONDITION.belowEqual);
  asm.move(11, CHUNK_UNITS, false);
  asm.move(9, KERNEL, true);
  asm.move(RSI, COUNTERS, true);
  // Was it still the same kernel when all this was read? Only then is the chunk ours.
  encodeTake(asm, -(1 << 16), fresh);
  asm.move(8, RSI, true);
  asm.arithmeticImmediate(5, RDX, 1, false);
  asm.general(0x0faf, RDX, 11, false); // imul edx, r11d
  asm.move(RSI, RDX, false);
  asm.arithmetic(0, RDX, 11, false);
  asm.arithmetic(7, RDX, 10, false);
  asm.jump(whole, CONDITION.belowEqual);
  asm.move(RDX, 10, false);
  asm.bind(whole);
  asm.move(KERNEL_THREAD, frame.thread, true);
  asm.general(0xff, 2, 9, false); // call r9
  asm.move(RDI, frame.table, true);
  lock(asm);
  asm.arithmeticImmediate(0, DONE, 1, false);
  asm.jump(fresh);
  asm.bind(idle);
  asm.arithmeticImmediate(7, RUNNING, 0, false);
  asm.jump(end, CONDITION.equal);
  encodeWait(asm, yields);
  asm.jump(look);
  asm.bind(end);
}
