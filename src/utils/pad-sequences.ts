import { oneOf, positiveInteger } from '../support/check-values.ts';
import { type DType, hostArray, standardizeDtype } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';

/** Options of `padSequences`. */
export interface PadSequencesOptions {
  /** The length of all rows. Default: that of the longest sequence. */
  readonly maxlen?: number | null;
  /** Default 'int32'. */
  readonly dtype?: DType;
  /** Where what is missing is filled in: before or after the values. Default 'pre'. */
  readonly padding?: 'pre' | 'post';
  /** Where sequences that are too long lose values. Default 'pre'. */
  readonly truncating?: 'pre' | 'post';
  /** What is filled in. Default 0. */
  readonly value?: number;
}

/**
 * Sequences of different lengths as the rows of one array, filled up or cut.
 *
 * @param sequences lists of numbers
 * @returns shape (number of sequences, maxlen)
 * @throws ArgumentError when something is no list of numbers, or an option is out of range
 * @see https://keras.io/api/data_loading/timeseries/#pad_sequences-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * console.log(await utils.padSequences([[1], [2, 3, 4]], { maxlen: 2 }).array()); // => [ [ 0, 1 ], [ 3, 4 ] ]
 * ```
 */
export function padSequences(sequences: readonly ArrayLike<number>[], options: PadSequencesOptions = {}): Tensor {
  checkOptions('padSequences', options, ['maxlen', 'dtype', 'padding', 'truncating', 'value']);
  if (!Array.isArray(sequences)) throw badArgument('sequences', 'a list of lists of numbers', sequences);
  sequences.forEach((sequence: unknown, i) => {
    const isList = Array.isArray(sequence) || (ArrayBuffer.isView(sequence) && 'length' in sequence);
    if (!isList) throw badArgument(`sequences[${i}]`, 'a list of numbers', sequence);
  });
  const { value = 0 } = options;
  if (typeof value !== 'number') throw badArgument('value', 'a number', value);
  const padding = oneOf('padding', options.padding ?? 'pre', ['pre', 'post']);
  const truncating = oneOf('truncating', options.truncating ?? 'pre', ['pre', 'post']);
  const dtype = standardizeDtype(options.dtype ?? 'int32');
  const longest = Math.max(0, ...sequences.map((sequence) => sequence.length));
  const width =
    options.maxlen === null || options.maxlen === undefined ? longest : positiveInteger('maxlen', options.maxlen);
  const rows = hostArray(dtype, sequences.length * width).fill(value);
  sequences.forEach((sequence, i) => {
    const count = Math.min(width, sequence.length);
    const from = truncating === 'pre' ? sequence.length - count : 0;
    const to = i * width + (padding === 'pre' ? width - count : 0);
    for (let k = 0; k < count; k++) {
      const element = sequence[from + k];
      if (typeof element !== 'number') throw badArgument(`sequences[${i}][${from + k}]`, 'a number', element);
      rows[to + k] = element;
    }
  });
  return new Tensor(Storage.from(rows, [sequences.length, width], dtype));
}
