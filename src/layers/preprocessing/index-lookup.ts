import { multiply } from '../../ops/arithmetic.ts';
import { pad } from '../../ops/padding.ts';
import { reshape } from '../../ops/shape.ts';
import { flag, integerFrom, nonNegativeInteger, oneOf, optional } from '../../support/check-values.ts';
import { ArgumentError, badArgument, describe, StateError } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerOptions } from '../layer-options.ts';
import { encodeCategories, refuseSparse } from './encode-categories.ts';
import { hashBin } from './hashing.ts';
import { type TextBlock, type TextData, TextLayer, textBlock } from './text-layer.ts';
import { byFrequency, type Token, Vocabulary } from './vocabulary.ts';

export type LookupOutput = 'int' | 'one_hot' | 'multi_hot' | 'count' | 'tf_idf';

export interface IndexLookupOptions<T extends Token> extends LayerOptions {
  /** The largest size of the vocabulary, special tokens counted. Default null: any. */
  maxTokens?: number | null;
  /** How many indices unknown tokens share. 0 refuses them. Default 1. */
  numOovIndices?: number;
  /** The token that stands for nothing: index 0 with 'int', left out otherwise. Default null. */
  maskToken?: T | null;
  oovToken?: T | null;
  /** The tokens, with or without the special ones in front. Or call `adapt(data)`, or `loadVocabulary(file)`. */
  vocabulary?: readonly T[] | null;
  /** The weights of the tokens of `vocabulary`, with 'tf_idf'. */
  idfWeights?: readonly number[] | null;
  /** Whether indices are turned back into tokens. Default false. */
  invert?: boolean;
  /** 'int' (default), 'one_hot', 'multi_hot', 'count' or 'tf_idf'. */
  outputMode?: LookupOutput;
  /** Whether vectors have maxTokens places, however many tokens there are. Default false. */
  padToMaxTokens?: boolean;
  /** Tensors are dense: false. */
  sparse?: false;
}

export const lookupOptionNames = [
  'maxTokens',
  'numOovIndices',
  'maskToken',
  'oovToken',
  'vocabulary',
  'idfWeights',
  'invert',
  'outputMode',
  'padToMaxTokens',
  'sparse',
  'vocabularySize',
];

const outputs = ['int', 'one_hot', 'multi_hot', 'count', 'tf_idf'] as const;

/**
 * What StringLookup and IntegerLookup share.
 *
 * @see https://keras.io/api/layers/preprocessing_layers/categorical/
 */
export abstract class IndexLookup<T extends Token> extends TextLayer {
  readonly maxTokens: number | null;
  readonly numOovIndices: number;
  readonly maskToken: T | null;
  readonly oovToken: T | null;
  readonly invert: boolean;
  readonly outputMode: LookupOutput;
  readonly padToMaxTokens: boolean;
  readonly #vocabulary: Vocabulary<T>;
  #idfWeights: readonly number[] | null = null;

  constructor(options: IndexLookupOptions<T>, ownOptions: readonly string[], oovToken: T) {
    super(options, [...lookupOptionNames, ...ownOptions]);
    this.maxTokens = optional(integerFrom(2), 'maxTokens', options.maxTokens);
    this.numOovIndices = nonNegativeInteger('numOovIndices', options.numOovIndices ?? 1);
    this.maskToken = options.maskToken == null ? null : this.token('maskToken', options.maskToken);
    this.oovToken = options.oovToken === undefined ? oovToken : options.oovToken;
    if (this.oovToken !== null) this.token('oovToken', this.oovToken);
    this.invert = flag('invert', options.invert ?? false);
    this.outputMode = oneOf('outputMode', options.outputMode ?? 'int', outputs);
    this.padToMaxTokens = flag('padToMaxTokens', options.padToMaxTokens ?? false);
    if (this.padToMaxTokens && this.maxTokens === null)
      throw badArgument('maxTokens', 'given with padToMaxTokens', this.maxTokens);
    if (this.invert && this.outputMode !== 'int') throw badArgument('outputMode', "'int' with invert", this.outputMode);
    refuseSparse(options.sparse);
    const { maxTokens, numOovIndices } = this;
    const maskToken = this.outputMode === 'int' ? this.maskToken : null;
    this.#vocabulary = new Vocabulary<T>({ maxTokens, numOovIndices, maskToken, oovToken: this.oovToken });
    const { vocabulary = null, idfWeights = null } = options;
    if (vocabulary !== null) this.setVocabulary(vocabulary, { idfWeights });
    else if (idfWeights !== null) throw badArgument('idfWeights', 'null without a vocabulary', idfWeights);
  }

