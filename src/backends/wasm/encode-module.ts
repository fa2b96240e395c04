import { depthOf, type Part, type Program, partsOf } from '../../compiler/program.ts';
import { at } from '../../support/shape.ts';
import { Bytes } from './bytes.ts';
import { KernelEncoder, TABLE_BUFFERS } from './encode-kernel.ts';

/** Pages that a shared memory may grow to: 2 GiB, so that addresses stay positive in signed comparisons. */
export const MAX_PAGES = 32768;
/** Turns of a barrier's spin before a thread sleeps: some tens of microseconds. */
const SPIN_TURNS = 20_000;

const I32 = 0x7f;
const section = (id: number, content: Bytes) => new Bytes().byte(id).unsigned(content.length).append(content);

/** A function body with `locals` extra i32 locals. */
function body(locals: number, code: Bytes): Bytes {
  const header = new Bytes();
  if (locals > 0) header.unsigned(1).unsigned(locals).byte(I32);
  else header.unsigned(0);
  return new Bytes()
    .unsigned(header.length + code.length)
    .append(header)
    .append(code);
}

const get = (out: Bytes, local: number) => out.byte(0x20).unsigned(local);
const constant = (out: Bytes, value: number) => out.byte(0x41).signed(value);

/**
 * barrier(table, threads): the last to arrive resets the count at table + 0 and advances the generation at table + 4;
 * the others spin on the generation, then sleep on it.
 */
function barrierBody(): Bytes {
  const out = new Bytes();
  const [table, threads, generation, turn] = [0, 1, 2, 3];
  const load = () => get(out, table).bytes(0xfe, 0x10, 2, 4); // i32.atomic.load offset=4
  load().byte(0x21).unsigned(generation);
  get(out, table);
  constant(out, 1);
  out.bytes(0xfe, 0x1e, 2, 0); // i32.atomic.rmw.add offset=0
  get(out, threads);
  constant(out, 1).byte(0x6b);
  out.bytes(0x46, 0x04, 0x40); // i32.eq, if
  get(out, table);
  constant(out, 0).bytes(0xfe, 0x17, 2, 0); // i32.atomic.store
  get(out, table);
  constant(out, 1).bytes(0xfe, 0x1e, 2, 4, 0x1a); // advance the generation, drop
  get(out, table);
  constant(out, -1).bytes(0xfe, 0x00, 2, 4, 0x1a); // memory.atomic.notify, drop
  out.bytes(0x0f, 0x0b); // return, end
  constant(out, SPIN_TURNS).byte(0x21).unsigned(turn);
  out.bytes(0x03, 0x40); // loop
  load();
  get(out, generation).bytes(0x47, 0x04, 0x40, 0x0f, 0x0b); // ne: if return
  get(out, turn);
  constant(out, 1).byte(0x6b).byte(0x22).unsigned(turn);
  out.bytes(0x0d, 0, 0x0b); // br_if loop, end
  out.bytes(0x03, 0x40);
  get(out, table);
  get(out, generation);
  out.bytes(0x42, 0x7f, 0xfe, 0x01, 2, 4, 0x1a); // i64.const -1, memory.atomic.wait32, drop
  load();
  get(out, generation).bytes(0x46, 0x0d, 0, 0x0b); // still equal: again
  out.byte(0x0b);
  return body(2, out);
}

