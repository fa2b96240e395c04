import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as ops from '../../ops/index.ts';
import { Dataset } from '../dataset.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keratin-data-'));
});
afterAll(() => rm(folder, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

describe('Dataset.fromArrays', () => {
  it('gives samples of nested arrays, typed arrays, tensors, strings and records', async () => {
    const x = {
      a: ops.convertToTensor([
        [1, 2],
        [3, 4],
      ]),
      b: Int32Array.of(5, 6),
      name: ['p', 'q'],
    };
    const [, second] = await Dataset.fromArrays(x, [true, false]).toArray();
    expect(second).toEqual([{ a: { data: Float32Array.of(3, 4), shape: [2] }, b: 6, name: 'q' }, 0]);
    const shaped = { data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape: [2, 2, 2] };
    expect(await Dataset.fromArrays(shaped).take(1).toArray()).toEqual([
      { data: Uint8Array.of(1, 2, 3, 4), shape: [2, 2] },
    ]);
  });

  it('refuses arrays that differ in length', () => {
    expect(() => Dataset.fromArrays([[1], [2]], [1])).toThrow(
      '`y` must have as many samples as `x`, 2. Received: 1 samples',
    );
    expect(() => Dataset.fromArrays({ a: Float32Array.of(1), b: Float32Array.of(1, 2) })).toThrow('Received: 2 in b');
    expect(() => Dataset.fromArrays(3)).toThrow('`x` must be samples along a first axis');
  });
});

describe('Dataset.fromCsv', () => {
  it('reads a file as it goes: numbers, strings, quotes, empty cells', async () => {
    const path = join(folder, 'flowers.csv');
    await writeFile(path, '\ufeffsize,name,kind\r\n1.5,"a, b",0\r\n,c,1\r\n\r\n2,d,0\r\n');
    expect(await Dataset.fromCsv(path).toArray()).toEqual([
      { size: 1.5, name: 'a, b', kind: 0 },
      { size: Number.NaN, name: 'c', kind: 1 },
      { size: 2, name: 'd', kind: 0 },
    ]);
    const labeled = Dataset.fromCsv(path, { features: ['size', 'kind'], label: 'name' });
    expect((await labeled.toArray())[0]).toEqual([{ data: Float32Array.of(1.5, 0), shape: [2] }, 'a, b']);
  });

  it('takes other delimiters and names', async () => {
    const rows = Dataset.fromCsv(bytes('1;2\n3;4\n'), { delimiter: ';', columns: ['a', 'b'] });
    expect(await rows.toArray()).toEqual([
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]);
  });

  it('reads many rows in pieces, in order', async () => {
    const path = join(folder, 'long.csv');
    const lines = Array.from({ length: 20_000 }, (_, i) => `${i},${2 * i}`);
    await writeFile(path, `a,b\n${lines.join('\n')}\n`);
    let sum = 0;
    let last = -1;
    for await (const { a, b } of Dataset.fromCsv(path)) {
      if (Number(a) !== last + 1) throw new RangeError(`row ${last + 1} came as ${a}`);
      last = Number(a);
      sum += Number(b);
    }
    expect(sum).toBe(20_000 * 19_999);
    expect(await Dataset.fromCsv(path).take(2).toArray()).toHaveLength(2);
  });

  it('names file, row and column of what it cannot read', async () => {
    await expect(Dataset.fromCsv(join(folder, 'none.csv')).toArray()).rejects.toThrow(
      /none\.csv can't be read: ENOENT/,
    );
    await expect(Dataset.fromCsv(bytes('a,b\n1,2\n3\n')).toArray()).rejects.toThrow(/Invalid Record Length/);
    await expect(Dataset.fromCsv(bytes('a,b\n1,2\n3,x\n')).toArray()).rejects.toThrow(
      'row 3: column b has held numbers so far. Received: "x"',
    );
    await expect(Dataset.fromCsv(bytes('size,kind\n1,2\n'), { label: 'kinds' }).toArray()).rejects.toThrow(
      'Unknown column. Did you mean "kind"? Received: "kinds"',
    );
    await expect(Dataset.fromCsv(bytes('n,k\nx,2\n'), { label: 'k' }).toArray()).rejects.toThrow(
      'feature n must be a number',
    );
  });
});

describe('Dataset.fromParquet', () => {
  const columnData = [
    { name: 'width', data: [1.5, 2.5, 3.5], type: 'DOUBLE' as const },
    { name: 'name', data: ['a', 'b', null], type: 'STRING' as const, nullable: true },
    { name: 'kind', data: [0, 1, 0], type: 'INT32' as const },
  ];

  it('reads rows, group by group, from bytes and from a file', async () => {
    const file = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: [2] }));
    const path = join(folder, 'flowers.parquet');
    await writeFile(path, file);
    const rows = [
      { width: 1.5, name: 'a', kind: 0 },
      { width: 2.5, name: 'b', kind: 1 },
      { width: 3.5, name: Number.NaN, kind: 0 },
    ];
    expect(await Dataset.fromParquet(file).toArray()).toEqual(rows);
    expect(await Dataset.fromParquet(path).toArray()).toEqual(rows);
    expect(
      await Dataset.fromParquet(path, { features: ['width'], label: 'kind' })
        .skip(1)
        .take(1)
        .toArray(),
    ).toEqual([[{ data: Float32Array.of(2.5), shape: [1] }, 1]]);
  });

  it('says what is wrong with what it cannot read', async () => {
    await expect(Dataset.fromParquet(bytes('no parquet at all')).toArray()).rejects.toThrow(/is no Parquet file/);
    const file = new Uint8Array(parquetWriteBuffer({ columnData }));
    await expect(Dataset.fromParquet(file, { label: 'kinds' }).toArray()).rejects.toThrow('Did you mean "kind"?');
    await expect(Dataset.fromParquet(file.fill(0xff, 4, 40)).toArray()).rejects.toThrow(
      'rows from 0 on, cannot be read',
    );
    await expect(Dataset.fromParquet(join(folder, 'none.parquet')).toArray()).rejects.toThrow("can't be read");
  });
});