  /** @internal A token of this layer's kind. */
  protected abstract token(name: string, value: unknown): T;

  /** @internal The place among several for a token that isn't known. */
  protected unknownPlace(token: T): number {
    return hashBin(token, this.numOovIndices, null);
  }

  /**
   * Sets the vocabulary.
   *
   * @param vocabulary the tokens, with or without the special ones in front
   * @param options `idfWeights`: a weight for each, with outputMode 'tf_idf'
   * @throws ArgumentError when a token comes twice, or there are too many
   */
  setVocabulary(vocabulary: readonly T[], options: { readonly idfWeights?: readonly number[] | null } = {}): void {
    const { idfWeights = null } = options;
    if (!Array.isArray(vocabulary)) throw badArgument('vocabulary', 'a list of tokens', vocabulary);
    if ((idfWeights === null) === (this.outputMode === 'tf_idf'))
      throw badArgument('idfWeights', "given with outputMode 'tf_idf', and with no other", idfWeights);
    if (idfWeights !== null && idfWeights.length !== vocabulary.length)
      throw badArgument('idfWeights', `a list of ${vocabulary.length} numbers, one for each token`, idfWeights);
    const found = this.#vocabulary.set(vocabulary.map((token: unknown) => this.token('vocabulary', token)));
    if (idfWeights !== null) this.#idfWeights = found ? [...idfWeights] : this.#weightsOfAll(idfWeights);
  }

  /** Unknown tokens weigh what tokens weigh on average. */
  #weightsOfAll(weights: readonly number[]): number[] {
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    return [...new Array<number>(this.#vocabulary.tokenStart).fill(mean), ...weights];
  }

  /** The tokens in the order of their indices. `includeSpecialTokens` (default true): those in front, too. */
  getVocabulary(options: { readonly includeSpecialTokens?: boolean } = {}): (T | null)[] {
    const { tokens, specialTokens } = this.#vocabulary;
    return options.includeSpecialTokens === false ? [...tokens] : [...specialTokens, ...tokens];
  }

  /** The number of indices, those of special tokens counted. */
  vocabularySize(): number {
    return this.#vocabulary.size;
  }

  /**
   * Learns the vocabulary: the most frequent tokens, and with 'tf_idf' how many samples have each.
   *
   * @param data nested arrays of tokens, one sample each; or an iterable (also asynchronous) of batches of them
   * @param options `steps`: how many batches to look at, of an iterable. Default all
   */
  async adapt(
    data: TextData | AsyncIterable<TextData> | Iterable<TextData>,
    options: { readonly steps?: number | null } = {},
  ): Promise<void> {
    const counts = new Map<T, number>();
    const documents = new Map<T, number>();
    let samples = 0;
    const take = (batch: unknown): void => {
      for (const sample of Array.isArray(batch) ? batch : [batch]) {
        samples++;
        const tokens = textBlock(sample, this.name).values.map((value) => this.token('data', value));
        for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
        for (const token of new Set(tokens)) documents.set(token, (documents.get(token) ?? 0) + 1);
      }
    };
    if (Array.isArray(data) || typeof data === 'string' || data instanceof Int32Array) {
      take(data instanceof Int32Array ? [...data] : data);
    } else if (typeof data === 'object' && data !== null) {
      let left = options.steps ?? Number.POSITIVE_INFINITY;
      for await (const batch of data) {
        if (left-- <= 0) break;
        take(batch);
      }
    } else throw badArgument('data', 'tokens in nested arrays, or an iterable of batches of them', data);
    for (const special of [this.maskToken, this.oovToken]) if (special !== null) counts.delete(special);
    if (counts.size === 0) throw badArgument('data', 'at least one token', data);
    const room = this.maxTokens === null ? counts.size : this.maxTokens - this.#vocabulary.tokenStart;
    const tokens = byFrequency(counts).slice(0, room);
    if (this.outputMode !== 'tf_idf') {
      this.setVocabulary(tokens);
      return;
    }
    const idfWeights = tokens.map((token) => Math.log(1 + samples / (1 + (documents.get(token) ?? 0))));
    this.setVocabulary(tokens, { idfWeights });
  }

  /** Sets the vocabulary to the lines of a text file (in Node). */
  async loadVocabulary(file: string | URL): Promise<void> {
    const { readFile } = await import('node:fs/promises');
    this.#setLines(await readFile(file, 'utf8'));
  }

  #setLines(text: string): void {
    const lines = text.split(/\r?\n/);
    while (lines.at(-1) === '') lines.pop();
    this.setVocabulary(lines.map((line) => this.parse(line)));
  }

