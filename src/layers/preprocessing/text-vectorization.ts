import { flag, oneOf, optional, positiveInteger } from '../../support/check-values.ts';
import { ArgumentError, badArgument, describe } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerOptions } from '../layer-options.ts';
import { ngramsOf, type Standardize, splitText, standardized } from './split-text.ts';
import { StringLookup } from './string-lookup.ts';
import { type TextData, TextLayer, textBlock } from './text-layer.ts';

type StandardizeFunction = (text: string) => string;
type SplitFunction = (text: string) => readonly string[];

export interface TextVectorizationOptions extends LayerOptions {
  /** The largest size of the vocabulary, special tokens counted. Default null: any. */
  maxTokens?: number | null;
  /** 'lower_and_strip_punctuation' (default), 'lower', 'strip_punctuation', null or a function of a text. */
  standardize?: Standardize | StandardizeFunction | null;
  /** 'whitespace' (default), 'character', null or a function of a text. */
  split?: 'whitespace' | 'character' | SplitFunction | null;
  /** Lengths of runs of words that are tokens: those listed, or all up to a number. Default null: single words. */
  ngrams?: number | readonly number[] | null;
  /** 'int' (default), 'multi_hot', 'count' or 'tf_idf'. */
  outputMode?: 'int' | 'multi_hot' | 'count' | 'tf_idf';
  /** With 'int': how long samples are made, by cutting or with zeros. Default null: as long as the longest. */
  outputSequenceLength?: number | null;
  /** Whether vectors have maxTokens places, however many tokens there are. Default false. */
  padToMaxTokens?: boolean;
  /** The tokens. Or call `adapt(data)`, or `loadVocabulary(file)`. */
  vocabulary?: readonly string[] | null;
  /** The weights of the tokens of `vocabulary`, with 'tf_idf'. */
  idfWeights?: readonly number[] | null;
  /** Tensors are dense: false. */
  sparse?: false;
  /** Tensors are not ragged: false. */
  ragged?: false;
  /** The encoding of text: 'utf-8'. */
  encoding?: 'utf-8';
}

const optionNames = [
  'maxTokens',
  'standardize',
  'split',
  'ngrams',
  'outputMode',
  'outputSequenceLength',
  'padToMaxTokens',
  'vocabulary',
  'idfWeights',
  'sparse',
  'ragged',
  'encoding',
  'vocabularySize',
];

const forms = ['lower_and_strip_punctuation', 'lower', 'strip_punctuation'] as const;
const separators = ['whitespace', 'character'] as const;

/** A name, a function, or (null) nothing. */
function named<Name extends string, F>(
  name: string,
  value: Name | F | null | undefined,
  fallback: Name,
  names: readonly Name[],
): Name | F | null {
  if (value === undefined) return fallback;
  return value === null || typeof value === 'function' ? value : oneOf(name, value, names);
}

function ngramLengths(ngrams: unknown): readonly number[] | null {
  if (ngrams === undefined || ngrams === null) return null;
  if (typeof ngrams === 'number') return Array.from({ length: positiveInteger('ngrams', ngrams) }, (_, i) => i + 1);
  if (Array.isArray(ngrams)) return ngrams.map((n: unknown) => positiveInteger('ngrams', n));
  throw badArgument('ngrams', 'null, a positive integer or a list of them', ngrams);
}

/**
 * Turns texts into sequences of word indices, or into vectors with a place for each word: standardizes, splits and looks
 * up the words in a vocabulary, which is given or learned by `adapt(data)`.
 *
 * @param options `maxTokens`, `standardize`, `split`, `ngrams`, `outputMode`, `outputSequenceLength`, `padToMaxTokens`,
 *   `vocabulary`, `idfWeights`
 * @returns applied to a list of n texts: with 'int' integers [n, length], where 0 fills up and 1 stands for unknown words;
 *   else [n, words]
 * @throws ArgumentError when it is applied to a tensor: text lives on the host
 * @see https://keras.io/api/layers/preprocessing_layers/text/text_vectorization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.TextVectorization({ outputSequenceLength: 4 });
 * await layer.adapt(['foo', 'bar', 'baz bar']);
 * console.log(await layer.apply(['foo qux Bar!', 'qux baz']).array()); // => [[3, 1, 2, 0], [1, 4, 0, 0]]
 * ```
 */
export class TextVectorization extends TextLayer {
  static override readonly className: string = 'TextVectorization';
  readonly standardize: Standardize | StandardizeFunction | null;
  readonly split: 'whitespace' | 'character' | SplitFunction | null;
  readonly ngrams: number | readonly number[] | null;
  readonly outputMode: 'int' | 'multi_hot' | 'count' | 'tf_idf';
  readonly outputSequenceLength: number | null;
  readonly #lengths: readonly number[] | null;
  readonly #lookup: StringLookup;

