import { reshape } from '../../ops/shape.ts';
import { oneOf, positiveInteger } from '../../support/check-values.ts';
import { ArgumentError, describe } from '../../support/errors.ts';
import { fingerprint64, joinFingerprints } from '../../support/fingerprint.ts';
import type { Config } from '../../support/registry.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerOptions } from '../layer-options.ts';
import { encodeCategories, refuseSparse } from './encode-categories.ts';
import { TextLayer, textBlock } from './text-layer.ts';

export interface HashedCrossingOptions extends LayerOptions {
  /** 'int' (default) or 'one_hot'. */
  outputMode?: 'int' | 'one_hot';
  /** Tensors are dense: false. */
  sparse?: false;
}

/** What TensorFlow begins crossed columns with. */
const START = 0xdecafcaffen;
const encoder = new TextEncoder();

/** A word counts by its fingerprint, a whole number by itself. */
const valueOf = (value: string | number): bigint =>
  typeof value === 'string' ? fingerprint64(encoder.encode(value)) : BigInt.asUintN(64, BigInt(value));

/**
 * Crosses categorical features: puts each combination of values into a bin by a hash, the same bins as Keras does.
 *
 * @param numBins the number of bins
 * @param options `outputMode`
 * @returns applied to a list of arrays of strings or whole numbers, of one shape (batch) or (batch, 1): integers of that
 *   shape, or with 'one_hot' [batch, numBins]
 * @throws ArgumentError when there are fewer than two features, or their shapes differ
 * @see https://keras.io/api/layers/preprocessing_layers/categorical/hashed_crossing/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.HashedCrossing(5);
 * const [letters, numbers] = [['A', 'B', 'A', 'B', 'A'], [101, 101, 101, 102, 102]];
 * console.log(await layer.apply([letters, numbers]).array()); // => [1, 4, 1, 1, 3]
 * ```
 */
export class HashedCrossing extends TextLayer {
  static override readonly className: string = 'HashedCrossing';
  static override readonly positional: readonly string[] = ['numBins'];
  readonly numBins: number;
  readonly outputMode: 'int' | 'one_hot';

  constructor(numBins: number, options: HashedCrossingOptions = {}) {
    super(options, ['outputMode', 'sparse']);
    this.numBins = positiveInteger('numBins', numBins);
    this.outputMode = oneOf('outputMode', options.outputMode ?? 'int', ['int', 'one_hot'] as const);
    refuseSparse(options.sparse);
  }

  protected override read(data: unknown): Tensor {
    const features = (Array.isArray(data) ? data : []).map((feature: unknown) => textBlock(feature, this.name));
    const [first] = features;
    const fits = features.every(({ shape }) => shape.join() === first?.shape.join());
    const flat = first !== undefined && (first.shape.length < 2 || (first.shape.length === 2 && first.shape[1] === 1));
    if (features.length < 2 || first === undefined || !fits || !flat) {
      throw new ArgumentError(
        `Layer "${this.name}" takes a list of at least two features of one shape, (batch) or (batch, 1). Received: ${describe(data)}`,
      );
    }
    const bins = Int32Array.from(first.values, (_, i) => {
      const hash = features.reduce((joined, { values }) => joinFingerprints(joined, valueOf(values[i] ?? 0)), START);
      return Number(hash % BigInt(this.numBins));
    });
    return encodeCategories(reshape(convertToTensor(bins), first.shape), this.outputMode, this.numBins);
  }

  /** Keras's, which is shorter than that of other layers. */
  override getConfig(): Config {
    const { name, dtype, numBins, outputMode } = this;
    return { name, dtype, num_bins: numBins, output_mode: outputMode, sparse: false };
  }
}
