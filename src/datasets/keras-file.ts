import { badArgument } from '../support/errors.ts';
import { messageOf } from '../support/message-of.ts';
import { dataFolder } from './data-folder.ts';
import { DatasetError } from './dataset-error.ts';
import { download } from './download.ts';
import { fileHash } from './file-hash.ts';
import { progressLine } from './progress-line.ts';

/** Where Keras keeps the files of its data sets. */
const HOME = 'https://storage.googleapis.com/tensorflow/tf-keras-datasets/';

/** A file of one of Keras's data sets. */
export interface KerasFile {
  /** At home. */
  readonly name: string;
  /** MD5 or SHA-256. */
  readonly hash: string;
}

/**
 * The path of a file in the data folder, after downloading it when it is absent. A file that is there is used as it is,
 * so it may be a part of the official one.
 *
 * @param path its name in the data folder, or an absolute path
 * @throws DatasetError when it can't be downloaded
 */
export async function kerasFile({ name, hash }: KerasFile, path: unknown = name): Promise<string> {
  if (typeof path !== 'string' || path === '') throw badArgument('path', 'the name or path of a file', path);
  const [{ existsSync }, { resolve }] = await Promise.all([import('node:fs'), import('node:path')]);
  const place = resolve(await dataFolder(), path);
  if (existsSync(place)) return place;
  try {
    await download({ name, urls: [HOME + name], hash: fileHash('hash', hash) }, place, progressLine());
  } catch (cause) {
    const reason = messageOf(cause);
    throw new DatasetError(`${name} could not be downloaded. Put it at ${place} by hand. ${reason}`, { cause });
  }
  return place;
}
