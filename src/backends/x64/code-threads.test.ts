import { afterAll, describe, expect, test } from 'vitest';
import * as g from '../../graph/build.ts';
import { at } from '../../support/shape.ts';
import { contractCases } from '../testing/cases/index.ts';
import { type Case, floats, programOf, runOn, sameBits } from '../testing/program-case.ts';
import { Heap } from '../wasm/heap.ts';
import { setThreads } from '../wasm/thread-count.ts';
import { CodeThreads } from './code-threads.ts';
import { TABLE_BUFFERS } from './encode-kernel.ts';
import { TABLE_RUNNING } from './encode-sharing.ts';
import { type Native, native } from './native.ts';
import { threadsOfLastRun, whyNotX64, x64Backend } from './x64-backend.ts';

afterAll(() => setThreads(1));

/** Large enough to be shared, in sizes that don't divide evenly. */
const large: readonly Case[] = [
  {
    name: 'a product with an epilogue',
    parameters: [floats([257, 311], -1, 1, 1), floats([311, 203], -1, 1, 2), floats([203])],
    build: (a, b, c) => g.unary('tanh', g.binary('add', g.matmul(a, b), g.broadcastTo(c, [257, 203]))),
  },
  {
    name: 'products whose threads have places of their own, fewer than there may be threads',
    parameters: [floats([400, 64], -1, 1, 1), floats([64, 300], -1, 1, 2), floats([400, 300], -1, 1, 3)],
    build: (a, b, c) => g.add(c, g.matmul(a, b)),
  },
  {
    name: 'products one after the other',
    parameters: [floats([130, 130], -1, 1, 1), floats([130, 130], -1, 1, 2)],
    build: (a, b) => {
      const first = g.matmul(a, b);
      const second = g.matmul(g.transpose(first, [1, 0]), a);
      return [second, g.matmul(second, g.unary('exp', b))];
    },
  },
  {
    name: 'an elementwise chain',
    parameters: [floats([301, 307], -3, 3)],
    build: (x) => g.binary('mul', g.exp(x), g.unary('sin', x)),
  },
];

/** Threads start in the background: waits until `count` of them take part. */
async function useThreads(count: number): Promise<void> {
  setThreads(count);
  const deadline = performance.now() + 15_000;
  do {
    runOn(x64Backend(), programOf(at(large, 0)));
    if (threadsOfLastRun() === count) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  } while (performance.now() < deadline);
  throw new Error(`Only ${threadsOfLastRun()} of ${count} threads took part.`);
}

describe.skipIf(whyNotX64() !== undefined)('programs of machine code on threads', () => {
  test.each([
    [2, large],
    [5, large],
    [11, large],
    [3, [...large, ...Object.values(contractCases).flat()]],
  ])('%i give the same bits as one', { timeout: 60_000 }, async (threads, entries) => {
    const cases = entries.map(programOf);
    setThreads(1);
    const alone = cases.map((program) => runOn(x64Backend(), program));
    await useThreads(threads);
    cases.forEach((program, i) => {
      runOn(x64Backend(), program).forEach((values, j) => {
        expect(sameBits(values, at(at(alone, i), j)), `case ${i}`).toBe(true);
      });
    });
  });

  test('helpers that are quicker than the calling thread find the program running', async () => {
    setThreads(2);
    const heap = new Heap('test');
    const table = heap.allocate(TABLE_BUFFERS);
    const running = new Int32Array(heap.memory.buffer, table + TABLE_RUNNING, 1);
    const found: (number | undefined)[] = [];
    const machine = { ...(native() as Native), call: () => void found.push(running[0]) };
    const threads = new CodeThreads(machine, heap);
    const nothing = machine.mapCode(Uint8Array.of(0xc3));
    const deadline = performance.now() + 10_000;
    while (threads.lastThreads < 2 && performance.now() < deadline) {
      found.length = 0;
      threads.run(nothing, machine.addressOf(new Uint8Array(heap.memory.buffer, 0, 1)), table);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    threads.settle();
    machine.unmapCode(nothing, 1);
    expect(threads.lastThreads).toBe(2);
    expect(found).toEqual([1]);
  });

  test('a worker that does not start: programs run alone until that is known, then fail with the reason', async () => {
    setThreads(2);
    const machine = native() as Native;
    const heap = new Heap('test');
    const script = new URL('data:text/javascript,throw new Error("no room for a thread")');
    const threads = new CodeThreads(machine, heap, script);
    const nothing = machine.mapCode(Uint8Array.of(0xc3));
    const deadline = performance.now() + 10_000;
    let failure: unknown;
    while (failure === undefined && performance.now() < deadline) {
      try {
        threads.run(nothing, 0, 0);
        expect(threads.lastThreads).toBe(1);
      } catch (error) {
        failure = error;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    machine.unmapCode(nothing, 1);
    expect(String(failure)).toContain('A worker thread failed: no room for a thread');
  });
});
