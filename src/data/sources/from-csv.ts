import type { Options as ParserOptions } from 'csv-parse';
import { ArgumentError, badArgument, checkOptions } from '../../support/errors.ts';
import { type FileSource, nameOfSource } from '../../support/files/file-source.ts';
import { cursorOf } from '../cursor.ts';
import { DataError } from '../data-error.ts';
import type { Recipe } from '../dataset.ts';
import { mapped } from '../steps/mapped.ts';
import { streamBytes } from './read-file.ts';
import { checkColumns, type LabeledSample, labeledSample, type Row, type RowOptions } from './row.ts';

/** Options of `fromCsv`. */
export interface FromCsvOptions extends RowOptions {
  /** What stands between columns. Default ','. */
  readonly delimiter?: string;
  /** Names of the columns. Default: the first line has them. */
  readonly columns?: readonly string[] | null;
}

const toNumber = (cell: string): number => (cell.trim() === '' ? Number.NaN : Number(cell));

/** Whether a column holds numbers, judged by its first cell that is not empty. */
const looksNumeric = (cell: string): boolean => !Number.isNaN(Number(cell)) || /^\s*nan\s*$/i.test(cell);

async function* parseRows(source: FileSource, options: FromCsvOptions): AsyncGenerator<Row, void, undefined> {
  const { parse } = await import('csv-parse');
  const name = nameOfSource(source);
  const settings: ParserOptions = {
    columns: options.columns ? [...options.columns] : true,
    delimiter: options.delimiter ?? ',',
    bom: true,
    skip_empty_lines: true,
  };
  const parser = parse(settings);
  const feeding = (async () => {
    try {
      for await (const piece of streamBytes(source)) {
        // The parser takes what it is given; waiting keeps a large file from piling up in memory.
        if (!parser.write(piece)) await new Promise((resolve) => parser.once('drain', resolve));
      }
      parser.end();
    } catch (error) {
      parser.destroy(error instanceof Error ? error : new DataError(String(error)));
    }
  })();
  const numeric = new Map<string, boolean>();
  let line = options.columns ? 0 : 1;
  try {
    for await (const record of parser) {
      line++;
      const cells: readonly [string, string][] = Object.entries(record);
      if (line === (options.columns ? 1 : 2))
        checkColumns(
          cells.map(([column]) => column),
          options,
        );
      yield Object.fromEntries(cells.map(([column, cell]) => [column, convert(column, cell, line)]));
    }
  } catch (error) {
    if (error instanceof DataError || error instanceof ArgumentError || !(error instanceof Error)) throw error;
    throw new DataError(`${name}: ${error.message}`, { cause: error });
  } finally {
    parser.destroy();
    void feeding;
  }

  function convert(column: string, cell: string, at: number): number | string {
    const known = numeric.get(column);
    if (known === undefined) {
      if (cell.trim() === '') return Number.NaN;
      numeric.set(column, looksNumeric(cell));
      return looksNumeric(cell) ? toNumber(cell) : cell;
    }
    if (!known) return cell;
    const value = toNumber(cell);
    if (Number.isNaN(value) && cell.trim() !== '' && !/^\s*nan\s*$/i.test(cell)) {
      throw new DataError(
        `${name}, row ${at}: column ${column} has held numbers so far. Received: ${JSON.stringify(cell)}`,
      );
    }
    return value;
  }
}

/**
 * Rows of a CSV file, read as it goes: records of numbers and strings by column, or `[x, y]` when `label` is given.
 * A column holds numbers when its first cell is one; empty cells are NaN.
 *
 * @param source a path, an address, a file, or bytes
 * @throws ArgumentError for unknown columns; DataError, naming file and row, for what can't be read
 */
export function fromCsv(source: FileSource, options: FromCsvOptions = {}): Recipe<Row | LabeledSample> {
  checkOptions('fromCsv', options, ['delimiter', 'columns', 'features', 'label']);
  const { label, features, delimiter, columns } = options;
  if (delimiter !== undefined && (typeof delimiter !== 'string' || delimiter === '')) {
    throw badArgument('delimiter', 'one or more characters', delimiter);
  }
  if (columns) checkColumns(columns, options);
  const rows: Recipe<Row> = { open: () => cursorOf(parseRows(source, options)), cardinality: null };
  if (!label) return rows;
  const labeled = (row: Row, i: number) => {
    const names = features ?? Object.keys(row).filter((column) => column !== label);
    return labeledSample(row, label, names, `${nameOfSource(source)}, sample ${i}`);
  };
  return mapped(rows, labeled, 1);
}
