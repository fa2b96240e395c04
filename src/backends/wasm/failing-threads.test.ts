import { spawnSync } from 'node:child_process';
import { afterAll, expect, test } from 'vitest';
import { Heap } from './heap.ts';
import { setThreads } from './thread-count.ts';
import { ThreadPool } from './thread-pool.ts';

afterAll(() => setThreads(1));

/** `run`, of three integers, does nothing; `imports` has what it wants from `env`. */
function moduleThatWants(...imports: readonly string[]): WebAssembly.Module {
  const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];
  const wanted = imports.flatMap((text) => [...name('env'), ...name(text), 0, 0]);
  const section = (id: number, content: readonly number[]) => [id, content.length, ...content];
  const bytes = [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 3, 0x7f, 0x7f, 0x7f, 0]),
    ...section(2, [imports.length, ...wanted]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('run'), 0, imports.length]),
    ...section(10, [1, 2, 0, 0x0b]),
  ];
  return new WebAssembly.Module(Uint8Array.from(bytes));
}

const good = moduleThatWants();
const bad = moduleThatWants('missing');

/** Runs a module until a condition holds; returns how often. */
async function until(pool: ThreadPool, module: WebAssembly.Module, done: () => boolean): Promise<number> {
  const id = pool.newProgramId();
  const deadline = performance.now() + 15_000;
  let runs = 0;
  do {
    pool.run(id, module, 0, () => runs++);
    await new Promise((resolve) => setTimeout(resolve, 5));
  } while (!done() && performance.now() < deadline);
  expect(done()).toBe(true);
  return runs;
}

test('a program that a worker cannot instantiate fails with the reason, and never hangs', async () => {
  setThreads(2);
  const pool = new ThreadPool(new Heap('test'));
  await until(pool, good, () => pool.lastThreads === 2);
  const refused = () => pool.run(pool.newProgramId(), bad, 0, () => {});
  expect(refused).toThrow(/A worker thread failed: .*missing.*`config.setThreads\(1\)` computes without. Received: 2/s);
  expect(refused).toThrow('A worker thread failed');
  setThreads(1);
  let ran = 0;
  pool.run(pool.newProgramId(), bad, 0, (_, thread, threads) => {
    ran += threads - thread;
  });
  expect(ran).toBe(1);
});

test('workers that do not start: programs run alone until that is known, then fail', async () => {
  setThreads(3);
  const script = new URL('data:text/javascript,throw new Error("no room for a thread")');
  const pool = new ThreadPool(new Heap('test'), script);
  let failure = '';
  await until(pool, good, () => {
    try {
      pool.run(pool.newProgramId(), good, 0, () => {});
    } catch (error) {
      failure = String(error);
    }
    return failure !== '';
  }).catch(() => {});
  expect(failure).toContain('A worker thread failed: no room for a thread');
});

test('nobody asked for threads: a failing worker leaves the calling thread, with one line for whoever debugs', () => {
  const pool = JSON.stringify(new URL('./thread-pool.ts', import.meta.url).href);
  const heap = JSON.stringify(new URL('./heap.ts', import.meta.url).href);
  const code = `
    process.getBuiltinModule('node:os').availableParallelism = () => 4;
    const { ThreadPool } = await import(${pool});
    const { Heap } = await import(${heap});
    const pool = new ThreadPool(new Heap('test'), new URL('data:text/javascript,throw new Error("no room")'));
    let runs = 0;
    for (let i = 0; i < 100; i++) {
      pool.run(1, undefined, 0, () => runs++);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    console.log(runs, pool.lastThreads);`;
  const { KERATIN_THREADS: _, ...env } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
    env: { ...env, KERATIN_DEBUG: '1' },
  });
  expect(stdout.trim()).toBe('100 1');
  expect(stderr.trim()).toBe('keratin: a worker thread failed: no room');
});
