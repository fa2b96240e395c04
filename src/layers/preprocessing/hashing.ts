import { reshape } from '../../ops/shape.ts';
import { integer, oneOf, positiveInteger } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import { fingerprint64, sipHash } from '../../support/fingerprint.ts';
import type { Config } from '../../support/registry.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerOptions } from '../layer-options.ts';
import { type CategoryOutput, encodeCategories, refuseSparse } from './encode-categories.ts';
import { TextLayer, textBlock } from './text-layer.ts';

export interface HashingOptions extends LayerOptions {
  /** What goes to bin 0, where nothing else goes then. Default null. */
  maskValue?: string | number | null;
  /** The key of SipHash, one number or two, instead of FarmHash. Default null. */
  salt?: number | readonly [number, number] | null;
  /** 'int' (default), 'one_hot', 'multi_hot' or 'count'. */
  outputMode?: CategoryOutput;
  /** Tensors are dense: false. */
  sparse?: false;
}

const encoder = new TextEncoder();

/** The key of SipHash that a salt stands for. */
export function saltOption(salt: unknown): readonly [number, number] | null {
  if (salt === undefined || salt === null) return null;
  if (typeof salt === 'number') return [integer('salt', salt), salt];
  if (Array.isArray(salt) && salt.length === 2) {
    const [a, b]: unknown[] = salt;
    return [integer('salt', a), integer('salt', b)];
  }
  throw badArgument('salt', 'null, an integer or a list of two', salt);
}

/** The bin of a word: FarmHash's, or SipHash's with a salt. */
export function hashBin(value: string | number, bins: number, salt: readonly [number, number] | null): number {
  const bytes = encoder.encode(String(value));
  const hash = salt === null ? fingerprint64(bytes) : sipHash(bytes, [BigInt(salt[0]), BigInt(salt[1])]);
  return Number(hash % BigInt(bins));
}

/**
 * Puts words (or whole numbers) into bins by a hash of theirs, the same bins as Keras does. There is nothing to learn,
 * and different words may share a bin.
 *
 * @param numBins the number of bins
 * @param options `maskValue`, `salt`, `outputMode`
 * @returns applied to nested arrays of strings or whole numbers: with 'int' integers of the same shape, else as
 *   CategoryEncoding does
 * @throws ArgumentError when it is applied to a tensor: text lives on the host
 * @see https://keras.io/api/layers/preprocessing_layers/categorical/hashing/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.Hashing(3);
 * console.log(await layer.apply([['A'], ['B'], ['C'], ['D'], ['E']]).array()); // => [[1], [0], [1], [1], [2]]
 * ```
 */
export class Hashing extends TextLayer {
  static override readonly className: string = 'Hashing';
  static override readonly positional: readonly string[] = ['numBins'];
  readonly numBins: number;
  readonly maskValue: string | number | null;
  readonly salt: readonly [number, number] | null;
  readonly outputMode: CategoryOutput;

  constructor(numBins: number, options: HashingOptions = {}) {
    super(options, ['maskValue', 'salt', 'outputMode', 'sparse']);
    this.numBins = positiveInteger('numBins', numBins);
    this.maskValue = options.maskValue ?? null;
    this.salt = saltOption(options.salt);
    const modes = ['int', 'one_hot', 'multi_hot', 'count'] as const;
    this.outputMode = oneOf('outputMode', options.outputMode ?? 'int', modes);
    refuseSparse(options.sparse);
  }

  #bin(value: string | number): number {
    const masked = this.maskValue !== null && this.numBins > 1;
    if (!masked) return hashBin(value, this.numBins, this.salt);
    return value === this.maskValue ? 0 : hashBin(value, this.numBins - 1, this.salt) + 1;
  }

  protected override read(data: unknown): Tensor {
    const { values, shape } = textBlock(data, this.name);
    const bins = Int32Array.from(values, (value) => this.#bin(value));
    return encodeCategories(reshape(convertToTensor(bins), shape), this.outputMode, this.numBins);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      num_bins: this.numBins,
      salt: this.salt,
      mask_value: this.maskValue,
      output_mode: this.outputMode,
      sparse: false,
    };
  }
}
