import fc from 'fast-check';
import * as h5wasm from 'h5wasm';
import { expect, test } from 'vitest';
import { type DType, hostArray } from '../../support/dtype.ts';
import { FileError } from '../../support/file-error.ts';
import { sizeOf } from '../../support/shape.ts';
import { H5Reader } from './h5-reader.ts';
import { H5Writer } from './h5-writer.ts';

const bytesOf = (writer: H5Writer): Uint8Array => Buffer.concat(writer.pieces());
const reopen = (writer: H5Writer): Promise<H5Reader> => H5Reader.open(bytesOf(writer));

function numbers(dtype: DType, values: readonly number[]) {
  const array = hostArray(dtype, values.length);
  array.set(values);
  return array;
}

test.each<[DType, number[]]>([
  ['float32', [Math.PI, -0, Number.NaN, Number.NEGATIVE_INFINITY]],
  ['float16', [1.5, -65504, 2 ** -24, Number.POSITIVE_INFINITY]],
  ['bfloat16', [1.5, -(2 ** 100), 0, Number.NaN]],
  ['int32', [-(2 ** 31), 0, 1, 2 ** 31 - 1]],
  ['uint32', [0, 1, 2, 2 ** 32 - 1]],
  ['int16', [-(2 ** 15), 0, 1, 2 ** 15 - 1]],
  ['uint16', [0, 1, 2, 2 ** 16 - 1]],
  ['int8', [-128, 0, 1, 127]],
  ['uint8', [0, 1, 2, 255]],
  ['bool', [0, 1, 1, 0]],
])('numbers of dtype %s come back', async (dtype, values) => {
  const writer = new H5Writer();
  const array = numbers(dtype, values);
  writer.dataset('a/vars', '0', array, [2, 2], dtype);
  const dataset = (await reopen(writer)).dataset('/a/vars/0');
  expect(dataset.shape).toEqual([2, 2]);
  expect(Array.from(dataset.read(0, 4, dtype))).toEqual(Array.from(array));
});

test('elements take as many bytes as their dtype has', () => {
  const sizeWith = (dtype: DType): number => {
    const writer = new H5Writer();
    writer.dataset('', 'x', hostArray(dtype, 10_000), [10_000], dtype);
    return Math.round(bytesOf(writer).length / 10_000);
  };
  expect((['float32', 'float16', 'int16', 'bool'] as const).map(sizeWith)).toEqual([4, 2, 2, 1]);
});

test.each([0, 1, 8, 9, 256, 257, 9000])('a group of %i members', async (count) => {
  const writer = new H5Writer();
  writer.group('/many/');
  for (let i = 0; i < count; i++) writer.dataset('/many', `é${i}`, Float32Array.of(i), [], 'float32');
  const file = await reopen(writer);
  expect(file.isGroup('/many')).toBe(true);
  expect(file.members('/many').size).toBe(count);
  for (const i of [0, count >> 1, count - 1])
    if (i >= 0 && i < count) expect([...Array.from(file.dataset(`/many/é${i}`).read(0, 1, 'float32'))]).toEqual([i]);
});

test('attributes: a text, lists, none, and one longer than a header', async () => {
  const long = 'ä'.repeat(100_000);
  const writer = new H5Writer();
  writer.attribute('', 'text', 'héllo');
  writer.attribute('/', 'names', ['x', '', 'yy']);
  writer.attribute('/', 'none', []);
  writer.attribute('a/b', 'long', long);
  for (let i = 0; i < 300; i++) writer.attribute('c', `a${i}`, String(i));
  const file = await reopen(writer);
  expect(file.attribute('/', 'text')).toBe('héllo');
  expect(file.attribute('/', 'names')).toEqual(['x', '', 'yy']);
  expect(file.attribute('/', 'none')).toEqual([]);
  expect(file.attribute('/a/b', 'long')).toBe(long);
  expect([0, 299].map((i) => file.attribute('/c', `a${i}`))).toEqual(['0', '299']);
});

test('more texts than one heap can number', async () => {
  const writer = new H5Writer();
  const texts = Array.from({ length: 4000 }, (_, i) => `t${i}`);
  for (let i = 0; i < 17; i++) writer.attribute(`g${i}`, 'names', texts);
  const file = await reopen(writer);
  for (const i of [0, 16]) expect(file.attribute(`/g${i}`, 'names')).toEqual(texts);
});

