import type { AsyncBuffer } from 'hyparquet';
import { checkOptions } from '../../support/errors.ts';
import { type FileSource, nameOfSource } from '../../support/files/file-source.ts';
import { messageOf } from '../../support/message-of.ts';
import { cursorOf } from '../cursor.ts';
import { DataError } from '../data-error.ts';
import type { Recipe } from '../dataset.ts';
import { mapped } from '../steps/mapped.ts';
import { openFile } from './read-file.ts';
import { checkColumns, type LabeledSample, labeledSample, type Row, type RowOptions } from './row.ts';

/** A file as the reader of Parquet wants it. */
async function asyncBuffer(source: FileSource): Promise<AsyncBuffer & { close(): Promise<void> }> {
  const file = await openFile(source);
  const slice = async (start: number, end = file.size): Promise<ArrayBuffer> =>
    (await file.read(start, end - start)).slice().buffer;
  return { byteLength: file.size, slice, close: () => file.close() };
}

function toCell(value: unknown, where: string): number | string {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  if (value === null || value === undefined) return Number.NaN;
  if (value instanceof Date) return value.getTime();
  throw new DataError(`${where} must be a number or a string. Received: ${typeof value}`);
}

async function* readRows(source: FileSource, options: RowOptions): AsyncGenerator<Row, void, undefined> {
  const [{ parquetMetadataAsync, parquetReadObjects, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const name = nameOfSource(source);
  const file = await asyncBuffer(source);
  try {
    const metadata = await parquetMetadataAsync(file).catch((cause: unknown) => {
      throw new DataError(`${name} is no Parquet file: ${messageOf(cause)}`, { cause });
    });
    const names = parquetSchema(metadata).children.map((child) => child.element.name);
    checkColumns(names, options);
    const wanted = options.label && options.features ? [...options.features, options.label] : names;
    let start = 0;
    // One row group at a time lies in memory.
    for (const group of metadata.row_groups) {
      const end = start + Number(group.num_rows);
      const rows = await parquetReadObjects({
        file,
        metadata,
        compressors,
        columns: wanted,
        rowStart: start,
        rowEnd: end,
      }).catch((cause: unknown) => {
        throw new DataError(`${name}, rows from ${start} on, cannot be read: ${messageOf(cause)}`, { cause });
      });
      for (const [i, row] of rows.entries()) {
        yield Object.fromEntries(
          Object.entries(row).map(([column, value]) => [column, toCell(value, `${name}, row ${start + i}, ${column}`)]),
        );
      }
      start = end;
    }
  } finally {
    await file.close();
  }
}

/**
 * Rows of a Parquet file, read one row group at a time: records of numbers and strings by column, or `[x, y]` when
 * `label` is given. Missing values are NaN, times milliseconds since 1970.
 *
 * @param source a path, an address, a file, or bytes
 * @throws ArgumentError for unknown columns; DataError, naming file and row, for what can't be read
 */
export function fromParquet(source: FileSource, options: RowOptions = {}): Recipe<Row | LabeledSample> {
  checkOptions('fromParquet', options, ['features', 'label']);
  const rows: Recipe<Row> = { open: () => cursorOf(readRows(source, options)), cardinality: null };
  const { label, features } = options;
  if (!label) return rows;
  const labeled = (row: Row, i: number) => {
    const names = features ?? Object.keys(row).filter((column) => column !== label);
    return labeledSample(row, label, names, `${nameOfSource(source)}, row ${i}`);
  };
  return mapped(rows, labeled, 1);
}
