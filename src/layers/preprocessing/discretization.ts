import { greaterEqual } from '../../ops/comparison.ts';
import { cast } from '../../ops/core.ts';
import { zerosLike } from '../../ops/creation.ts';
import { sum } from '../../ops/reduction.ts';
import { expandDims } from '../../ops/shape.ts';
import { oneOf, positiveInteger, positiveNumber } from '../../support/check-values.ts';
import { ArgumentError, badArgument, describe, StateError } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { type AdaptData, type AdaptOptions, adaptBatches } from './adapt-data.ts';
import { type CategoryOutput, encodeCategories, refuseSparse } from './encode-categories.ts';
import { binBoundaries, emptySummary, mergeSummaries, summarize } from './quantile-summary.ts';

export interface DiscretizationOptions extends LayerOptions {
  /** Where bins end and begin, in ascending order: [0, 1] makes (-inf, 0), [0, 1), [1, inf). Or give numBins. */
  binBoundaries?: readonly number[] | null;
  /** The number of bins for `adapt` to find boundaries for. */
  numBins?: number | null;
  /** How exact the quantiles of `adapt` are. Default 0.01. */
  epsilon?: number;
  /** 'int' (default), 'one_hot', 'multi_hot' or 'count'. */
  outputMode?: CategoryOutput;
  /** Tensors are dense: false. */
  sparse?: false;
}

function checkedBoundaries(value: unknown): readonly number[] | null {
  if (value === null || value === undefined) return null;
  const numbers = Array.isArray(value) && value.every((x) => typeof x === 'number' && !Number.isNaN(x));
  if (!numbers || value.some((x, i) => i > 0 && x < value[i - 1]))
    throw badArgument('binBoundaries', 'a list of numbers in ascending order', value);
  return value;
}

/**
 * Turns numbers into the indices of the bins that they fall into. The boundaries are given, or found by `adapt(data)` such
 * that the bins hold equal shares of the data.
 *
 * @param options `binBoundaries` or `numBins`, `epsilon`, `outputMode`
 * @returns applied to numbers of any shape: with 'int' integers of the same shape, else as CategoryEncoding does
 * @throws ArgumentError when neither or both of binBoundaries and numBins are given
 * @see https://keras.io/api/layers/preprocessing_layers/numerical/discretization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.Discretization({ binBoundaries: [0, 1, 2] });
 * console.log(await layer.apply([[-1.5, 1, 3.4, 0.5]]).array()); // => [[0, 2, 3, 1]]
 * ```
 */
export class Discretization extends Layer {
  static override readonly className: string = 'Discretization';
  readonly numBins: number | null;
  readonly epsilon: number;
  readonly outputMode: CategoryOutput;
  #boundaries: readonly number[] | null;

  constructor(options: DiscretizationOptions = {}) {
    super(options, ['binBoundaries', 'numBins', 'epsilon', 'outputMode', 'sparse']);
    const { binBoundaries: given = null, numBins = null } = options;
    if (given === null && numBins === null) {
      throw new ArgumentError(
        `Give \`binBoundaries\`, or \`numBins\` and call adapt(data). Received: ${describe(options)}`,
      );
    }
    this.#boundaries = checkedBoundaries(given);
    this.numBins = numBins === null ? null : positiveInteger('numBins', numBins);
    this.epsilon = positiveNumber('epsilon', options.epsilon ?? 0.01);
    const modes = ['int', 'one_hot', 'multi_hot', 'count'] as const;
    this.outputMode = oneOf('outputMode', options.outputMode ?? 'int', modes);
    refuseSparse(options.sparse);
    this.built = true;
  }

  /** Where bins end and begin; null before `adapt`. */
  get binBoundaries(): readonly number[] | null {
    return this.#boundaries;
  }

  /**
   * Finds boundaries such that the bins hold equal shares of data.
   *
   * @param data numbers, or an iterable (also asynchronous) of batches of them
   * @param options `steps`: how many batches to look at. Default all
   * @throws ArgumentError when the boundaries were given
   */
  async adapt(data: AdaptData, options: AdaptOptions = {}): Promise<void> {
    if (this.numBins === null) throw badArgument('numBins', 'given for adapt to find boundaries', this.numBins);
    let summary = emptySummary;
    for await (const batch of adaptBatches(data, options)) {
      const values = await convertToTensor(batch, 'float32').data();
      summary = mergeSummaries(summarize(values, this.epsilon), summary, this.epsilon);
    }
    if (summary.values.length === 0) throw badArgument('data', 'at least one number', data);
    this.#boundaries = binBoundaries(summary, this.numBins);
  }

  override call(inputs: Tensor): Tensor {
    const boundaries = this.#boundaries;
    if (boundaries === null) {
      throw new StateError(
        `Layer "${this.name}" has no boundaries yet: give binBoundaries, or call adapt(data). Received: apply(...)`,
      );
    }
    const values = cast(inputs, 'float32');
    // The number of boundaries that are not above a value is its bin.
    const bins =
      boundaries.length === 0
        ? zerosLike(values)
        : sum(greaterEqual(expandDims(values, -1), Float32Array.from(boundaries)), { axis: -1 });
    return encodeCategories(bins, this.outputMode, boundaries.length + 1);
  }

  /** Keras's, which is shorter than that of other layers. */
  override getConfig(): Config {
    return {
      name: this.name,
      dtype: this.dtype,
      bin_boundaries: this.#boundaries,
      num_bins: this.numBins,
      epsilon: this.epsilon,
      output_mode: this.outputMode,
      sparse: false,
    };
  }
}
