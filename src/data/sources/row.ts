import { badArgument, unknownName } from '../../support/errors.ts';
import type { ShapedArray } from '../../support/shaped-array.ts';
import { DataError } from '../data-error.ts';

/** One row of a table: numbers and strings by column. */
export type Row = { readonly [column: string]: number | string };

/** How rows become samples. */
export interface RowOptions {
  /** Columns that become x, as one float32 array. Default: all but the label. */
  readonly features?: readonly string[] | null;
  /** The column that becomes y. Default: none; then elements are rows. */
  readonly label?: string | null;
}

/** `[x, y]` of one row; y is a number or a string. */
export type LabeledSample = [x: ShapedArray, y: number | string];

/** Checks the names in the options against a table's columns. */
export function checkColumns(columns: readonly string[], options: RowOptions): void {
  const { features, label } = options;
  if (features !== undefined && features !== null && (!Array.isArray(features) || features.length === 0)) {
    throw badArgument('features', 'a list of columns', features);
  }
  for (const name of [...(features ?? []), ...(label ? [label] : [])]) {
    if (!columns.includes(name)) throw unknownName('column', name, columns);
  }
}

/** Makes `[x, y]` of a row; the features must be numbers. */
export function labeledSample(row: Row, label: string, features: readonly string[], where: string): LabeledSample {
  const data = new Float32Array(features.length);
  features.forEach((name, i) => {
    const value = row[name];
    if (typeof value !== 'number') {
      throw new DataError(
        `${where}: feature ${name} must be a number (leave the column out with \`features\`, or map rows yourself). Received: ${JSON.stringify(value)}`,
      );
    }
    data[i] = value;
  });
  const y = row[label];
  if (y === undefined) throw new DataError(`${where}: no value for the label ${label}. Received: ${Object.keys(row)}`);
  return [{ data, shape: [features.length] }, y];
}
