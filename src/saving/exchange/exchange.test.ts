import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, expect, test, vi } from 'vitest';
import * as layers from '../../layers/index.ts';
import { Sequential } from '../../models/index.ts';
import { convertToTensor } from '../../ops/core.ts';
import { FileError } from '../../support/file-error.ts';
import { readNpy, writeNpy } from '../../support/files/npy.ts';
import { readNumbers } from '../../support/files/numbers.ts';
import { decodeLowFloat } from '../../support/low-float.ts';
import { saveNpz } from './npz.ts';
import { loadSafetensors, saveSafetensors } from './safetensors.ts';
import { inverse, transpose } from './transpose.ts';

const folder = mkdtempSync(join(tmpdir(), 'exchange-'));
afterAll(() => rmSync(folder, { recursive: true }));

const net = () =>
  new Sequential([
    new layers.Input({ shape: [5, 5, 2] }),
    new layers.Conv2D(3, 2, { name: 'conv' }),
    new layers.BatchNormalization({ name: 'bn' }),
    new layers.Flatten(),
    new layers.Dense(4, { name: 'head' }),
  ]);
const values = (model: Sequential) => Promise.all(model.weights.map((weight) => weight.array()));

function headerOf(path: string): Record<string, { dtype: string; shape: number[]; data_offsets: number[] }> {
  const bytes = readFileSync(path);
  return JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
}

test.each(['keras', 'pytorch'] as const)('weights go to safetensors and back in the layout of %s', async (layout) => {
  const [model, other] = [net(), net()];
  const path = join(folder, `${layout}.safetensors`);
  await saveSafetensors(model, path, { layout });
  await loadSafetensors(other, path, { layout });
  expect(await values(other)).toEqual(await values(model));
});

test('PyTorch finds its names and shapes', async () => {
  const path = join(folder, 'names.safetensors');
  await saveSafetensors(net(), path, { layout: 'pytorch', names: { head: 'fc.2' } });
  const { __metadata__: _, ...header } = headerOf(path);
  expect(Object.fromEntries(Object.entries(header).map(([name, { shape }]) => [name, shape]))).toEqual({
    'conv.weight': [3, 2, 2, 2],
    'conv.bias': [3],
    'bn.weight': [3],
    'bn.bias': [3],
    'bn.running_mean': [3],
    'bn.running_var': [3],
    'fc.2.weight': [4, 48],
    'fc.2.bias': [4],
  });
});

test('what does not fit is refused and changes nothing, or is skipped', async () => {
  const path = join(folder, 'other.safetensors');
  await saveSafetensors(net(), path);
  const small = new Sequential([
    new layers.Input({ shape: [5, 5, 2] }),
    new layers.Conv2D(3, 2, { name: 'conv' }),
    new layers.Conv2D(4, 2, { name: 'head' }),
  ]);
  const before = await values(small);
  await expect(loadSafetensors(small, path)).rejects.toThrow(
    'head/kernel of shape (2, 2, 3, 4) in the file, which has (48, 4)',
  );
  expect(await values(small)).toEqual(before);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await loadSafetensors(small, path, { skipMismatch: true });
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
  expect(await values(small)).not.toEqual(before);
});

test('damaged files are refused', async () => {
  const path = join(folder, 'damaged.safetensors');
  await saveSafetensors(net(), path);
  const whole = readFileSync(path);
  for (const bytes of [whole.subarray(0, 4), whole.subarray(0, 200), whole.subarray(0, whole.length - 4)])
    await expect(loadSafetensors(net(), bytes)).rejects.toThrow(FileError);
  const text = whole.toString('latin1').replace('"F32"', '"X32"');
  await expect(loadSafetensors(net(), Buffer.from(text, 'latin1'))).rejects.toThrow(FileError);
});

test('NPZ files hold the arrays by path', async () => {
  const path = join(folder, 'weights.npz');
  const model = net();
  await saveNpz(model, path);
  const files = unzipSync(readFileSync(path));
  expect(Object.keys(files)).toContain('head/kernel.npy');
  const { values: kernel, shape } = readNpy(files['head/kernel.npy'] ?? new Uint8Array());
  expect(shape).toEqual([48, 4]);
  expect(kernel).toEqual(await model.layers[3]?.weights[0]?.data());
});

test('NPY files go out and come back', () => {
  for (const [data, shape] of [
    [new Float32Array([1, 2, 3, 4]), [2, 2]],
    [new Int32Array([7]), []],
    [new Int32Array(3), [3]],
  ] as const) {
    expect(readNpy(writeNpy(data, shape))).toEqual({ values: data, shape });
  }
  writeFileSync(join(folder, 'x.npy'), writeNpy(new Float32Array(2), [2]));
  expect(() => readNpy(new Uint8Array(20))).toThrow('it is no .npy file');
  expect(() => readNpy(writeNpy(new Float32Array(4), [4]).slice(0, 130))).toThrow('it ends too early');
});

test('numbers of other widths are read', () => {
  expect([0x3c00, 0xc000, 0x7c00, 0x0001].map((bits) => decodeLowFloat('float16', bits))).toEqual([
    1,
    -2,
    Number.POSITIVE_INFINITY,
    2 ** -24,
  ]);
  expect(readNumbers('BF16', Uint8Array.of(0x80, 0x3f), 'float32')).toEqual(Float32Array.of(1));
  expect(readNumbers('I64', Uint8Array.of(5, 0, 0, 0, 0, 0, 0, 0), 'int32')).toEqual(Int32Array.of(5));
});

test.each(['float16', 'bfloat16'] as const)(
  '%s takes two bytes an element in safetensors, and comes back',
  async (dtype) => {
    const path = join(folder, `${dtype}.safetensors`);
    const model = () => new Sequential([new layers.Input({ shape: [3] }), new layers.Dense(4, { dtype, name: 'low' })]);
    const [from, to] = [model(), model()];
    from.weights[0]?.assign(convertToTensor(Array.from({ length: 3 }, (_, i) => [i + 0.1, -i / 3, 1e-3, 300 * i])));
    await saveSafetensors(from, path);
    const [kernel] = Object.values(headerOf(path)).filter(({ shape }) => shape?.length === 2);
    expect([kernel?.dtype, (kernel?.data_offsets[1] ?? 0) - (kernel?.data_offsets[0] ?? 0)]).toEqual([
      dtype === 'float16' ? 'F16' : 'BF16',
      24,
    ]);
    await loadSafetensors(to, path);
    expect(await values(to)).toEqual(await values(from));
    expect(to.weights[0]?.dtype).toBe(dtype);
  },
);

test('float16 takes two bytes an element in NPY; bfloat16, which NumPy has not, four', () => {
  const data = Float32Array.of(1.5, -65504);
  const half = writeNpy(data, [2], 'float16');
  expect(half.length % 64).toBe(4);
  expect(readNpy(half)).toEqual({ values: data, shape: [2] });
  expect(writeNpy(data, [2], 'bfloat16')).toEqual(writeNpy(data, [2]));
});

test('axes change their order and back', () => {
  const x = Float32Array.from({ length: 24 }, (_, i) => i);
  const y = transpose(x, [2, 3, 4], [2, 0, 1]);
  expect([...y.subarray(0, 7)]).toEqual([0, 4, 8, 12, 16, 20, 1]);
  expect(transpose(y, [4, 2, 3], inverse([2, 0, 1]))).toEqual(x);
});