  constructor(options: TextVectorizationOptions = {}) {
    super(options, optionNames);
    this.standardize = named('standardize', options.standardize, 'lower_and_strip_punctuation', forms);
    this.split = named('split', options.split, 'whitespace', separators);
    this.ngrams = options.ngrams ?? null;
    this.#lengths = ngramLengths(options.ngrams);
    const modes = ['int', 'multi_hot', 'count', 'tf_idf'] as const;
    this.outputMode = oneOf('outputMode', options.outputMode ?? 'int', modes);
    this.outputSequenceLength = optional(positiveInteger, 'outputSequenceLength', options.outputSequenceLength);
    if (this.outputSequenceLength !== null && this.outputMode !== 'int')
      throw badArgument('outputSequenceLength', "null unless outputMode is 'int'", options.outputSequenceLength);
    if (options.ragged !== undefined && flag('ragged', options.ragged))
      throw badArgument('ragged', 'false: tensors are not ragged', options.ragged);
    const { maxTokens, vocabulary, idfWeights, padToMaxTokens, sparse, encoding } = options;
    this.#lookup = new StringLookup({
      name: `${this.name}_lookup`,
      maskToken: '',
      outputMode: this.outputMode,
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(vocabulary === undefined ? {} : { vocabulary }),
      ...(idfWeights === undefined ? {} : { idfWeights }),
      ...(padToMaxTokens === undefined ? {} : { padToMaxTokens }),
      ...(sparse === undefined ? {} : { sparse }),
      ...(encoding === undefined ? {} : { encoding }),
    });
  }

  /** The tokens of one text. */
  #tokens(text: string | number): string[] {
    if (typeof text !== 'string')
      throw new ArgumentError(`Layer "${this.name}" takes texts. Received: ${describe(text)}`);
    const { standardize, split } = this;
    const plain = typeof standardize === 'function' ? standardize(text) : standardized(text, standardize);
    const words = typeof split === 'function' ? [...split(plain)] : splitText(plain, split);
    return this.#lengths === null ? words : ngramsOf(words, this.#lengths);
  }

  /** The texts in a list [n] or [n, 1]. */
  #texts(data: unknown): string[][] {
    const { values, shape } = textBlock(data, this.name);
    if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1)) {
      throw new ArgumentError(
        `Layer "${this.name}" takes a list of texts, (batch) or (batch, 1). Received: shape (${shape.join(', ')})`,
      );
    }
    return values.map((value) => this.#tokens(value));
  }

  /**
   * Learns the vocabulary: the most frequent tokens, and with 'tf_idf' how many texts have each.
   *
   * @param data texts, or an iterable (also asynchronous) of batches of them
   * @param options `steps`: how many batches to look at, of an iterable. Default all
   */
  async adapt(
    data: TextData | AsyncIterable<TextData> | Iterable<TextData>,
    options: { readonly steps?: number | null } = {},
  ): Promise<void> {
    const isBatch = Array.isArray(data) || typeof data === 'string';
    const batches = isBatch ? [data] : (data as AsyncIterable<TextData> | Iterable<TextData>);
    const samples: string[][] = [];
    let left = isBatch ? 1 : (options.steps ?? Number.POSITIVE_INFINITY);
    for await (const batch of batches) {
      if (left-- <= 0) break;
      samples.push(...this.#texts(batch));
    }
    await this.#lookup.adapt(samples);
  }

  /** Sets the vocabulary; with outputMode 'tf_idf' also `idfWeights`. */
  setVocabulary(vocabulary: readonly string[], options: { readonly idfWeights?: readonly number[] | null } = {}): void {
    this.#lookup.setVocabulary(vocabulary, options);
  }

  /** The tokens in the order of their indices. `includeSpecialTokens` (default true): those in front, too. */
  getVocabulary(options: { readonly includeSpecialTokens?: boolean } = {}): (string | null)[] {
    return this.#lookup.getVocabulary(options);
  }

  /** The number of indices, those of special tokens counted. */
  vocabularySize(): number {
    return this.#lookup.vocabularySize();
  }

  /** Sets the vocabulary to the lines of a text file (in Node). */
  async loadVocabulary(file: string | URL): Promise<void> {
    await this.#lookup.loadVocabulary(file);
  }

  /** @internal */
  override loadAssets(files: ReadonlyMap<string, Uint8Array>): void {
    this.#lookup.loadAssets(files);
  }

  protected override read(data: unknown): Tensor {
    const samples = this.#texts(data);
    const longest = Math.max(1, ...samples.map((tokens) => tokens.length));
    const length = this.outputSequenceLength ?? longest;
    // The mask token, which fills up, has index 0 and counts nowhere.
    const filled = samples.flatMap((tokens) => Array.from({ length }, (_, i) => tokens[i] ?? ''));
    const single = typeof data === 'string';
    return this.#lookup.encode({ values: filled, shape: single ? [length] : [samples.length, length] });
  }

  override getConfig(): Config {
    const named = (name: string, value: unknown) => {
      if (typeof value !== 'function') return value;
      throw new ArgumentError(
        `A TextVectorization layer with a function of your own can't be saved: use a named one, and prepare texts before. Received: ${name}=${describe(value)}`,
      );
    };
    const lookup = this.#lookup.getConfig();
    return {
      ...super.getConfig(),
      max_tokens: lookup.max_tokens,
      standardize: named('standardize', this.standardize),
      split: named('split', this.split),
      ngrams: this.ngrams,
      output_mode: this.outputMode,
      output_sequence_length: this.outputSequenceLength,
      pad_to_max_tokens: lookup.pad_to_max_tokens,
      sparse: false,
      ragged: false,
      vocabulary: lookup.vocabulary,
      idf_weights: lookup.idf_weights,
      encoding: 'utf-8',
      vocabulary_size: lookup.vocabulary_size,
    };
  }
}