test('any tree of groups and numbers comes back', async () => {
  const name = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).filter((text) => !/[/\0]|^\.$/.test(text));
  const shape = fc.array(fc.nat(4), { maxLength: 3 });
  const entries = fc.uniqueArray(fc.tuple(name, name, shape), {
    maxLength: 40,
    selector: ([group, own]) => `${group}/${own}`,
  });
  await fc.assert(
    fc.asyncProperty(entries, async (list) => {
      const writer = new H5Writer();
      const values = list.map(([, , extents], i) => new Float32Array(sizeOf(extents)).fill(i));
      list.forEach(([group, own, extents], i) => {
        writer.dataset(group, own, values[i] ?? new Float32Array(), extents, 'float32');
      });
      const file = await reopen(writer);
      list.forEach(([group, own, extents], i) => {
        const dataset = file.dataset(`/${group}/${own}`);
        expect(dataset.shape).toEqual(extents);
        expect(Array.from(dataset.read(0, sizeOf(extents), 'float32'))).toEqual(Array.from(values[i] ?? []));
      });
      expect(file.members('/')).toEqual(new Set(list.map(([group]) => group)));
    }),
    { numRuns: 50, seed: 1 },
  );
});

test('libhdf5 reads every type, shape and text, and adds to the file', async () => {
  const kinds = ['float32', 'float16', 'int32', 'uint32', 'int16', 'uint16', 'int8', 'uint8', 'bool'] as const;
  const writer = new H5Writer();
  for (const dtype of kinds) writer.dataset('types', dtype, numbers(dtype, [0, 1, 1, 0, 1, 1]), [2, 3], dtype);
  writer.dataset('types', 'bfloat16', numbers('bfloat16', [1.5, -2]), [2], 'bfloat16');
  writer.dataset('types', 'empty', new Float32Array(), [0, 3], 'float32');
  for (let i = 0; i < 600; i++) writer.dataset('many', `n${i}`, Float32Array.of(i), [], 'float32');
  writer.attribute('', 'text', 'héllo');
  writer.attribute('a/b', 'names', ['x', '', 'y'.repeat(70_000)]);
  const { FS } = await h5wasm.ready;
  FS.writeFile('written.h5', bytesOf(writer));
  const file = new h5wasm.File('written.h5', 'a');
  const at = (path: string) => {
    const entity = file.get(path);
    if (!(entity instanceof h5wasm.Dataset)) throw new Error(`${path} is no dataset.`);
    return entity;
  };
  for (const dtype of kinds) {
    expect([dtype, at(`types/${dtype}`).shape]).toEqual([dtype, [2, 3]]);
    // What wraps libhdf5 for JavaScript has no floats of 16 bits.
    if (dtype !== 'float16')
      expect(Array.from(at(`types/${dtype}`).value as ArrayLike<number>, Number)).toEqual([0, 1, 1, 0, 1, 1]);
  }
  expect(kinds.map((dtype) => at(`types/${dtype}`).dtype).slice(0, 8)).toEqual([
    ...['<f', '<e', '<i', '<I', '<h', '<H', '<b', '<B'],
  ]);
  expect(at('types/bfloat16').metadata.size).toBe(2);
  expect(at('types/bfloat16').attrs.dtype?.value).toBe('bfloat16');
  expect(at('types/empty').shape).toEqual([0, 3]);
  const many = file.get('many');
  if (!(many instanceof h5wasm.Group)) throw new Error('There is no group.');
  expect(many.keys().length).toBe(600);
  for (const i of [0, 8, 255, 256, 599]) expect(at(`many/n${i}`).value).toBe(i);
  expect(file.attrs.text?.value).toBe('héllo');
  const group = file.get('a/b');
  if (!(group instanceof h5wasm.Group)) throw new Error('There is no group.');
  expect(group.attrs.names?.value).toEqual(['x', '', 'y'.repeat(70_000)]);
  for (let i = 0; i < 40; i++) many.create_dataset({ name: `more${i}`, data: [i] });
  file.close();
  const again = await H5Reader.open(FS.readFile('written.h5'));
  expect(again.members('/many').size).toBe(640);
  expect(Array.from(again.dataset('/many/more39').read(0, 1, 'float32'))).toEqual([39]);
});

test('numbers are handed over without a copy', () => {
  const writer = new H5Writer();
  const values = new Float32Array(1000);
  writer.dataset('', 'x', values, [1000], 'float32');
  expect(writer.pieces().some(({ buffer }) => buffer === values.buffer)).toBe(true);
});

test('what HDF5 cannot have is refused', () => {
  const writer = new H5Writer();
  const put = (path: string, name: string) => () => writer.dataset(path, name, Float32Array.of(1), [1], 'float32');
  put('a', 'x')();
  expect(put('a', 'x')).toThrow(FileError);
  expect(put('a', 'x')).toThrow('there is a x in a already');
  expect(put('', 'a')).toThrow('there is a a in / already');
  expect(put('a/x/y', 'z')).toThrow('a/x/y leads through a dataset');
  expect(() => writer.group('a/x')).toThrow('a/x leads through a dataset');
  expect(put('a', '')).toThrow('nothing can be named ""');
  expect(put('a\0b', 'z')).toThrow('nothing can be named');
  writer.attribute('a', 'names', Array(5000).fill('n'));
  expect(() => writer.pieces()).toThrow('attribute names has 5000 texts, more than fit into 64 KB');
});
