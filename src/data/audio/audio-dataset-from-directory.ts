import { oneOf, optional, positiveInteger } from '../../support/check-values.ts';
import { ArgumentError, badArgument, checkOptions } from '../../support/errors.ts';
import type { ShapedArray } from '../../support/shaped-array.ts';
import { Dataset } from '../dataset.ts';
import { type DirectoryOptions, directoryOptionNames, findLabeledFiles, targetOf } from '../labeled-files.ts';
import { readBytes } from '../sources/read-file.ts';
import { stack } from '../stack.ts';
import { decodeWav } from './decode-wav.ts';
import { resample } from './resample.ts';

/** Options of `audioDatasetFromDirectory`. */
export interface AudioDirectoryOptions extends DirectoryOptions {
  /** Samples in a second, to which others are converted. Default null: as each file has them. */
  readonly samplingRate?: number | null;
  /**
   * Samples of each sound: longer ones are cut, shorter ones filled up with silence. Default null: in a batch, all are as
   * long as the longest.
   */
  readonly outputSequenceLength?: number | null;
}

/** A sound, or sounds in a batch, of shape (..., length, channels); with its class where there are classes. */
export type AudioSample = ShapedArray | [sound: ShapedArray, label: ShapedArray | number];

/** Sounds with silence behind them, or cut. */
function ofLength({ data, shape }: ShapedArray, length: number): ShapedArray {
  const [, channels = 1] = shape;
  if (shape[0] === length) return { data, shape };
  const padded = new Float32Array(length * channels);
  padded.set(data.subarray(0, padded.length));
  return { data: padded, shape: [length, channels] };
}

const soundOf = (sample: AudioSample): ShapedArray => (Array.isArray(sample) ? sample[0] : sample);

/** Puts samples on each other, as long as the longest. */
function stackSounds(samples: readonly AudioSample[]): AudioSample {
  const sounds = samples.map(soundOf);
  const longest = Math.max(...sounds.map(({ shape }) => shape[0] ?? 0));
  const padded = stack(sounds.map((sound) => ofLength(sound, longest)));
  const labels = samples.flatMap((sample) => (Array.isArray(sample) ? [sample[1]] : []));
  return labels.length === 0 ? padded : [padded, stack<ShapedArray | number>(labels) as ShapedArray];
}

/**
 * Sounds from a folder with one subfolder per class, read as training goes: batches `[sounds, labels]`, or of sounds
 * alone where there are no labels. Sounds are float32, -1 to 1, of shape (batch, length, channels). Files that end with
 * .wav are read, with samples of 8 to 32 bits or float32.
 *
 * Unlike Keras's, `outputSequenceLength` counts samples after the rate was converted.
 *
 * @param directory the folder
 * @throws ArgumentError for options out of range; DataError when there are no sounds, or (when it is its turn) one is
 * damaged
 * @see https://keras.io/api/data_loading/audio/#audio_dataset_from_directory-function
 *
 * @example
 * ```ts no-run
 * import { utils } from 'keratin';
 * const sounds = await utils.audioDatasetFromDirectory('speech', { samplingRate: 16_000, outputSequenceLength: 16_000 });
 * for await (const [x, y] of sounds) console.log(x, y, sounds.classNames);
 * ```
 */
export async function audioDatasetFromDirectory(
  directory: string,
  options: AudioDirectoryOptions = {},
): Promise<Dataset<AudioSample> & { readonly classNames: readonly string[] }> {
  checkOptions('audioDatasetFromDirectory', options, [...directoryOptionNames, 'samplingRate', 'outputSequenceLength']);
  if (typeof directory !== 'string') throw badArgument('directory', 'a folder', directory);
  const samplingRate = optional(positiveInteger, 'samplingRate', options.samplingRate);
  const length = optional(positiveInteger, 'outputSequenceLength', options.outputSequenceLength);
  const batchSize = optional(positiveInteger, 'batchSize', options.batchSize === undefined ? 32 : options.batchSize);
  const labelMode = options.labels === null ? null : (options.labelMode ?? 'int');
  if (labelMode !== null) oneOf('labelMode', labelMode, ['int', 'categorical', 'binary']);
  const { files, classNames } = await findLabeledFiles(directory, /\.wav$/i, '.wav files', { ...options, labelMode });
  if (labelMode === 'binary' && classNames.length !== 2)
    throw new ArgumentError(`\`labelMode\` 'binary' needs two classes. Received: ${classNames.join(', ') || 'none'}`);
  const classes = classNames.length || 1 + Math.max(0, ...files.map(({ label }) => label ?? 0));
  const read = async (path: string): Promise<ShapedArray> => {
    const decoded = decodeWav(await readBytes(path), path);
    const { data, shape } = samplingRate === null ? decoded : resample(decoded, samplingRate);
    return length === null ? { data, shape } : ofLength({ data, shape }, length);
  };
  const all = Dataset.fromIterable(files);
  const order = options.shuffle === false ? all : all.shuffle(files.length, { seed: options.seed ?? null });
  const samples = order.map(
    async ({ path, label }): Promise<AudioSample> =>
      labelMode === null || label === null ? read(path) : [await read(path), targetOf(label, labelMode, classes)],
  );
  const dataset = batchSize === null ? samples : samples.window(batchSize).map(stackSounds).prefetch(1);
  return Object.assign(dataset, { classNames });
}
