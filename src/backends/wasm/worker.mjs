// One thread of the pool: sleeps until the command word changes, then prepares a program or runs its share of it.
// Everything it waits for goes through the control block (see thread-pool.ts), so it needs no event loop.
import { receiveMessageOnPort, workerData } from 'node:worker_threads';

const COMMAND = 0;
const PROGRAM = 1;
const TABLE = 2;
const READY = 3;
const PREPARED = 4;
const FAILED = 5;
const PREPARE = 1 << 8;
/** Turns before a thread that has nothing to do sleeps: some tens of microseconds, the gap between two steps. */
const SPIN_TURNS = 2000;

const { memory, control, port } = workerData;
const words = new Int32Array(memory.buffer, control, 16);
/** @typedef {(table: number, thread: number, threads: number) => void} Run */
/** @type {Map<number, Run>} */
const programs = new Map();

/** Takes in the programs that were sent since the last time. */
function receivePrograms() {
  for (let message = receiveMessageOnPort(port); message !== undefined; message = receiveMessageOnPort(port)) {
    const { id, module, forget } = message.message;
    if (forget !== undefined) programs.delete(forget);
    else {
      try {
        /** @type {any} */
        const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports;
        programs.set(id, run);
      } catch (error) {
        port.postMessage(error instanceof Error ? error.message : String(error));
      }
    }
  }
}

let command = Atomics.load(words, COMMAND);
const thread = Atomics.add(words, READY, 1) + 1;
for (;;) {
  for (let turn = 0; turn < SPIN_TURNS && Atomics.load(words, COMMAND) === command; turn++);
  while (Atomics.load(words, COMMAND) === command) Atomics.wait(words, COMMAND, command);
  command = Atomics.load(words, COMMAND);
  // The command says how many threads take part, in the same word, so that a late thread can't mix two commands up.
  const threads = command & 255;
  if (thread >= threads) continue;
  const program = Atomics.load(words, PROGRAM);
  if (command & PREPARE) {
    receivePrograms();
    if (!programs.has(program)) Atomics.add(words, FAILED, 1);
    Atomics.add(words, PREPARED, 1);
    Atomics.notify(words, PREPARED);
  } else programs.get(program)?.(Atomics.load(words, TABLE), thread, threads);
}
