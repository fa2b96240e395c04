import { ArgumentError, badArgument, checkOptions } from '../support/errors.ts';
import { dataFolder, homeFolder } from './data-folder.ts';
import { download } from './download.ts';
import { type ArchiveFormat, extractArchive } from './extract-archive.ts';
import { digestOfFile, type FileHash, fileHash, type HashAlgorithm } from './file-hash.ts';
import { progressLine } from './progress-line.ts';

export interface GetFileOptions {
  /** Its name in the cache; of a folder, when it is unpacked and the name has no dot. Default null: that in `origin`. */
  readonly fname?: string | null;
  /** The address it comes from. */
  readonly origin: string;
  /** Keras's older name for `extract`, of tar archives only. Default false. */
  readonly untar?: boolean;
  /** Keras's older name for `fileHash`. Default null. */
  readonly md5Hash?: string | null;
  /** What the contents must hash to, in hexadecimal. Default null: they are not checked. */
  readonly fileHash?: string | null;
  /** A folder in `cacheDir`, or an absolute path. Default `'datasets'`. */
  readonly cacheSubdir?: string;
  /** Default `'auto'`: told by the length of `fileHash`. */
  readonly hashAlgorithm?: HashAlgorithm;
  /** Whether it is an archive to be unpacked. Default false. */
  readonly extract?: boolean;
  /** What archives are unpacked. Default `'auto'`: tar (also with gzip) and zip; null for none. */
  readonly archiveFormat?: ArchiveFormat | readonly ('tar' | 'zip')[] | null;
  /** Default null: `~/.keratin`, or, for data sets, the folder that the environment variable `KERATIN_DATA` names. */
  readonly cacheDir?: string | null;
  /** Whether it is downloaded although it is there. Default false. */
  readonly forceDownload?: boolean;
}

const OPTIONS: readonly (keyof GetFileOptions)[] = [
  ...(['fname', 'origin', 'untar', 'md5Hash', 'fileHash', 'cacheSubdir', 'hashAlgorithm', 'extract'] as const),
  ...(['archiveFormat', 'cacheDir', 'forceDownload'] as const),
];

/**
 * Downloads a file unless it is in the cache, and unpacks it if asked to. A file of the right name with other contents
 * than `fileHash` says is downloaded again. Files and folders are in their places whole or not at all; archives with
 * names that lead out of their folder, or with links, are refused.
 *
 * @param options where the file comes from (`origin`), and the rest
 * @returns the path of the file, or of the folder with what was in it
 * @throws ArgumentError when an option is not as described
 * @throws DatasetError when it can't be fetched, has other contents, or can't be unpacked
 * @see https://keras.io/api/utils/python_utils/#getfile-function
 *
 * @example
 * ```ts no-run
 * import { utils } from 'keratin';
 * const folder = await utils.getFile({ origin: 'https://example.org/flowers.tar.gz', extract: true });
 * const flowers = await utils.imageDatasetFromDirectory(folder);
 * ```
 */
export async function getFile(options: GetFileOptions): Promise<string> {
  checkOptions('getFile', options, OPTIONS);
  const { origin, untar = false, extract = untar, forceDownload = false } = options;
  for (const [name, value] of Object.entries({ untar, extract, forceDownload }))
    if (typeof value !== 'boolean') throw badArgument(name, 'a boolean', value);
  if (typeof origin !== 'string' || !URL.canParse(origin)) throw badArgument('origin', 'the address of a file', origin);
  const hash = hashOf(options);
  const formats = formatsOf(options);
  const [{ existsSync }, { join }] = await Promise.all([import('node:fs'), import('node:path')]);
  const { file, folder } = placesOf(options, extract);
  const cache = await cacheFolder(options);
  const path = join(cache, file);
  if (forceDownload || !existsSync(path) || !(await holds(path, hash)))
    await download({ name: file, urls: [origin], hash }, path, progressLine());
  if (!extract || formats.length === 0) return path;
  await extractArchive(path, join(cache, folder), formats);
  return join(cache, folder);
}

const holds = async (path: string, hash: FileHash | null): Promise<boolean> =>
  hash === null || (await digestOfFile(path, hash.algorithm)) === hash.digest;

function hashOf(options: GetFileOptions): FileHash | null {
  const { fileHash: digest = null, md5Hash = null, hashAlgorithm = 'auto' } = options;
  if (!['auto', 'md5', 'sha256'].includes(hashAlgorithm))
    throw badArgument('hashAlgorithm', '"auto", "md5" or "sha256"', hashAlgorithm);
  if (digest !== null) return fileHash('fileHash', digest, hashAlgorithm);
  return md5Hash === null ? null : fileHash('md5Hash', md5Hash, 'md5');
}

function formatsOf({ archiveFormat = 'auto', untar = false }: GetFileOptions): readonly ('tar' | 'zip')[] {
  if (untar) return ['tar'];
  if (archiveFormat === 'auto') return ['tar', 'zip'];
  const formats = archiveFormat === null ? [] : typeof archiveFormat === 'string' ? [archiveFormat] : archiveFormat;
  if (!Array.isArray(formats) || formats.some((format) => format !== 'tar' && format !== 'zip'))
    throw badArgument('archiveFormat', '"auto", "tar", "zip", a list of these two, or null', archiveFormat);
  return formats;
}

/** Names in the cache, as Keras gives them: of the file, and of the folder that it is unpacked to. */
function placesOf({ fname = null, origin }: GetFileOptions, extract: boolean): { file: string; folder: string } {
  const name = fname ?? decodeURIComponent(new URL(origin).pathname.split('/').at(-1) ?? '');
  if (typeof name !== 'string' || /[/\\\0]/.test(name) || name === '.' || name === '..')
    throw badArgument('fname', 'a name without folders (see cacheDir and cacheSubdir)', fname ?? name);
  if (name === '')
    throw new ArgumentError(`\`fname\` must be given, since \`origin\` ends with no name. Received: ${origin}`);
  if (!extract) return { file: name, folder: name };
  if (fname !== null && name.includes('.'))
    return { file: name, folder: `${name.slice(0, name.indexOf('.'))}_extracted` };
  return { file: `${name}_archive`, folder: name };
}

async function cacheFolder({ cacheDir = null, cacheSubdir = 'datasets' }: GetFileOptions): Promise<string> {
  for (const [name, value] of Object.entries({ cacheSubdir, ...(cacheDir === null ? {} : { cacheDir }) }))
    if (typeof value !== 'string') throw badArgument(name, 'the path of a folder', value);
  if (cacheDir === null && cacheSubdir === 'datasets') return dataFolder();
  const { resolve } = await import('node:path');
  return resolve(cacheDir ?? (await homeFolder()), cacheSubdir);
}
