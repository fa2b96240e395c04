import { badArgument, StateError } from '../support/errors.ts';
import { messageOf } from '../support/message-of.ts';
import { at } from '../support/shape.ts';
import { Shuffler } from '../support/shuffle.ts';
import { DataError } from './data-error.ts';

/** Options of the functions that read a folder with one subfolder per class. */
export interface DirectoryOptions {
  /** Whether subfolders are classes. `'inferred'`, null for none, or one whole number per file, in the order of their names. Default 'inferred'. */
  readonly labels?: 'inferred' | readonly number[] | null;
  /** How y is given: class numbers, one-hot rows, 0 and 1 of two classes; null for none. Default 'int'. */
  readonly labelMode?: 'int' | 'categorical' | 'binary' | null;
  /** The subfolders in the order of their classes. Default: sorted by name. */
  readonly classNames?: readonly string[] | null;
  /** Samples in a batch; null gives single samples. Default 32. */
  readonly batchSize?: number | null;
  /** Whether samples come in random order, another one in each epoch. Default true. */
  readonly shuffle?: boolean;
  /** Decides the order, and which samples are for validation. */
  readonly seed?: number | null;
  /** The share of samples, between 0 and 1, that is kept for validation. */
  readonly validationSplit?: number | null;
  /** Which part to read, with `validationSplit`. */
  readonly subset?: 'training' | 'validation' | null;
  /** Whether links to folders are followed. Default false. */
  readonly followLinks?: boolean;
  /** Whether what was found is printed. Default true. */
  readonly verbose?: boolean;
}

export const directoryOptionNames = [
  'labels',
  'labelMode',
  'classNames',
  'batchSize',
  'shuffle',
  'seed',
  'validationSplit',
  'subset',
  'followLinks',
  'verbose',
] as const satisfies readonly (keyof DirectoryOptions)[];

/** A file and its class; null where there are no classes. */
export interface LabeledFile {
  readonly path: string;
  readonly label: number | null;
}

/** The files of a folder, and the names of their classes. */
export interface LabeledFiles {
  readonly files: readonly LabeledFile[];
  readonly classNames: readonly string[];
}

/** Files below a folder with one of the endings, sorted by path. */
async function filesBelow(folder: string, endings: RegExp, followLinks: boolean): Promise<string[]> {
  const [{ readdir, stat }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new DataError(`${folder} can't be read: ${messageOf(error)}`, { cause: error });
  });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && followLinks && (await stat(path)).isDirectory());
    if (isFolder) found.push(...(await filesBelow(path, endings, followLinks)));
    else if (endings.test(entry.name)) found.push(path);
  }
  return found;
}

async function subfolders(folder: string): Promise<string[]> {
  const { readdir } = await import('node:fs/promises');
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new DataError(`${folder} can't be read: ${messageOf(error)}`, { cause: error });
  });
  return entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => entry.name)
    .sort();
}

/**
 * Finds files and classes, and picks the part for training or validation.
 *
 * @throws ArgumentError for options that contradict each other; DataError when there are no files
 */
export async function findLabeledFiles(
  directory: string,
  endings: RegExp,
  kind: string,
  options: DirectoryOptions,
): Promise<LabeledFiles> {
  const { labels = 'inferred', labelMode = 'int', classNames = null, followLinks = false, verbose = true } = options;
  const { join } = await import('node:path');
  const inferred = labels === 'inferred' && labelMode !== null;
  const names = inferred ? (classNames ?? (await subfolders(directory))) : [];
  if (inferred && names.length === 0)
    throw new DataError(`${directory} has no subfolders, which would be the classes.`);
  const found: LabeledFile[] = [];
  if (inferred) {
    for (const [label, name] of names.entries()) {
      const paths = await filesBelow(join(directory, name), endings, followLinks);
      found.push(...paths.map((path) => ({ path, label })));
    }
  } else {
    const paths = await filesBelow(directory, endings, followLinks);
    if (Array.isArray(labels) && labels.length !== paths.length) {
      throw badArgument('labels', `one whole number for each of the ${paths.length} files`, labels);
    }
    found.push(...paths.map((path, i) => ({ path, label: Array.isArray(labels) ? at(labels, i) : null })));
  }
  if (found.length === 0) throw new DataError(`${directory} has no ${kind}.`);
  const files = pickSubset(found, options);
  const classes = inferred ? ` of ${names.length} classes` : '';
  const part = files.length === found.length ? '' : `, ${files.length} of them for ${options.subset}`;
  if (verbose) console.log(`Found ${found.length} files${classes}${part}.`);
  return { files, classNames: names };
}

/** Shuffles with the seed, so that both parts agree on who is where, and cuts the validation part off the end. */
function pickSubset(files: readonly LabeledFile[], options: DirectoryOptions): readonly LabeledFile[] {
  const { validationSplit = null, subset = null, seed = null, shuffle = true } = options;
  if (validationSplit === null && subset === null) return files;
  if (validationSplit === null || !(validationSplit > 0 && validationSplit < 1)) {
    throw badArgument('validationSplit', 'a number between 0 and 1 where `subset` is given', validationSplit);
  }
  if (subset !== 'training' && subset !== 'validation') {
    throw badArgument('subset', "'training' or 'validation' where `validationSplit` is given", subset);
  }
  if (shuffle && seed === null) {
    throw new StateError(
      'With `validationSplit`, give the same `seed` for both parts, or shuffle: false. Received: seed=null',
    );
  }
  const order = seed === null ? files.map((_, i) => i) : [...new Shuffler(seed).permutation(files.length)];
  const kept = Math.floor(validationSplit * files.length);
  const rows = subset === 'training' ? order.slice(0, files.length - kept) : order.slice(files.length - kept);
  return rows.map((row) => at(files, row));
}

/** y as `labelMode` asks for it. */
export function targetOf(label: number, labelMode: 'int' | 'categorical' | 'binary', classes: number) {
  if (labelMode !== 'categorical') return label;
  const data = new Float32Array(classes);
  data[label] = 1;
  return { data, shape: [classes] };
}