/** run(table, thread, threads): this thread's share of every kernel, with barriers in between and at the end. */
function runBody(program: Program, shared: boolean, firstKernel: number, barrier: number): Bytes {
  const out = new Bytes();
  const [table, thread, threads, firstCounter] = [0, 1, 2, 3];
  const wait = () => {
    if (!shared) return;
    get(out, threads);
    constant(out, 1).bytes(0x4a, 0x04, 0x40); // gt_s, if
    get(out, table);
    get(out, threads).byte(0x10).unsigned(barrier).byte(0x0b);
  };
  /** units * (thread + plus) / threads */
  const share = (units: number, plus: number) => {
    get(out, thread);
    if (plus > 0) constant(out, plus).byte(0x6a);
    constant(out, units).byte(0x6c);
    get(out, threads).byte(0x6e);
  };
  const kernelCall = (i: number) => {
    const kernel = at(program.kernels, i);
    if (at(program.barriers, i)) wait();
    const call = () => {
      kernel.counters.forEach((_, depth) => {
        get(out, firstCounter + depth);
      });
      out.byte(0x10).unsigned(firstKernel + i);
    };
    if (kernel.parallel) {
      get(out, table);
      share(kernel.units, 0);
      share(kernel.units, 1);
      call();
    } else {
      get(out, thread).bytes(0x45, 0x04, 0x40); // eqz, if
      get(out, table);
      constant(out, 0);
      constant(out, kernel.units);
      call();
      out.byte(0x0b);
    }
  };
  const write = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.kind === 'kernel') kernelCall(part.index);
      else if (part.kind === 'test') {
        // Nobody may go on, and compute the condition again, before all have seen it.
        wait();
        get(out, table)
          .byte(0x28)
          .unsigned(2)
          .unsigned(TABLE_BUFFERS + part.buffer * 4);
        out.byte(0x28).unsigned(2).unsigned(0).byte(0x21).unsigned(tested);
        wait();
        get(out, tested).bytes(0x45, 0x0d, 1); // eqz, br_if out of the block
      } else {
        const counter = firstCounter + part.depth;
        const { repeat } = part.loop;
        constant(out, 0).byte(0x21).unsigned(counter);
        out.bytes(0x02, 0x40, 0x03, 0x40); // block, loop
        write(part.body);
        get(out, counter);
        constant(out, 1).byte(0x6a).byte(0x22).unsigned(counter);
        if ('count' in repeat)
          constant(out, repeat.count).bytes(0x48, 0x0d, 0); // lt_s, br_if
        else out.bytes(0x1a, 0x0c, 0); // drop, br
        out.bytes(0x0b, 0x0b);
      }
    }
  };
  const parts = partsOf(program.kernels.length, program.loops);
  const depth = depthOf(parts);
  const tested = firstCounter + depth;
  write(parts);
  wait();
  out.byte(0x0b);
  return body(depth === 0 ? 0 : depth + 1, out);
}

/** A program as the bytes of a WebAssembly module that imports the memory and exports `run`. */
export function encodeModule(
  program: Program,
  options: { shared: boolean; relaxed: boolean },
): Uint8Array<ArrayBuffer> {
  const { kernels } = program;
  /** Functions of (table, threads), then of (table, begin, end) and 0, 1, ... counters. */
  const mostCounters = Math.max(0, ...kernels.map(({ counters }) => counters.length));
  const types = new Bytes().unsigned(2 + mostCounters).bytes(0x60, 2, I32, I32, 0);
  for (let i = 0; i <= mostCounters; i++) types.bytes(0x60, 3 + i, ...new Array<number>(3 + i).fill(I32), 0);
  const limits = options.shared ? new Bytes().byte(3).unsigned(0).unsigned(MAX_PAGES) : new Bytes().byte(0).unsigned(0);
  const imports = new Bytes().unsigned(1).name('env').name('memory').byte(2).append(limits);
  const barrier = kernels.length;
  const run = kernels.length + (options.shared ? 1 : 0);
  const functions = new Bytes().unsigned(run + 1);
  for (const { counters } of kernels) functions.unsigned(1 + counters.length);
  if (options.shared) functions.byte(0);
  functions.byte(1);
  const exports = new Bytes()
    .unsigned(1 + kernels.length)
    .name('run')
    .byte(0)
    .unsigned(run);
  // Single kernels are exported for profiling.
  for (let i = 0; i < kernels.length; i++) exports.name(`kernel${i}`).byte(0).unsigned(i);
  const code = new Bytes().unsigned(run + 1);
  for (const kernel of kernels) code.append(new KernelEncoder(options.relaxed).encode(kernel));
  if (options.shared) code.append(barrierBody());
  code.append(runBody(program, options.shared, 0, barrier));
  return new Bytes()
    .bytes(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
    .append(section(1, types))
    .append(section(2, imports))
    .append(section(3, functions))
    .append(section(7, exports))
    .append(section(10, code))
    .finish();
}
