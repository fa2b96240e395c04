import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { FileError } from '../file-error.ts';
import { openSource } from '../files/byte-source.ts';
import { crc32Function, crc32InJavaScript } from './crc32.ts';
import { readZip } from './read-zip.ts';
import { writeZip } from './write-zip.ts';

const text = (value: string) => new TextEncoder().encode(value);
const open = async (bytes: Uint8Array) => readZip(await openSource(bytes));

async function written(files: readonly (readonly [string, Uint8Array])[]): Promise<Uint8Array> {
  const chunks: number[] = [];
  // In two pieces each.
  const halves = files.map(([name, bytes]) => [name, [bytes.subarray(0, 3), bytes.subarray(3)]] as const);
  await writeZip(halves, async (chunk) => {
    for (const byte of chunk) chunks.push(byte);
  });
  return Uint8Array.from(chunks);
}

test('what is written is read', async () => {
  const files = [
    ['a.json', text('{}')],
    ['folder/b.bin', Uint8Array.from({ length: 70_000 }, (_, i) => i)],
  ] as const;
  const entries = await open(await written(files));
  expect([...entries.keys()]).toEqual(['a.json', 'folder/b.bin']);
  for (const [name, bytes] of files) expect(await entries.get(name)?.read()).toEqual(bytes);
  expect(await written(files)).toEqual(await written(files));
});

test('packed entries are unpacked', async () => {
  const long = text('keras '.repeat(1000));
  const entries = await open(zipSync({ 'x.txt': [long, { level: 9 }] }));
  expect(await entries.get('x.txt')?.read()).toEqual(long);
});

test('both checksums agree', async () => {
  for (const length of [0, 1, 7, 8, 9, 1000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37) ^ (i >> 3));
    const crc32 = await crc32Function();
    expect(crc32InJavaScript(bytes)).toBe(crc32(bytes));
    const half = length >> 1;
    expect(crc32InJavaScript(bytes.subarray(half), crc32(bytes.subarray(0, half)))).toBe(crc32(bytes));
  }
  expect(crc32InJavaScript(text('123456789'))).toBe(0xcbf43926);
});

test('a large file on disk is checked piece by piece, to its last byte', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  const path = join(folder, 'large.zip');
  const length = 2.5 * 1024 ** 2;
  const check = async (bytes: Uint8Array) => {
    writeFileSync(path, bytes);
    const source = await openSource(path);
    try {
      return (await (await readZip(source)).get('x')?.open())?.size;
    } finally {
      await source.close();
    }
  };
  try {
    const content = new Uint8Array(length).map((_, i) => i >> 10);
    const bytes = zipSync({ x: [content, { level: 0 }] });
    expect(await check(bytes)).toBe(length);
    const start = bytes.length - length - 100;
    for (const at of [0.1, 0.5, 0.99]) {
      const flipped = bytes.slice();
      const place = start + Math.floor(at * length);
      flipped[place] = (flipped[place] ?? 0) ^ 1;
      await expect(check(flipped)).rejects.toThrow('damaged');
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Changes bytes of an archive at the first (or last) place where a signature stands. */
function patched(
  bytes: Uint8Array,
  signature: number,
  offset: number,
  value: readonly number[],
  last = false,
): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const places = Array.from({ length: copy.length - 3 }, (_, i) => i).filter(
    (i) => view.getUint32(i, true) === signature,
  );
  copy.set(value, (last ? places.at(-1) : places[0])! + offset);
  return copy;
}

describe('an archive that does harm or is damaged is refused', () => {
  const plain = () => zipSync({ 'a.txt': [text('hello'), { level: 0 }] });
  const named = (name: string) => zipSync({ [name]: text('x') });

  test.each(['../evil', '/etc/passwd', 'a/../../b', 'C:\\x', 'a\\b', 'a\0b'])('name %j', async (name) => {
    await expect(open(named(name))).rejects.toThrow('name that is refused');
  });

  test('a size that does not fit what is stored', async () => {
    const bomb = patched(plain(), 0x02014b50, 24, [0xff, 0xff, 0xff, 0x7f]);
    const entries = await open(bomb);
    await expect(entries.get('a.txt')?.read()).rejects.toThrow('claims 2147483647 bytes, stored in 5');
  });

  test('more content than was claimed', async () => {
    const content = deflateRawSync(new Uint8Array(1 << 20));
    const archive = zipSync({ z: [new Uint8Array(1 << 20), { level: 9 }] });
    const small = patched(archive, 0x02014b50, 24, [100, 0, 0, 0]);
    expect(content.length).toBeLessThan(2000);
    await expect((await open(small)).get('z')?.read()).rejects.toThrow('damaged');
  });

  test('flipped bits', async () => {
    const archive = plain();
    const at = archive.indexOf('h'.charCodeAt(0), 30);
    archive[at] = 0;
    await expect((await open(archive)).get('a.txt')?.read()).rejects.toThrow('a.txt is damaged');
  });

  test('two entries of one name, encryption, unknown packing', async () => {
    const two = zipSync({ ab: text('1'), ac: text('2') });
    const twice = patched(two, 0x02014b50, 47, ['b'.charCodeAt(0)], true);
    await expect(open(twice)).rejects.toThrow('two entries named "ab"');
    const encrypted = patched(plain(), 0x02014b50, 8, [1]);
    await expect((await open(encrypted)).get('a.txt')?.read()).rejects.toThrow('not supported');
    const lzma = patched(plain(), 0x02014b50, 10, [14]);
    await expect((await open(lzma)).get('a.txt')?.read()).rejects.toThrow('not supported');
  });

  test('every prefix of an archive', async () => {
    const archive = plain();
    for (let length = 0; length < archive.length; length++)
      await expect(open(archive.slice(0, length))).rejects.toThrow(FileError);
  });
});
