import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as layers from '../layers/index.ts';
import { Sequential } from '../models/index.ts';
import { readNpy, writeNpy } from '../support/files/npy.ts';
import { readSamples } from './read-samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

function keratin(...args: string[]): {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const main = join(import.meta.dirname, 'main.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

beforeAll(async () => {
  const model = new Sequential([
    new layers.Input({ shape: [2] }),
    new layers.Dense(1, { kernelInitializer: 'ones', name: 'sum' }),
  ]);
  await model.save(at('sum.keras'));
  writeFileSync(at('rows.csv'), 'a,b\n1,2\n3,4.5\n');
  writeFileSync(at('words.csv'), '1,2\n3,four\n');
});

test('summary shows the layers', () => {
  const { code, stdout } = keratin('summary', at('sum.keras'));
  expect(code).toBe(0);
  expect(stdout).toContain('sum (Dense)');
  expect(stdout).toContain('Total params: 3');
});

test('predict prints a line for each sample', () => {
  expect(keratin('predict', at('sum.keras'), at('rows.csv'))).toEqual({ code: 0, stdout: '3\n7.5\n', stderr: '' });
});

test('convert writes what the ending says', () => {
  const { code } = keratin('convert', at('sum.keras'), at('sum.npz'));
  expect(code).toBe(0);
  expect(existsSync(at('sum.npz'))).toBe(true);
});

test('what goes wrong with a file is one line', () => {
  const missing = keratin('summary', at('absent.keras'));
  expect(missing.code).toBe(1);
  expect(missing.stderr).toMatch(/^keratin: The model cannot be loaded: ENOENT.*\n$/);
});

test('a wrong call has an exit code of its own, and help is no error', () => {
  const usage = keratin('predict', at('sum.keras'));
  expect(usage.code).toBe(2);
  expect(usage.stderr).toContain("missing required argument 'data'");
  const target = keratin('convert', at('sum.keras'), at('sum.txt'));
  expect(target).toMatchObject({ code: 2, stderr: expect.stringContaining('TO must end in .weights.h5') });
  const help = keratin('--help');
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('convert');
});

test('samples are read from CSV and NPY, in the shape that the model takes', async () => {
  expect(await readSamples(at('rows.csv'), [2])).toEqual({ data: Float32Array.of(1, 2, 3, 4.5), shape: [2, 2] });
  expect((await readSamples(at('rows.csv'), [2, 1])).shape).toEqual([2, 2, 1]);
  await expect(readSamples(at('rows.csv'), [3])).rejects.toThrow('samples of shape (3,)');
  await expect(readSamples(at('words.csv'), [2])).rejects.toThrow('row 2 holds "four", which is no number');
  writeFileSync(at('x.npy'), writeNpy(Float32Array.of(1, 2), [1, 2]));
  expect((await readSamples(at('x.npy'), [2])).shape).toEqual([1, 2]);
  expect(readNpy(readFileSync(at('x.npy'))).shape).toEqual([1, 2]);
  expect([...readNpy(writeNpy(Uint32Array.of(2 ** 32 - 1), [1])).values]).toEqual([2 ** 32 - 1]);
  await expect(readSamples(at('sum.keras'), [2])).rejects.toThrow('must end in .csv, .npy, .png or .jpg');
});

test('a picture is one sample, in the colors that the model takes', async () => {
  const data = Uint8Array.of(255, 0, 0, 10, 10, 10);
  writeFileSync(at('two.png'), encode({ width: 2, height: 1, data, channels: 3, depth: 8 }));
  expect(await readSamples(at('two.png'), [1, 2, 3])).toEqual({ data: Float32Array.from(data), shape: [1, 1, 2, 3] });
  // Luma of ITU-R 601-2: 0.299 of the red.
  expect(await readSamples(at('two.png'), [1, 2])).toEqual({ data: Float32Array.of(76, 10), shape: [1, 1, 2] });
  writeFileSync(at('cut.png'), encode({ width: 2, height: 1, data, channels: 3, depth: 8 }).slice(0, 40));
  await expect(readSamples(at('cut.png'), [1, 2])).rejects.toThrow('cannot be read');
});

test('the doctor looks at a module that exports a model and data', () => {
  const code = [
    `import { layers, Sequential } from ${JSON.stringify(join(import.meta.dirname, '../index.ts'))};`,
    'const dense = (units, activation) => new layers.Dense(units, { activation, kernelInitializer: "zeros" });',
    'export const model = new Sequential([new layers.Input({ shape: [2] }), dense(8, "relu"), dense(8, "relu"), dense(1, "sigmoid")]);',
    'model.compile({ optimizer: "adam", loss: "binary_crossentropy" });',
    'const x = Array.from({ length: 64 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);',
    'export const data = { x, y: x.map(([a, b]) => [a > b ? 1 : 0]) };',
  ];
  writeFileSync(at('net.mjs'), code.join('\n'));
  const { code: exit, stdout } = keratin('doctor', at('net.mjs'), '--no-train');
  expect(stdout).toContain('Initial weights all alike');
  expect(exit).toBe(2);
  expect(keratin('doctor', '--help').stdout).toContain('Usage: keratin doctor');
});

test('studio says what it takes, and refuses what is no folder and no port', () => {
  expect(keratin('studio', '--help').stdout).toContain('--no-open');
  expect(keratin('studio', at('rows.csv'))).toMatchObject({ code: 1, stderr: expect.stringContaining('is a file') });
  expect(keratin('studio', '--port', '70000')).toMatchObject({ code: 2, stderr: expect.stringContaining('65535') });
});
