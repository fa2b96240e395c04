import { nonNegativeInteger, positiveInteger, uint32 } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import type { FileSource } from '../support/files/file-source.ts';
import { type Cursor, cursorOf, END, type Maybe } from './cursor.ts';
import { drawSeed } from './shuffle-order.ts';
import { type ArrayTree, fromArrays, type SampleOf } from './sources/from-arrays.ts';
import { type FromCsvOptions, fromCsv } from './sources/from-csv.ts';
import { fromIterable, type IterableSource } from './sources/from-iterable.ts';
import { fromParquet } from './sources/from-parquet.ts';
import type { LabeledSample, Row, RowOptions } from './sources/row.ts';
import { type Batched, stack } from './stack.ts';
import { cached } from './steps/cached.ts';
import { filtered } from './steps/filtered.ts';
import { grouped } from './steps/grouped.ts';
import { mapped } from './steps/mapped.ts';
import { prefetched } from './steps/prefetched.ts';
import { repeated } from './steps/repeated.ts';
import { shuffled } from './steps/shuffled.ts';
import { skipped, taken } from './steps/taken.ts';
import { zipped } from './steps/zipped.ts';

/** Options of `shuffle`. */
export interface ShuffleOptions {
  /** Decides the order: an integer from 0 to 2^32 - 1. Default: drawn from the stream of `setRandomSeed`. */
  readonly seed?: number | null;
  /** Whether each pass has an order of its own. Default true. */
  readonly reshuffleEachIteration?: boolean;
}

/** Options of `batch` and `window`. */
export interface BatchOptions {
  /** Whether to leave out a last group with fewer elements. Default false. */
  readonly dropRemainder?: boolean;
}

/** Options of `window`. */
export interface WindowOptions extends BatchOptions {
  /** From the start of one window to the start of the next, in elements. Default: the window's size. */
  readonly shift?: number | null;
  /** From one element in a window to its next. Default 1. */
  readonly stride?: number;
}

/** Options of `map`. */
export interface MapOptions {
  /** How many calls of an asynchronous function may be under way; the order stays. Default 1. */
  readonly parallel?: number;
}

/** How a dataset is read, and how many elements one pass gives. */
export interface Recipe<T> {
  /** Opens a pass; `pass` counts them from 0. */
  open(pass: number): Maybe<Cursor<T>>;
  /** Elements in one pass; null when nobody knows, Infinity without end. */
  readonly cardinality: number | null;
}

/**
 * A lazy pipeline of elements, which reads as it goes: data may be larger than memory. Each step gives a new dataset
 * and leaves this one as it is; nothing is read before someone iterates. `fit`, `evaluate` and `predict` take a dataset
 * of batches directly, and begin anew in each epoch.
 *
 * Elements are numbers, strings, arrays with a shape (`{ data, shape }`), or lists and records of these: for training,
 * `[x, y]` or `[x, y, sampleWeight]`. The steps are those of `tf.data`, with its names; the same seeds give the same
 * order in every run.
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/data/Dataset
 *
 * @example
 * ```ts
 * import { data } from 'keratin';
 * const numbers = data.Dataset.range(6).map((x) => x * x).filter((x) => x % 2 === 0).batch(2);
 * console.log((await numbers.toArray()).map((batch) => [...batch.data])); // => [ [ 0, 4 ], [ 16 ] ]
 * ```
 */
export class Dataset<T> implements AsyncIterable<T> {
  readonly #recipe: Recipe<T>;
  /** Passes begun, so that each has an order of its own. */
  #passes = 0;

  /** @internal Users make datasets with `Dataset.fromArrays` and its like. */
  constructor(recipe: Recipe<T>) {
    this.#recipe = recipe;
  }

  /** Elements in one pass: null when nobody knows (files, filters), Infinity for a dataset without end. */
  get cardinality(): number | null {
    return this.#recipe.cardinality;
  }

  /** @internal One pass, as the next step reads it. */
  open(pass: number): Maybe<Cursor<T>> {
    return this.#recipe.open(pass);
  }

