import * as image from '../../ops/image/index.ts';
import { transpose } from '../../ops/index.ts';
import { oneOf, optional, positiveInteger } from '../../support/check-values.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import type { ShapedArray } from '../../support/shaped-array.ts';
import { Dataset } from '../dataset.ts';
import { type DirectoryOptions, directoryOptionNames, findLabeledFiles, targetOf } from '../labeled-files.ts';
import { type ColorMode, colorModes, decodeImage } from './decode-image.ts';

const ENDINGS = /\.(png|jpe?g)$/i;

/** Options of `imageDatasetFromDirectory`. */
export interface ImageDirectoryOptions extends DirectoryOptions {
  /** Default 'rgb'. */
  readonly colorMode?: ColorMode;
  /** [height, width] of all images. Default [256, 256]. */
  readonly imageSize?: readonly [height: number, width: number];
  /** How images are resized. Default 'bilinear'. */
  readonly interpolation?: image.Interpolation;
  /** Cuts the longer sides off first, so that nothing is distorted. Default false. */
  readonly cropToAspectRatio?: boolean;
  /** Fills up the shorter sides with black first, so that nothing is distorted. Default false. */
  readonly padToAspectRatio?: boolean;
  /** Default 'channels_last'. */
  readonly dataFormat?: 'channels_last' | 'channels_first';
}

/** A dataset of images, and the names of the classes. */
export interface ImageDataset extends Dataset<ShapedArray | [ShapedArray, ShapedArray | number]> {
  readonly classNames: readonly string[];
}

/**
 * Images from a folder with one subfolder per class, read as training goes: batches `[images, labels]`, or of images
 * alone where there are no labels. Images are float32, 0 to 255, resized to one size. PNG and JPEG are read.
 *
 * @param directory the folder
 * @throws ArgumentError for options out of range; DataError when there are no images, or (when it is its turn) one is
 * damaged
 * @see https://keras.io/api/data_loading/image/#image_dataset_from_directory-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * import { mkdtemp, mkdir, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * const folder = await mkdtemp(join(tmpdir(), 'keratin-'));
 * for (const name of ['cats', 'dogs']) {
 *   await mkdir(join(folder, name));
 *   await utils.saveImg(join(folder, name, '0.png'), { data: new Float32Array(4 * 4 * 3), shape: [4, 4, 3] });
 * }
 * const images = await utils.imageDatasetFromDirectory(folder, { labels: null, imageSize: [8, 8], verbose: false });
 * for await (const batch of images) console.log('shape' in batch && batch.shape); // => [ 2, 8, 8, 3 ]
 * await rm(folder, { recursive: true });
 * ```
 */
export async function imageDatasetFromDirectory(
  directory: string,
  options: ImageDirectoryOptions = {},
): Promise<ImageDataset> {
  const own = ['colorMode', 'imageSize', 'interpolation', 'cropToAspectRatio', 'padToAspectRatio', 'dataFormat'];
  checkOptions('imageDatasetFromDirectory', options, [...directoryOptionNames, ...own]);
  if (typeof directory !== 'string') throw badArgument('directory', 'a folder', directory);
  const mode = oneOf('colorMode', options.colorMode ?? 'rgb', colorModes);
  const size = options.imageSize ?? [256, 256];
  if (!Array.isArray(size) || size.length !== 2 || size.some((n) => !Number.isInteger(n) || n < 1)) {
    throw badArgument('imageSize', '[height, width], both positive', size);
  }
  const format = oneOf('dataFormat', options.dataFormat ?? 'channels_last', ['channels_last', 'channels_first']);
  const labelMode = options.labels === null ? null : (options.labelMode ?? 'int');
  if (labelMode !== null) oneOf('labelMode', labelMode, ['int', 'categorical', 'binary']);
  const { files, classNames } = await findLabeledFiles(directory, ENDINGS, 'PNG or JPEG files', {
    ...options,
    labelMode,
  });
  const { interpolation = 'bilinear', cropToAspectRatio = false, padToAspectRatio = false } = options;
  const classes = classNames.length || 1 + Math.max(0, ...files.map(({ label }) => label ?? 0));
  const read = async (path: string): Promise<ShapedArray> => {
    const picture = await decodeImage(path, mode);
    const resized = image.resize(picture, size, {
      interpolation,
      cropToAspectRatio,
      padToAspectRatio,
      dataFormat: 'channels_last',
    });
    const ordered = format === 'channels_first' ? transpose(resized, [2, 0, 1]) : resized;
    return { data: await ordered.data(), shape: ordered.shape };
  };
  const all = Dataset.fromIterable(files);
  const order = options.shuffle === false ? all : all.shuffle(files.length, { seed: options.seed ?? null });
  const samples = order.map(
    async ({ path, label }): Promise<ShapedArray | [ShapedArray, ShapedArray | number]> =>
      labelMode === null || label === null ? read(path) : [await read(path), targetOf(label, labelMode, classes)],
  );
  const batchSize = optional(positiveInteger, 'batchSize', options.batchSize === undefined ? 32 : options.batchSize);
  const dataset = batchSize === null ? samples : samples.batch(batchSize).prefetch(1);
  return Object.assign(dataset as Dataset<ShapedArray | [ShapedArray, ShapedArray | number]>, { classNames });
}
