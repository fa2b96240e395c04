import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../testing/endless-fit.ts', import.meta.url));

test('Ctrl-C ends fit, what comes after it runs, and the process exits by itself', async () => {
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (part) => {
    text += part;
    if (text === 'training\n') child.kill('SIGINT');
  });
  const [code] = await once(child, 'exit');
  expect(text).toBe('training\nended after some epochs\n');
  expect(code).toBe(0);
});