  /** Iterates over one pass; leaving a `for await` early closes what was opened. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const cursor = await this.open(this.#passes++);
    try {
      for (;;) {
        const element = await cursor.next();
        if (element === END) return;
        yield element;
      }
    } finally {
      await cursor.close();
    }
  }

  /** The numbers from 0 to `count` - 1. */
  static range(count: number): Dataset<number> {
    nonNegativeInteger('count', count);
    const numbers = function* () {
      for (let i = 0; i < count; i++) yield i;
    };
    return new Dataset({ open: () => cursorOf(numbers()), cardinality: count });
  }

  /**
   * Samples of arrays in memory, along their first axis: those of x, or `[x, y]`, or `[x, y, sampleWeight]`. Each may
   * be one array, a list of tensors or typed arrays, or a record of arrays.
   *
   * @throws ArgumentError when what is given is no array, or the arrays differ in their number of samples
   *
   * @example
   * ```ts
   * import { data } from 'keratin';
   * const samples = data.Dataset.fromArrays([[1, 2], [3, 4], [5, 6]], [0, 1, 0]);
   * console.log(samples.shuffle(3, { seed: 1 }).batch(2).cardinality); // => 2
   * ```
   */
  static fromArrays<X extends ArrayTree>(x: X): Dataset<SampleOf<X>>;
  static fromArrays<X extends ArrayTree, Y extends ArrayTree>(x: X, y: Y): Dataset<[SampleOf<X>, SampleOf<Y>]>;
  static fromArrays<X extends ArrayTree, Y extends ArrayTree, W extends ArrayTree>(
    x: X,
    y: Y,
    sampleWeight: W,
  ): Dataset<[SampleOf<X>, SampleOf<Y>, SampleOf<W>]>;
  static fromArrays(...arrays: readonly ArrayTree[]): Dataset<unknown> {
    return new Dataset(fromArrays(arrays));
  }

  /**
   * Elements of anything that can be iterated anew (a list, a set), or of a function that makes an iterable, which may
   * be asynchronous. An iterator that runs only once gives one pass.
   *
   * @throws ArgumentError when `source` can't be iterated
   */
  static fromIterable<T>(source: IterableSource<T>): Dataset<T> {
    return new Dataset(fromIterable(source));
  }

  /**
   * Rows of a CSV file, read as it goes: records of numbers and strings by column, or `[x, y]` when `label` is given.
   * A column holds numbers when its first cell that is not empty is one; empty cells are NaN.
   *
   * @param source a path, an address, a file, or bytes
   * @throws ArgumentError for unknown columns; DataError, naming file and row, for what can't be read
   *
   * @example
   * ```ts
   * import { data } from 'keratin';
   * const csv = new TextEncoder().encode('width,height,kind\n1,2,0\n3,4,1\n');
   * const [first] = await data.Dataset.fromCsv(csv, { label: 'kind' }).toArray();
   * console.log(first); // => [ { data: Float32Array(2) [ 1, 2 ], shape: [ 2 ] }, 0 ]
   * ```
   */
  static fromCsv(source: FileSource, options: FromCsvOptions & { readonly label: string }): Dataset<LabeledSample>;
  static fromCsv(source: FileSource, options?: FromCsvOptions): Dataset<Row>;
  static fromCsv(source: FileSource, options: FromCsvOptions = {}): Dataset<Row | LabeledSample> {
    return new Dataset(fromCsv(source, options));
  }

  /**
   * Rows of a Parquet file, read one row group at a time: records of numbers and strings by column, or `[x, y]` when
   * `label` is given. Missing values are NaN, times milliseconds since 1970.
   *
   * @param source a path, an address, a file, or bytes
   * @throws ArgumentError for unknown columns; DataError, naming file and row, for what can't be read
   */
  static fromParquet(source: FileSource, options: RowOptions & { readonly label: string }): Dataset<LabeledSample>;
  static fromParquet(source: FileSource, options?: RowOptions): Dataset<Row>;
  static fromParquet(source: FileSource, options: RowOptions = {}): Dataset<Row | LabeledSample> {
    return new Dataset(fromParquet(source, options));
  }

