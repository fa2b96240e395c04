import { expect, test } from 'vitest';
import { net, rings } from '../doctor/testing/cases.ts';
import { doctorCommand, type Surroundings } from './doctor-command.ts';

/** A world without files. */
function world(model: unknown, data?: unknown) {
  const printed: string[] = [];
  const written = new Map<string, string>();
  const { x, y } = rings(64);
  const file = JSON.stringify({
    x: { shape: [64, 2], data: x.flat() },
    y: { shape: [64], data: y },
    split: { train: [0, 48], validation: [48, 64] },
  });
  const outside: Surroundings = {
    print: (text) => printed.push(text),
    readText: async () => file,
    writeText: async (path, text) => {
      written.set(path, text);
    },
    load: async () => ({ model, data }),
  };
  return { outside, printed, written };
}

test('a broken net: exit code 2, a report in the terminal and as a page', async () => {
  const { outside, printed, written } = world(net({ dense: { kernelInitializer: 'zeros' } }));
  expect(await doctorCommand(['net.keras', '--data', 'd.json', '--html', 'r.html', '--epochs', '40'], outside)).toBe(2);
  expect(printed.join('\n')).toContain('✗ Initial weights all alike');
  expect(written.get('r.html')).toMatch(/^<!doctype html>/);
});

test('a healthy net, from a module with data: exit code 0, as JSON', async () => {
  const { outside, printed } = world(net(), { ...rings(), epochs: 100 });
  expect(await doctorCommand(['net.ts', '--json', '--no-train'], outside)).toBe(0);
  expect(JSON.parse(printed.join('\n')).exitCode).toBe(0);
});

test('what it cannot look at: exit code 3, with a reason', async () => {
  for (const [argv, model, reason] of [
    [['a.ts'], null, /no model/],
    [['a.ts'], net(), /needs data/],
    [['a.ts', '--data', 'd', '--epochs', 'x'], net(), /--epochs must be a positive whole number/],
    [[], net(), /Usage/],
    [['a.ts', '--what'], net(), /Unknown option/],
  ] as const) {
    const { outside, printed } = world(model);
    expect(await doctorCommand(argv, outside)).toBe(3);
    expect(printed.join('\n')).toMatch(reason);
  }
});
