import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { whyNotX64 } from './x64/x64-backend.ts';

const names = ['wasm', ...(whyNotX64() === undefined ? ['x64'] : [])];

test.each(names)(
  '%s: a process that used threads ends by itself, and idle threads use no processor time',
  {
    timeout: 40_000,
  },
  async (name) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/thread-process.ts'), name], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const exited = once(child, 'exit');
      const [line] = await once(child.stdout, 'data');
      const printed = performance.now();
      const report = JSON.parse(String(line));
      expect(report.threads).toBe(3);
      expect(report.result).toBe(256);
      // A spinning thread would take the whole second.
      expect(report.idleMilliseconds).toBeLessThan(250);
      expect(await exited).toEqual([0, null]);
      expect(performance.now() - printed).toBeLessThan(5000);
    } finally {
      child.kill();
    }
  },
);
