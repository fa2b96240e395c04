import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { net, rings } from '../doctor/testing/cases.ts';
import { doctorCommand, doctorUsage, realSurroundings, type Surroundings } from './doctor-command.ts';

/** A world without files. */
function world(model: unknown, data?: unknown) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const written = new Map<string, string>();
  const { x, y } = rings(64);
  const file = JSON.stringify({
    x: { shape: [64, 2], data: x.flat() },
    y: { shape: [64], data: y },
    split: { train: [0, 48], validation: [48, 64] },
  });
  const outside: Surroundings = {
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
    readText: async () => file,
    writeText: async (path, text) => {
      written.set(path, text);
    },
    load: async () => ({ model, data }),
  };
  return { outside, printed, complaints, written };
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

const column = (shape: unknown, data: unknown) => ({ shape, data });
const [pairs, labels] = [column([2, 2], [1, 2, 3, 4]), column([2], [0, 1])];

test.each<[string, readonly string[], RegExp, unknown?, string?]>([
  ['nothing to look at', [], /Received: none\n\nUsage/],
  ['two things to look at', ['a.ts', 'b.ts'], /one script or model. Received: a.ts, b.ts/],
  ['an option that does not exist', ['a.ts', '--epoch', '3'], /Unknown option. Did you mean "--epochs"\?/],
  ['an option without its value', ['a.ts', '--data'], /--data/],
  ['a number that is none', ['a.ts', '--epochs', 'x'], /--epochs must be a positive whole number. Received: x/],
  ['no samples per step', ['a.ts', '--batch-size=0'], /--batch-size must be a positive whole number/],
  ['a budget that is none, treated or not', ['a.ts', '--budget', '1.5'], /--budget must be/],
  ['training and not training', ['a.ts', '--treat', '--no-train'], /--treat trains/],
  ['no model', ['a.ts'], /exports a compiled `model`/, null],
  ['no data', ['a.ts'], /needs data: --data FILE/],
  ['data that are no JSON', ['a.ts', '--data', 'd'], /--data must be a file of JSON/, undefined, '{'],
  ['data that are a list', ['a.ts', '--data', 'd'], /an object with x and y. Received: \[/, undefined, '[]'],
  ['no targets', ['a.ts', '--data', 'd'], /must hold y/, undefined, JSON.stringify({ x: pairs })],
  [
    'too few numbers',
    ['a.ts', '--data', 'd'],
    /The data of x must have 4 numbers, for shape \(2, 2\). Received: 3/,
    undefined,
    JSON.stringify({ x: column([2, 2], [1, 2, 3]), y: labels }),
  ],
  [
    'a missing value',
    ['a.ts', '--data', 'd'],
    /The data of x must be numbers. Received, at index 1: null/,
    undefined,
    JSON.stringify({ x: column([2, 2], [1, null, 3, 4]), y: labels }),
  ],
  [
    'an extent that is none',
    ['a.ts', '--data', 'd'],
    /The shape of x must hold positive whole numbers. Received: -2/,
    undefined,
    JSON.stringify({ x: column([-2, 2], [1]), y: labels }),
  ],
  [
    'more rows than labels',
    ['a.ts', '--data', 'd'],
    /equally many rows. Received: 2 and 3/,
    undefined,
    JSON.stringify({ x: pairs, y: column([3], [0, 1, 0]) }),
  ],
  [
    'a split beyond the rows',
    ['a.ts', '--data', 'd'],
    /split.train must be \[from, to\], with 0 <= from < to <= 2/,
    undefined,
    JSON.stringify({ x: pairs, y: labels, split: { train: [0, 9] } }),
  ],
  [
    'a split that is a number',
    ['a.ts', '--data', 'd'],
    /split must hold train and validation. Received: 5/,
    undefined,
    JSON.stringify({ x: pairs, y: labels, split: 5 }),
  ],
])('%s: exit code 3, and a reason that is no report', async (_name, argv, reason, model = net(), text = '') => {
  const { outside, printed, complaints } = world(model);
  expect(await doctorCommand(argv, { ...outside, readText: async () => text })).toBe(3);
  expect(complaints.join()).toMatch(reason);
  expect(printed).toEqual([]);
});

test('scripts that fail, and files that cannot be read or written, are named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  try {
    const script = join(folder, 'throws.mjs');
    await writeFile(script, "// A script that fails.\nthrow new Error('no pictures');\n");
    const complaintOf = async (argv: readonly string[]) => {
      const { outside, complaints } = world(null);
      const { load, readText, writeText } = realSurroundings;
      expect(await doctorCommand(argv, { ...outside, load, readText, writeText })).toBe(3);
      return complaints.join();
    };
    expect(await complaintOf([script])).toMatch(/throws.mjs cannot be loaded: no pictures\n {2}at .*throws.mjs:2:7$/);
    expect(await complaintOf([join(folder, 'missing.mjs')])).toMatch(/missing.mjs cannot be loaded: ENOENT/);
    expect(await complaintOf([folder])).toMatch(/cannot be loaded: it is no file/);
    const { outside, complaints } = world(net());
    const paths = ['--data', join(folder, 'missing.json'), '--no-train'];
    expect(await doctorCommand(['a.ts', ...paths], { ...outside, readText: realSurroundings.readText })).toBe(3);
    expect(complaints.join()).toMatch(/--data cannot be read: ENOENT/);
    const unwritable = ['--html', join(folder, 'missing', 'report.html'), '--no-train'];
    const writing = {
      ...world(net(), rings()).outside,
      complain: outside.complain,
      writeText: realSurroundings.writeText,
    };
    expect(await doctorCommand(['a.ts', ...unwritable], writing)).toBe(3);
    expect(complaints.join()).toMatch(/--html cannot be written: ENOENT/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('help is printed, and nothing else done', async () => {
  const { outside, printed } = world(null);
  expect(await doctorCommand(['--help'], outside)).toBe(0);
  expect(printed).toEqual([doctorUsage]);
});
