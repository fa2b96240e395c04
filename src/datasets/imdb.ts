import { ArgumentError, checkOptions } from '../support/errors.ts';
import { Shuffler } from '../support/shuffle.ts';
import { kerasFile } from './keras-file.ts';
import { type LoadedTexts, textsAndLabels } from './loaded-texts.ts';
import { readNpz } from './read-npz.ts';
import {
  checkWordOptions,
  chooseWords,
  markTexts,
  shuffledTexts,
  WORD_OPTIONS,
  type WordOptions,
  wordIndex,
} from './word-sequences.ts';

const FILE = { name: 'imdb.npz', hash: '69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f' };
const INDEX = { name: 'imdb_word_index.json', hash: 'bfafd718b763782e994055a2d397834f' };

/**
 * 25,000 reviews of films to train on and 25,000 to test, as integers: words by how frequent they are, 1 where a review
 * begins, 2 for words that are left out. The label is 1 for praise, 0 for blame.
 *
 * The file (17 MB) is read from the data folder (environment variable `KERATIN_DATA`, by default
 * `~/.keratin/datasets`), and downloaded to it when absent. Pickles in it are read, never run.
 *
 * @returns `[[xTrain, yTrain], [xTest, yTest]]`: x lists of integers (see `utils.padSequences`), y int32 of shape (n,)
 * @throws ArgumentError when an option is not as described, or `maxlen` leaves nothing
 * @throws DatasetError when the file is absent and can't be downloaded, or is damaged
 *
 * Source: Maas, A. L. et al. (2011), Learning word vectors for sentiment analysis; https://keras.io/api/datasets/imdb/
 *
 * @example
 * ```ts no-run
 * import { datasets, utils } from 'keratin';
 * const [[xTrain, yTrain], [xTest, yTest]] = await datasets.imdb.loadData({ numWords: 10_000 });
 * const x = utils.padSequences(xTrain, { maxlen: 200 });
 * ```
 */
export async function loadData(options: WordOptions = {}): Promise<LoadedTexts> {
  checkOptions('datasets.imdb.loadData', options, WORD_OPTIONS);
  checkWordOptions(options);
  const shuffler = new Shuffler(options.seed ?? 113);
  const found = await readNpz(await kerasFile(FILE, options.path), ['x_train', 'y_train', 'x_test', 'y_test']);
  const train = markTexts(shuffledTexts(found.x_train, found.y_train, shuffler), options);
  const test = markTexts(shuffledTexts(found.x_test, found.y_test, shuffler), options);
  if (train.xs.length === 0 || test.xs.length === 0)
    throw new ArgumentError(`\`maxlen\` must leave some texts. Received: maxlen=${options.maxlen}, all are as long`);
  const texts = chooseWords([...train.xs, ...test.xs], options);
  const middle = train.xs.length;
  return [textsAndLabels(texts.slice(0, middle), train.labels), textsAndLabels(texts.slice(middle), test.labels)];
}

/**
 * The rank of each word of the reviews, from 1 on; `loadData` adds `indexFrom` to it.
 *
 * @param path the file's name in the data folder, or its path; by default the official name
 * @throws DatasetError when the file is absent and can't be downloaded, or is damaged
 * @see https://keras.io/api/datasets/imdb/
 *
 * @example
 * ```ts no-run
 * import { datasets } from 'keratin';
 * const words = Object.entries(await datasets.imdb.getWordIndex());
 * const wordOf = new Map(words.map(([word, rank]) => [rank + 3, word]));
 * ```
 */
export const getWordIndex = (path?: string): Promise<Record<string, number>> => wordIndex(INDEX, path);
