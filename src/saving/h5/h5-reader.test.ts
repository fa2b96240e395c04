import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FileError } from '../../support/file-error.ts';
import { sizeOf } from '../../support/shape.ts';
import { Shuffler } from '../../support/shuffle.ts';
import { H5Reader } from './h5-reader.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(gunzipSync(readFileSync(new URL(`fixtures/${name}.h5.gz`, import.meta.url))));

function numbersAt(file: H5Reader, path: string): { shape: readonly number[]; values: number[] } {
  const { shape, read } = file.dataset(path);
  return { shape, values: Array.from(read(0, sizeOf(shape), 'float32')) };
}

/** Files that are damaged. */
const FILES = 150;

const grid = Array.from({ length: 21 * 9 }, (_, i) => i);

describe.each(['earliest', 'latest'])('a file that h5py wrote with libver="%s"', (name) => {
  const open = () => H5Reader.open(fixture(name));

  test.each(['f4', 'f8', 'f2', 'big', 'i1', 'i8'])('numbers of type %s', async (type) => {
    expect(numbersAt(await open(), `/types/${type}`)).toEqual({ shape: [6], values: [-3, -2, -1, 0, 1, 2] });
  });

  test.each(['u2', 'u8', 'bool'])('numbers without sign, of type %s', async (type) => {
    expect(numbersAt(await open(), `/types/${type}`).values).toEqual([0, 1]);
  });

  test.each(['plain', 'packed', 'single', 'single_packed'])('chunks: %s', async (kind) => {
    const file = await open();
    expect(numbersAt(file, `/chunks/${kind}`)).toEqual({ shape: [21, 9], values: grid });
    expect([...Array.from(file.dataset(`/chunks/${kind}`).read(50, 3, 'int32'))]).toEqual([50, 51, 52]);
  });

  test('a scalar, nothing at all, and bfloat16', async () => {
    const file = await open();
    expect(numbersAt(file, '/scalar')).toEqual({ shape: [], values: [2.5] });
    expect(numbersAt(file, '/empty')).toEqual({ shape: [0, 3], values: [] });
    expect(numbersAt(file, '/bfloat16').values).toEqual([1, -2]);
  });

  test('attributes, few and many', async () => {
    const file = await open();
    expect(file.attribute('/', 'text')).toBe('héllo');
    expect(file.attribute('/', 'names')).toEqual(['a', 'bb', 'ccc']);
    expect(file.attribute('/', 'fixed')).toEqual(['ab', 'cd']);
    expect(file.attribute('/', 'count')).toBe(3);
    expect(file.attribute('/', 'rates')).toEqual([1.5, -2.5]);
    expect(file.attribute('/', 'absent')).toBeUndefined();
    expect(file.attribute('/absent', 'text')).toBeUndefined();
    for (let i = 0; i < 40; i++) expect(file.attribute('/attributes', `a${i}`)).toBe(i);
  });

  test('groups of many and of none', async () => {
    const file = await open();
    expect(file.members('/many').size).toBe(60);
    for (const i of [0, 31, 59]) expect(numbersAt(file, `/many/layer_${i}`).values).toEqual([i]);
    expect([file.isGroup('/bare'), file.members('/bare').size]).toEqual([true, 0]);
    expect([file.has('/many/layer_3'), file.isGroup('/many/layer_3'), file.has('/many/layer_60')]).toEqual([
      ...[true, false, false],
    ]);
    expect(file.members('/scalar/within').size).toBe(0);
  });

  test.each([
    ['/soft', 'a link to somewhere else'],
    ['/external', 'a link to somewhere else'],
    ['/external/x', 'a link to somewhere else'],
    ['/virtual', 'other files'],
    ['/foreign', 'other files'],
    ['/unwritten', 'claims 20 bytes, stored in 0'],
    ['/many', 'there is no dataset /many'],
    ['/absent', 'there is no dataset /absent'],
  ])('%s is refused', async (path, message) => {
    const file = await open();
    expect(() => numbersAt(file, path)).toThrow(FileError);
    expect(() => numbersAt(file, path)).toThrow(message);
  });

  test('damage anywhere is a FileError at once, or does no harm', { timeout: 30_000 }, async () => {
    const whole = fixture(name);
    const random = new Shuffler(7);
    const begin = performance.now();
    for (let i = 0; i < FILES; i++) {
      const bytes = i % 4 === 0 ? whole.slice(0, random.integer(whole.length - 1)) : whole.slice();
      for (let n = 0; n < 12; n++) {
        const at = random.integer(bytes.length - 1);
        // Headers are rare: every other blow goes to a place that is not zero.
        let near = at;
        while (n % 2 === 0 && bytes[near] === 0) near++;
        bytes.fill([0, 1, 0xff, random.integer(255)][random.integer(3)] ?? 0, near, near + 1 + random.integer(3));
      }
      try {
        const file = await H5Reader.open(bytes);
        const visit = (path: string, depth: number): void => {
          for (const member of [...file.members(path)].slice(0, 100)) {
            const place = `${path}/${member}`;
            try {
              if (file.isGroup(place) && depth < 5) visit(place, depth + 1);
              else numbersAt(file, place);
            } catch (error) {
              if (!(error instanceof FileError)) throw error;
            }
          }
        };
        visit('', 0);
        file.attribute('/', 'names');
        file.attribute('/attributes', 'a7');
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
      }
    }
    expect((performance.now() - begin) / FILES).toBeLessThan(100);
  });
});

test('a chunked dataset that grows is refused with a way out, where its index is not read', async () => {
  expect(numbersAt(await H5Reader.open(fixture('earliest')), '/growing').values).toEqual(grid);
  const file = await H5Reader.open(fixture('latest'));
  expect(() => file.dataset('/growing')).toThrow('write it with a fixed shape');
});

test('what is no HDF5 file is refused', async () => {
  await expect(H5Reader.open(new Uint8Array(0))).rejects.toThrow('it is no HDF5 file');
  await expect(H5Reader.open(new Uint8Array(200))).rejects.toThrow('it is no HDF5 file');
});
