// One thread of the pool: sleeps until the command word changes, then runs its share of the program. Everything it
// waits for goes through the control block (see code-threads.ts), so it needs no event loop.
import { createRequire } from 'node:module';
import { workerData } from 'node:worker_threads';

const COMMAND = 0;
const READY = 1;
const BUSY = 2;
/** Turns before a thread that has nothing to do sleeps: some tenths of a millisecond, longer than the gap between two steps. */
const SPIN_TURNS = 60_000;

/** @type {typeof import('koffi')} */
const koffi = createRequire(import.meta.url)('koffi');
// A call to a bare address needs an ordinary call of the library before it, once in each thread.
if (process.platform === 'win32') koffi.load('kernel32.dll').func('uint32_t GetCurrentThreadId()')();
else koffi.load(null).func('int abs(int)')(1);
const programType = koffi.proto('void keratin_program(int64_t, int64_t, int64_t, int64_t)');

const { memory, control } = workerData;
const words = new Int32Array(memory.buffer, control, 4);
const addresses = new BigInt64Array(memory.buffer, control + 16, 2);

let command = Atomics.load(words, COMMAND);
const thread = Atomics.add(words, READY, 1) + 1;
for (;;) {
  for (let turn = 0; turn < SPIN_TURNS && Atomics.load(words, COMMAND) === command; turn++);
  while (Atomics.load(words, COMMAND) === command) Atomics.wait(words, COMMAND, command);
  // Whoever unmaps code first takes the command back and then waits until nobody is busy.
  Atomics.add(words, BUSY, 1);
  command = Atomics.load(words, COMMAND);
  const [code, table] = [Atomics.load(addresses, 0), Atomics.load(addresses, 1)];
  // The command says how many threads take part, in the same word. If it is still the same, the addresses are its own.
  const threads = command & 255;
  if (thread < threads && Atomics.load(words, COMMAND) === command)
    koffi.call(code, programType, table, thread, threads, 0);
  Atomics.sub(words, BUSY, 1);
}
