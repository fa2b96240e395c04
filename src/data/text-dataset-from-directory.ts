import { oneOf, optional, positiveInteger } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import type { ShapedArray } from '../support/shaped-array.ts';
import { Dataset } from './dataset.ts';
import { type DirectoryOptions, directoryOptionNames, findLabeledFiles, targetOf } from './labeled-files.ts';

/** Options of `textDatasetFromDirectory`. */
export interface TextDirectoryOptions extends DirectoryOptions {
  /** Characters that are kept of each text. Default: all. */
  readonly maxLength?: number | null;
}

/** A text and its class; a list of texts and their classes in batches. */
export type TextSample = string | string[] | [text: string | string[], label: number | ShapedArray];

/**
 * Texts from a folder with one subfolder per class, read as training goes: batches `[texts, labels]`, for a
 * TextVectorization layer in `map`. Files that end with .txt are read as UTF-8.
 *
 * @param directory the folder
 * @throws ArgumentError for options out of range; DataError when there are no texts
 * @see https://keras.io/api/data_loading/text/#text_dataset_from_directory-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * const folder = await mkdtemp(join(tmpdir(), 'keratin-'));
 * for (const name of ['bad', 'good']) {
 *   await mkdir(join(folder, name));
 *   await writeFile(join(folder, name, '0.txt'), `a ${name} film`);
 * }
 * const reviews = await utils.textDatasetFromDirectory(folder, { shuffle: false, verbose: false });
 * for await (const [texts] of reviews) console.log(texts); // => [ 'a bad film', 'a good film' ]
 * await rm(folder, { recursive: true });
 * ```
 */
export async function textDatasetFromDirectory(
  directory: string,
  options: TextDirectoryOptions = {},
): Promise<Dataset<TextSample> & { readonly classNames: readonly string[] }> {
  checkOptions('textDatasetFromDirectory', options, [...directoryOptionNames, 'maxLength']);
  if (typeof directory !== 'string') throw badArgument('directory', 'a folder', directory);
  const maxLength = optional(positiveInteger, 'maxLength', options.maxLength);
  const labelMode = options.labels === null ? null : (options.labelMode ?? 'int');
  if (labelMode !== null) oneOf('labelMode', labelMode, ['int', 'categorical', 'binary']);
  const { files, classNames } = await findLabeledFiles(directory, /\.txt$/i, '.txt files', { ...options, labelMode });
  const { readFile } = await import('node:fs/promises');
  const read = async (path: string): Promise<string> => {
    const text = await readFile(path, 'utf8');
    return maxLength === null ? text : text.slice(0, maxLength);
  };
  const all = Dataset.fromIterable(files);
  const order = options.shuffle === false ? all : all.shuffle(files.length, { seed: options.seed ?? null });
  const samples = order.map(
    async ({ path, label }): Promise<TextSample> =>
      labelMode === null || label === null
        ? read(path)
        : [await read(path), targetOf(label, labelMode, classNames.length)],
  );
  const batchSize = optional(positiveInteger, 'batchSize', options.batchSize === undefined ? 32 : options.batchSize);
  const dataset = batchSize === null ? samples : (samples.batch(batchSize) as Dataset<TextSample>);
  return Object.assign(dataset, { classNames });
}
