import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as layers from '../layers/index.ts';
import { Sequential } from '../models/index.ts';
import { readNpy, writeNpy } from '../saving/exchange/npy.ts';
import { FileError } from '../support/file-error.ts';
import { readPng } from './read-png.ts';
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

test('what goes wrong is one line and an exit code', () => {
  const missing = keratin('summary', at('absent.keras'));
  expect(missing.code).toBe(1);
  expect(missing.stderr).toMatch(/^keratin: The model cannot be loaded: ENOENT.*\n$/);
  const usage = keratin('predict', at('sum.keras'));
  expect(usage.code).toBe(2);
  expect(usage.stderr).toContain("missing required argument 'data'");
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
  await expect(readSamples(at('sum.keras'), [2])).rejects.toThrow('must end in .csv, .npy or .png');
});

/** A picture with a filter for each line. */
function png(width: number, height: number, colorType: number, lines: readonly (readonly number[])[]): Uint8Array {
  const chunk = (kind: string, content: Uint8Array): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(content.length);
    head.write(kind, 4, 'latin1');
    return Buffer.concat([head, content, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, colorType], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const content = deflateSync(Uint8Array.from(lines.flat()));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', content), chunk('IEND', Buffer.alloc(0))]);
}

test('pictures are read, whatever their lines are filtered by', () => {
  const grey = png(2, 5, 0, [
    [0, 10, 20],
    [1, 5, 5],
    [2, 1, 1],
    [3, 10, 10],
    [4, 1, 2],
  ]);
  const { data, shape } = readPng(grey, 1);
  expect(shape).toEqual([1, 5, 2, 1]);
  expect([...data]).toEqual([10, 20, 5, 10, 6, 11, 13, 22, 14, 24]);
  const rgb = png(1, 1, 2, [[0, 255, 0, 0]]);
  expect([...readPng(rgb, 3).data]).toEqual([255, 0, 0]);
  expect(readPng(rgb, 1).data[0]).toBeCloseTo(76.245, 3);
  expect(() => readPng(new Uint8Array(30), 1)).toThrow(FileError);
  expect(() => readPng(grey.slice(0, 60), 1)).toThrow(FileError);
});
