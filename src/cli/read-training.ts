import type { doctor } from '../index.ts';
import { ArgumentError, describe } from '../support/errors.ts';
import { messageOf } from '../support/message-of.ts';
import { isPlainRecord } from '../support/plain-record.ts';

interface Column {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function readColumn(name: string, value: unknown): Column {
  if (!isPlainRecord(value) || !Array.isArray(value.shape) || !Array.isArray(value.data))
    throw new ArgumentError(`--data must hold ${name} with a shape and data. Received: ${describe(value)}`);
  const shape: number[] = value.shape.map((extent: unknown) => {
    if (typeof extent === 'number' && Number.isInteger(extent) && extent > 0) return extent;
    throw new ArgumentError(`The shape of ${name} must hold positive whole numbers. Received: ${describe(extent)}`);
  });
  const [rows, size] = [shape[0] ?? 0, shape.reduce((product, extent) => product * extent, 1)];
  if (rows === 0 || value.data.length !== size)
    throw new ArgumentError(
      `The data of ${name} must have ${size} numbers, for shape (${shape.join(', ')}). Received: ${value.data.length}`,
    );
  const wrong = value.data.findIndex((number: unknown) => typeof number !== 'number');
  if (wrong >= 0)
    throw new ArgumentError(
      `The data of ${name} must be numbers. Received, at index ${wrong}: ${describe(value.data[wrong])}`,
    );
  return { shape, data: Float32Array.from(value.data) };
}

function readRange(name: string, value: unknown, rows: number): readonly [number, number] {
  const [from, to] = Array.isArray(value) && value.length === 2 ? value.map(Number) : [];
  if (from !== undefined && to !== undefined && Number.isInteger(from) && Number.isInteger(to))
    if (0 <= from && from < to && to <= rows) return [from, to];
  throw new ArgumentError(
    `split.${name} must be [from, to], with 0 <= from < to <= ${rows}, the number of rows. Received: ${describe(value)}`,
  );
}

function rowsOf({ shape, data }: Column, [from, to]: readonly [number, number]) {
  const width = data.length / Math.max(shape[0] ?? 1, 1);
  return { data: data.slice(from * width, to * width), shape: [to - from, ...shape.slice(1)] };
}

/** Reads the JSON that `keratin doctor --data` takes: x and y, each with a shape and data, and a split of their rows. */
export function readTraining(text: string): doctor.PlannedTraining {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ArgumentError(`--data must be a file of JSON: ${messageOf(error)}`);
  }
  if (!isPlainRecord(json))
    throw new ArgumentError(`--data must hold an object with x and y. Received: ${describe(json)}`);
  const [x, y] = [readColumn('x', json.x), readColumn('y', json.y)];
  const rows = x.shape[0] ?? 0;
  if (y.shape[0] !== rows)
    throw new ArgumentError(`x and y must have equally many rows. Received: ${rows} and ${y.shape[0]}`);
  const split = json.split ?? {};
  if (!isPlainRecord(split))
    throw new ArgumentError(`split must hold train and validation. Received: ${describe(split)}`);
  const train = split.train === undefined ? ([0, rows] as const) : readRange('train', split.train, rows);
  const training = { x: rowsOf(x, train), y: rowsOf(y, train) };
  if (split.validation === undefined) return training;
  const held = readRange('validation', split.validation, rows);
  return { ...training, validationData: [rowsOf(x, held), rowsOf(y, held)] };
}
