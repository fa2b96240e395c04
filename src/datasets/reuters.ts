import { badArgument, checkOptions } from '../support/errors.ts';
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

/** Options of `datasets.reuters.loadData`. */
export interface ReutersOptions extends WordOptions {
  /** The share of the texts that becomes the test set, from 0 to 1. Default 0.2. */
  readonly testSplit?: number;
}

const FILE = { name: 'reuters.npz', hash: 'd6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916' };
const INDEX = { name: 'reuters_word_index.json', hash: '4d44cc38712099c9e383dc6e5f11a921' };

const LABEL_NAMES: readonly string[] = [
  ...['cocoa', 'grain', 'veg-oil', 'earn', 'acq', 'wheat', 'copper', 'housing', 'money-supply', 'coffee', 'sugar'],
  ...['trade', 'reserves', 'ship', 'cotton', 'carcass', 'crude', 'nat-gas', 'cpi', 'money-fx', 'interest', 'gnp'],
  ...['meal-feed', 'alum', 'oilseed', 'gold', 'tin', 'strategic-metal', 'livestock', 'retail', 'ipi', 'iron-steel'],
  ...[
    'rubber',
    'heat',
    'jobs',
    'lei',
    'bop',
    'zinc',
    'orange',
    'pet-chem',
    'dlr',
    'gas',
    'silver',
    'wpi',
    'hog',
    'lead',
  ],
];

/**
 * 11,228 news of the agency Reuters on 46 topics, as integers: words by how frequent they are, 1 where a text begins, 2
 * for words that are left out.
 *
 * The file (2 MB) is read from the data folder (environment variable `KERATIN_DATA`, by default `~/.keratin/datasets`),
 * and downloaded to it when absent. Pickles in it are read, never run.
 *
 * @returns `[[xTrain, yTrain], [xTest, yTest]]`: x lists of integers (see `utils.padSequences`), y int32 of shape (n,)
 *   with values 0..45 (see `getLabelNames`)
 * @throws ArgumentError when an option is not as described
 * @throws DatasetError when the file is absent and can't be downloaded, or is damaged
 *
 * Source: Reuters-21578; https://keras.io/api/datasets/reuters/
 *
 * @example
 * ```ts no-run
 * import { datasets, utils } from 'keratin';
 * const [[xTrain, yTrain], [xTest, yTest]] = await datasets.reuters.loadData({ numWords: 5000 });
 * const x = utils.padSequences(xTrain, { maxlen: 100 });
 * ```
 */
export async function loadData(options: ReutersOptions = {}): Promise<LoadedTexts> {
  checkOptions('datasets.reuters.loadData', options, [...WORD_OPTIONS, 'testSplit']);
  checkWordOptions(options);
  const { seed = 113, path, testSplit = 0.2 } = options;
  if (!(testSplit >= 0 && testSplit <= 1)) throw badArgument('testSplit', 'a number from 0 to 1', testSplit);
  const shuffler = new Shuffler(seed);
  const { x, y } = await readNpz(await kerasFile(FILE, path), ['x', 'y']);
  const { xs, labels } = markTexts(shuffledTexts(x, y, shuffler), options);
  const texts = chooseWords(xs, options);
  const middle = Math.trunc(texts.length * (1 - testSplit));
  return [
    textsAndLabels(texts.slice(0, middle), labels.slice(0, middle)),
    textsAndLabels(texts.slice(middle), labels.slice(middle)),
  ];
}

/**
 * The rank of each word of the news, from 1 on; `loadData` adds `indexFrom` to it.
 *
 * @param path the file's name in the data folder, or its path; by default the official name
 * @throws DatasetError when the file is absent and can't be downloaded, or is damaged
 * @see https://keras.io/api/datasets/reuters/
 *
 * @example
 * ```ts no-run
 * import { datasets } from 'keratin';
 * const { oil } = await datasets.reuters.getWordIndex();
 * ```
 */
export const getWordIndex = (path?: string): Promise<Record<string, number>> => wordIndex(INDEX, path);

/**
 * The names of the topics, by label.
 *
 * @see https://keras.io/api/datasets/reuters/
 *
 * @example
 * ```ts
 * import { datasets } from 'keratin';
 * console.log(datasets.reuters.getLabelNames()[3]); // => earn
 * ```
 */
export const getLabelNames = (): readonly string[] => LABEL_NAMES;
