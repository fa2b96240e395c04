import { integer, oneOf } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { hashBin, saltOption } from './hashing.ts';
import { IndexLookup, type IndexLookupOptions } from './index-lookup.ts';

export interface IntegerLookupOptions extends IndexLookupOptions<number> {
  /** Default -1. */
  oovToken?: number | null;
  /** How unknown numbers are spread over several indices: 'floormod' (default) or 'farmhash'. */
  oovMethod?: 'floormod' | 'farmhash';
  /** The key of the hash, with 'farmhash'. Default null. */
  salt?: number | readonly [number, number] | null;
  /** What Keras holds numbers as; here they are whole numbers of JavaScript. Default 'int64'. */
  vocabularyDtype?: 'int64' | 'int32';
}

/**
 * Turns whole numbers into indices of a vocabulary, which is given or learned by `adapt(data)`, or into vectors with a
 * place for each.
 *
 * @param options `vocabulary`, `maxTokens`, `numOovIndices`, `maskToken`, `oovToken`, `outputMode`, `idfWeights`,
 *   `padToMaxTokens`, `invert`, `oovMethod`, `salt`
 * @returns applied to whole numbers in nested arrays: with 'int' integers of the same shape, else as CategoryEncoding does
 * @throws ArgumentError when it is applied to a tensor: the vocabulary is looked up on the host
 * @see https://keras.io/api/layers/preprocessing_layers/categorical/integer_lookup/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.IntegerLookup({ vocabulary: [12, 36, 1138, 42] });
 * console.log(await layer.apply([[12, 1138, 42], [42, 1000, 36]]).array()); // => [[1, 3, 4], [4, 0, 2]]
 * ```
 */
export class IntegerLookup extends IndexLookup<number> {
  static override readonly className: string = 'IntegerLookup';
  readonly oovMethod: 'floormod' | 'farmhash';
  readonly salt: readonly [number, number] | null;
  readonly vocabularyDtype: 'int64' | 'int32';

  constructor(options: IntegerLookupOptions = {}) {
    super(options, ['oovMethod', 'salt', 'vocabularyDtype'], -1);
    this.oovMethod = oneOf('oovMethod', options.oovMethod ?? 'floormod', ['floormod', 'farmhash'] as const);
    this.salt = saltOption(options.salt);
    if (this.salt !== null && this.oovMethod !== 'farmhash')
      throw badArgument('salt', "null unless oovMethod is 'farmhash'", options.salt);
    this.vocabularyDtype = oneOf('vocabularyDtype', options.vocabularyDtype ?? 'int64', ['int64', 'int32'] as const);
  }

  protected override token(name: string, value: unknown): number {
    return integer(name, value);
  }

  protected override unknownPlace(token: number): number {
    const places = this.numOovIndices;
    return this.oovMethod === 'farmhash' ? hashBin(token, places, this.salt) : ((token % places) + places) % places;
  }

  protected override parse(line: string): number {
    return Number(line);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      vocabulary_dtype: this.vocabularyDtype,
      oov_method: this.oovMethod,
      salt: this.salt,
    };
  }
}
