import { type DType, type HostArray, hostArray, type TypedArray } from '../../support/dtype.ts';
import { type Shape, sizeOf } from '../../support/shape.ts';
import { gatherRows } from './gather-rows.ts';
import { rowSize, type SampleArray } from './sample-array.ts';

/** Some samples of an array in an order of their own. They are copied right to where they are wanted. */
export class GatheredSamples implements SampleArray {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly #source: SampleArray;
  readonly #order: Int32Array;
  readonly #start: number;
  #values: HostArray | undefined;

  /** Samples order[start], order[start + 1], ... */
  constructor(source: SampleArray, order: Int32Array, start: number, size: number) {
    this.#source = source;
    this.#order = order;
    this.#start = start;
    this.shape = [size, ...source.shape.slice(1)];
    this.dtype = source.dtype;
  }

  get values(): TypedArray {
    if (this.#values === undefined) {
      this.#values = hostArray(this.dtype, sizeOf(this.shape));
      this.copyTo(this.#values);
    }
    return this.#values;
  }

  copyTo(target: TypedArray): void {
    const { values } = this.#source;
    gatherRows(values, rowSize(this), this.#order, this.#start, this.shape[0] ?? 0, target);
  }
}
