import { ArgumentError, badArgument, describe } from '../../support/errors.ts';

/** A word, or a whole number. */
export type Token = string | number;

/** What a vocabulary is made with. */
export interface VocabularyOptions<T extends Token> {
  readonly maxTokens: number | null;
  readonly numOovIndices: number;
  /** The token at index 0 that stands for nothing; null for none, and in other output modes than 'int'. */
  readonly maskToken: T | null;
  /** The token that stands for all that are unknown. */
  readonly oovToken: T | null;
}

/**
 * Tokens in the order of their indices. In front stand the mask token (if any) and the places of unknown tokens.
 */
export class Vocabulary<T extends Token> {
  readonly #options: VocabularyOptions<T>;
  #tokens: readonly T[] = [];
  #indices = new Map<T, number>();

  constructor(options: VocabularyOptions<T>) {
    this.#options = options;
  }

  /** The tokens without the special ones. */
  get tokens(): readonly T[] {
    return this.#tokens;
  }

  /** The index of the first place for unknown tokens. */
  get oovStart(): number {
    return this.#options.maskToken === null ? 0 : 1;
  }

  /** The index of the first token. */
  get tokenStart(): number {
    return this.oovStart + this.#options.numOovIndices;
  }

  /** The number of all indices. */
  get size(): number {
    return this.tokenStart + this.#tokens.length;
  }

  /** The index of a token; undefined for one that isn't known. */
  indexOf(token: T): number | undefined {
    return this.#indices.get(token);
  }

  /** The tokens that stand in front. */
  get specialTokens(): (T | null)[] {
    const { maskToken, oovToken, numOovIndices } = this.#options;
    return [...(maskToken === null ? [] : [maskToken]), ...new Array<T | null>(numOovIndices).fill(oovToken)];
  }

  /**
   * Sets the tokens; special ones may stand in front.
   *
   * @returns whether they did
   * @throws ArgumentError when a token comes twice, a special one stands elsewhere, or there are too many
   */
  set(given: readonly T[]): boolean {
    if (given.length === 0) throw badArgument('vocabulary', 'a list of at least one token', given);
    const special = this.specialTokens;
    const found = special.length > 0 && special.every((token, i) => given[i] === token);
    const tokens = found ? given.slice(special.length) : given;
    const indices = new Map(tokens.map((token, i) => [token, this.tokenStart + i]));
    if (indices.size < tokens.length) {
      const twice = tokens.filter((token, i) => tokens.indexOf(token) !== i);
      throw badArgument('vocabulary', 'without repeated tokens', twice);
    }
    const { maskToken, maxTokens } = this.#options;
    if (maskToken !== null && indices.has(maskToken)) {
      throw new ArgumentError(
        `The mask token may stand in \`vocabulary\` only in front, in this order: ${describe(special)}. Received: ${describe(given)}`,
      );
    }
    if (maxTokens !== null && this.tokenStart + tokens.length > maxTokens)
      throw badArgument('vocabulary', `of at most maxTokens (${maxTokens}) tokens, special ones counted`, given);
    this.#tokens = [...tokens];
    this.#indices = indices;
    return found;
  }
}

/** Tokens by how often they occur, the most frequent first; of equals the greater one first, as Keras sorts them. */
export function byFrequency<T extends Token>(counts: ReadonlyMap<T, number>): T[] {
  const greater = (a: T, b: T): number => (a < b ? 1 : a > b ? -1 : 0);
  return [...counts.entries()].sort(([a, m], [b, n]) => n - m || greater(a, b)).map(([token]) => token);
}
