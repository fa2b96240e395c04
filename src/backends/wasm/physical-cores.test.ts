import { expect, test } from 'vitest';
import { physicalCores } from './physical-cores.ts';

/** A machine that pairs processors i and i + half of it. */
function machine(allowed: string, half: number): (path: string) => string {
  return (path) => {
    if (path === '/proc/self/status')
      return `Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t${allowed}\nMems:\t0\n`;
    const processor = Number(/cpu(\d+)\/topology\/thread_siblings_list$/.exec(path)?.[1]);
    return `${processor % half},${(processor % half) + half}\n`;
  };
}

test('two threads of a core count once, and only those that the process may use', () => {
  expect(physicalCores(machine('0-7', 4), 8)).toBe(4);
  expect(physicalCores(machine('0-3', 4), 8)).toBe(4);
  expect(physicalCores(machine('0,4', 4), 8)).toBe(1);
  expect(physicalCores(machine('1-2,6', 4), 8)).toBe(2);
});

test('no more than may run at the same time, as containers are limited', () => {
  expect(physicalCores(machine('0-63', 32), 3)).toBe(3);
});

test('without these files all that is available', () => {
  const missing = () => {
    throw new Error('ENOENT');
  };
  expect(physicalCores(missing, 6)).toBe(6);
  expect(physicalCores(() => '', 6)).toBe(6);
});
