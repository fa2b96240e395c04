import { oneOf } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { hashBin, saltOption } from './hashing.ts';
import { IndexLookup, type IndexLookupOptions } from './index-lookup.ts';

export interface StringLookupOptions extends IndexLookupOptions<string> {
  /** Default '[UNK]'. */
  oovToken?: string | null;
  /** The key of the hash that spreads unknown words over several indices. Default null. */
  salt?: number | readonly [number, number] | null;
  /** The encoding of text: 'utf-8'. */
  encoding?: 'utf-8';
}

/**
 * Turns words into indices of a vocabulary, which is given or learned by `adapt(data)`, or into vectors with a place for
 * each word.
 *
 * @param options `vocabulary`, `maxTokens`, `numOovIndices`, `maskToken`, `oovToken`, `outputMode`, `idfWeights`,
 *   `padToMaxTokens`, `invert`, `salt`
 * @returns applied to strings in nested arrays: with 'int' integers of the same shape, else as CategoryEncoding does
 * @throws ArgumentError when it is applied to a tensor: text lives on the host
 * @see https://keras.io/api/layers/preprocessing_layers/categorical/string_lookup/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.StringLookup({ vocabulary: ['a', 'b', 'c', 'd'] });
 * console.log(await layer.apply([['a', 'c', 'd'], ['d', 'z', 'b']]).array()); // => [[1, 3, 4], [4, 0, 2]]
 * ```
 */
export class StringLookup extends IndexLookup<string> {
  static override readonly className: string = 'StringLookup';
  readonly salt: readonly [number, number] | null;

  constructor(options: StringLookupOptions = {}) {
    super(options, ['salt', 'encoding', 'oovMethod'], '[UNK]');
    this.salt = saltOption(options.salt);
    oneOf('encoding', options.encoding ?? 'utf-8', ['utf-8'] as const);
  }

  protected override token(name: string, value: unknown): string {
    if (typeof value !== 'string') throw badArgument(name, 'made of strings', value);
    return value;
  }

  protected override unknownPlace(token: string): number {
    return hashBin(token, this.numOovIndices, this.salt);
  }

  protected override parse(line: string): string {
    return line;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), oov_method: 'floormod', salt: this.salt, encoding: 'utf-8' };
  }
}