  /** Tuples (or records) of the elements of several datasets; ends with the shortest. */
  static zip<D extends readonly Dataset<unknown>[] | { readonly [name: string]: Dataset<unknown> }>(
    datasets: D,
  ): Dataset<{ -readonly [K in keyof D]: D[K] extends Dataset<infer T> ? T : never }> {
    return new Dataset(zipped(datasets));
  }

  /** Applies a function to each element; it may be asynchronous. */
  map<R>(fn: (element: T, index: number) => Maybe<R>, options: MapOptions = {}): Dataset<R> {
    checkFunction('fn', fn);
    checkOptions('map', options, ['parallel']);
    return new Dataset(mapped(this, fn, positiveInteger('parallel', options.parallel ?? 1)));
  }

  /** Keeps the elements that a test likes; it may be asynchronous. */
  filter(test: (element: T) => Maybe<boolean>): Dataset<T> {
    checkFunction('test', test);
    return new Dataset(filtered(this, test));
  }

  /**
   * Gives elements in random order, drawn from a buffer that is refilled as it goes: order is fully random when the
   * buffer holds all, and local otherwise.
   *
   * @param bufferSize elements held in memory
   */
  shuffle(bufferSize: number, options: ShuffleOptions = {}): Dataset<T> {
    positiveInteger('bufferSize', bufferSize);
    checkOptions('shuffle', options, ['seed', 'reshuffleEachIteration']);
    const { seed, reshuffleEachIteration = true } = options;
    const given = seed === null || seed === undefined ? drawSeed() : uint32('seed', seed);
    return new Dataset(shuffled(this, bufferSize, given, reshuffleEachIteration));
  }

  /**
   * Puts elements together: numbers become float32 arrays, arrays get an axis in front, strings lists; structures stay.
   *
   * @param size elements in a batch; the last one may have fewer
   */
  batch(size: number, options: BatchOptions = {}): Dataset<Batched<T>> {
    checkOptions('batch', options, ['dropRemainder']);
    return this.window(size, options).map((elements) => stack(elements));
  }

  /**
   * Groups elements as lists, which may overlap.
   *
   * @param size elements in a window
   */
  window(size: number, options: WindowOptions = {}): Dataset<T[]> {
    positiveInteger('size', size);
    checkOptions('window', options, ['shift', 'stride', 'dropRemainder']);
    const { shift, stride = 1, dropRemainder = false } = options;
    const plan = {
      size,
      shift: positiveInteger('shift', shift ?? size),
      stride: positiveInteger('stride', stride),
      dropRemainder,
    };
    return new Dataset(grouped(this, plan));
  }

  /** Reads up to `count` elements ahead while the training computes: for sources that wait (files, the network). */
  prefetch(count: number): Dataset<T> {
    return new Dataset(prefetched(this, positiveInteger('count', count)));
  }

  /** Gives all elements again and again. @param count passes; by default without end */
  repeat(count: number | null = null): Dataset<T> {
    return new Dataset(repeated(this, count === null ? Infinity : nonNegativeInteger('count', count)));
  }

  /** The first `count` elements. */
  take(count: number): Dataset<T> {
    return new Dataset(taken(this, nonNegativeInteger('count', count)));
  }

  /** All but the first `count` elements. */
  skip(count: number): Dataset<T> {
    return new Dataset(skipped(this, nonNegativeInteger('count', count)));
  }

  /** Keeps the elements of the first complete pass in memory and gives them from there in later ones. */
  cache(): Dataset<T> {
    return new Dataset(cached(this));
  }

  /** All elements of one pass in a list. */
  async toArray(): Promise<T[]> {
    if (this.cardinality === Infinity) {
      throw badArgument('this', 'a dataset that ends (see take)', 'a dataset without end');
    }
    const elements: T[] = [];
    for await (const element of this) elements.push(element);
    return elements;
  }
}

function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw badArgument(name, 'a function', value);
}