  /** @internal What `adapt` learned is in a file of its own; what was given as an option is in the config. */
  override loadAssets(files: ReadonlyMap<string, Uint8Array>): void {
    const text = files.get('vocabulary.txt');
    if (text !== undefined && this.#vocabulary.tokens.length === 0)
      this.#setLines(new TextDecoder('utf-8', { fatal: true }).decode(text.slice()));
  }

  /** @internal A token as a line of a file has it. */
  protected abstract parse(line: string): T;

  /** @internal The index of a token: -1 for one that is left out. */
  protected index(token: T): number {
    if (this.maskToken !== null && token === this.maskToken) return this.outputMode === 'int' ? 0 : -1;
    const known = this.#vocabulary.indexOf(token);
    if (known !== undefined) return known;
    if (this.numOovIndices === 0) {
      throw new ArgumentError(
        `Layer "${this.name}" knows no such token: with numOovIndices 1 it would have an index. Received: ${describe(token)}`,
      );
    }
    return this.#vocabulary.oovStart + (this.numOovIndices === 1 ? 0 : this.unknownPlace(token));
  }

  /** @internal The tensor for a block of tokens. */
  encode({ values, shape }: TextBlock): Tensor {
    if (this.#vocabulary.tokens.length === 0) {
      throw new StateError(
        `Layer "${this.name}" has no vocabulary yet: give one, or call adapt(data). Received: apply(...)`,
      );
    }
    const indices = Int32Array.from(values, (value) => this.index(this.token('inputs', value)));
    const tensor = reshape(convertToTensor(indices), shape);
    const { outputMode } = this;
    const depth = this.padToMaxTokens ? (this.maxTokens ?? 0) : this.vocabularySize();
    const encoded = encodeCategories(tensor, outputMode === 'tf_idf' ? 'count' : outputMode, depth);
    if (outputMode !== 'tf_idf') return encoded;
    const weights = Float32Array.from(this.#idfWeights ?? []);
    return multiply(encoded, pad(weights, [[0, depth - weights.length]]));
  }

  protected override read(data: unknown): Tensor {
    if (this.invert) {
      throw new StateError(
        `Layer "${this.name}" turns indices back into tokens, which are no tensor: call its tokens(indices). Received: apply(...)`,
      );
    }
    return this.encode(textBlock(data, this.name));
  }

  /**
   * The tokens at indices, in the shape of the indices: what `invert` is for.
   *
   * @param indices integers in nested arrays
   */
  tokens(indices: TextData): NestedTokens<T> {
    const all = this.getVocabulary();
    const { values, shape } = textBlock(indices, this.name);
    const found = values.map((value) => (typeof value === 'number' ? all[value] : undefined) ?? this.oovToken);
    return nested(found, shape);
  }

  override getConfig(): Config {
    const tokens = this.#vocabulary.tokens;
    const learned = tokens.length === 0 ? null : this.#idfWeights === null ? tokens : this.getVocabulary();
    return {
      ...super.getConfig(),
      invert: this.invert,
      max_tokens: this.maxTokens,
      num_oov_indices: this.numOovIndices,
      oov_token: this.oovToken,
      mask_token: this.maskToken,
      output_mode: this.outputMode,
      sparse: false,
      pad_to_max_tokens: this.padToMaxTokens,
      idf_weights: this.#idfWeights,
      vocabulary: learned,
      vocabulary_size: tokens.length === 0 ? null : this.vocabularySize(),
    };
  }
}

/** Tokens in nested arrays. */
export type NestedTokens<T extends Token> = T | null | readonly NestedTokens<T>[];

function nested<T extends Token>(values: readonly (T | null)[], shape: readonly number[]): NestedTokens<T> {
  const [extent, ...rest] = shape;
  if (extent === undefined) return values[0] ?? null;
  const size = extent === 0 ? 0 : values.length / extent;
  return Array.from({ length: extent }, (_, i) => nested(values.slice(i * size, (i + 1) * size), rest));
}
