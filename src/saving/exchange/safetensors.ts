import type { LayerState } from '../../layers/layer-state.ts';
import { checkOptions } from '../../support/errors.ts';
import { asFileError, FileError } from '../../support/file-error.ts';
import { openSource } from '../../support/files/byte-source.ts';
import type { FileSource } from '../../support/files/file-source.ts';
import { fileBytes, NUMBER_KINDS, type NumberKind, readNumbers } from '../../support/files/numbers.ts';
import { type FileTarget, type WriteChunk, writeFileAtomically } from '../../support/files/write-file.ts';
import { isLowFloat } from '../../support/low-float.ts';
import { at, formatShape, type Shape, sameShape, sizeOf } from '../../support/shape.ts';
import { Storage } from '../../tensor/storage.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { readJson } from '../files/read-json.ts';
import { requireBuilt, type SaveOptions } from '../save-model.ts';
import { type NamedWeight, namedWeights, type WeightNamesOptions } from './named-weights.ts';
import { inverse, transpose } from './transpose.ts';

const LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 32 * 1024 ** 2;

// Integers of fewer bits are kept in 32.
const DTYPES = {
  ...{ float32: 'F32', int32: 'I32', uint32: 'U32', bool: 'I32' },
  ...{ int8: 'I32', int16: 'I32', uint8: 'I32', uint16: 'I32' },
  ...{ float16: 'F16', bfloat16: 'BF16' },
} as const;

/** The shape that a weight has in the file. */
const fileShape = ({ variable, axes }: NamedWeight): Shape =>
  axes === null ? variable.shape : axes.map((axis) => at(variable.shape, axis));

export interface SafetensorsOptions extends WeightNamesOptions, SaveOptions {}

/**
 * Saves the weights in the safetensors format (https://github.com/huggingface/safetensors): names, shapes, numbers.
 *
 * @param model the model
 * @param filepath a path, or `indexeddb://name` or `opfs://name`
 * @param options `layout`: `'keras'` or `'pytorch'`; `names`: other names for layers; `overwrite`
 *
 * @example
 * ```ts
 * import { layers, saving, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(2, { name: 'head' })]);
 * await saving.saveSafetensors(model, '/tmp/example.safetensors', { layout: 'pytorch', names: { head: 'fc' } });
 * await saving.loadSafetensors(model, '/tmp/example.safetensors', { layout: 'pytorch', names: { head: 'fc' } });
 * ```
 */
export async function saveSafetensors(
  model: LayerState,
  filepath: FileTarget,
  options: SafetensorsOptions = {},
): Promise<void> {
  checkOptions('saveSafetensors', options, ['layout', 'names', 'overwrite']);
  requireBuilt(model);
  const weights = namedWeights(model, options);
  await writeFileAtomically(filepath, { overwrite: options.overwrite ?? true }, (write) =>
    writeSafetensors(weights, write),
  );
}

async function writeSafetensors(weights: readonly NamedWeight[], write: WriteChunk): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: { format: 'keratin' } };
  let offset = 0;
  for (const weight of weights) {
    const { dtype } = weight.variable;
    const bytes = sizeOf(weight.variable.shape) * (isLowFloat(dtype) ? 2 : 4);
    header[weight.name] = { dtype: DTYPES[dtype], shape: fileShape(weight), data_offsets: [offset, offset + bytes] };
    offset += bytes;
  }
  const text = JSON.stringify(header);
  // The numbers begin at a multiple of eight bytes.
  const json = new TextEncoder().encode(
    text + ' '.repeat((LENGTH_BYTES - (new TextEncoder().encode(text).length % 8)) % 8),
  );
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setBigUint64(0, BigInt(json.length), true);
  await write(length);
  await write(json);
  for (const { variable, axes } of weights) {
    const data = await variable.data();
    const ordered = axes === null ? data : transpose(data, variable.shape, axes);
    await write(fileBytes(ordered, variable.dtype));
  }
}

export interface LoadSafetensorsOptions extends WeightNamesOptions {
  /** Whether weights that the file does not have, or has in another shape, are left as they are. Default false. */
  readonly skipMismatch?: boolean;
}

interface Entry {
  readonly dtype: NumberKind;
  readonly shape: readonly number[];
  readonly data_offsets: readonly number[];
}

async function readHeader(bytes: Uint8Array): Promise<ReadonlyMap<string, Entry>> {
  const { z } = await import('zod');
  const count = z.int().nonnegative();
  const dtype = z.enum(NUMBER_KINDS);
  const entry = z.object({ dtype, shape: z.array(count).max(16), data_offsets: z.tuple([count, count]) });
  const header = z.record(z.string(), z.unknown()).parse(readJson('the header', bytes));
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  return new Map(entries.map(([name, value]) => [name, entry.parse(value)]));
}

/**
 * Loads weights from a safetensors file. Arrays that the model has no place for are left alone. When something does
 * not fit, the model stays as it is.
 *
 * @param model the model
 * @param filepath what `models.loadModel` takes
 * @param options `layout`: `'keras'` or `'pytorch'`; `names`: other names for layers; `skipMismatch`
 * @throws FileError when the file is damaged, or does not fit
 * @see https://huggingface.co/docs/safetensors/
 *
 * @example
 * ```ts
 * import { layers, saving, Sequential } from 'keratin';
 * import { rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * const make = () => new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1, { name: 'only' })]);
 * const [first, second] = [make(), make()];
 * const file = join(tmpdir(), `keratin-${Math.random()}.safetensors`);
 * await saving.saveSafetensors(first, file);
 * await saving.loadSafetensors(second, file);
 * await rm(file);
 * console.log(`${await second.weights[0]?.data()}` === `${await first.weights[0]?.data()}`); // => true
 * ```
 */
export async function loadSafetensors(
  model: LayerState,
  filepath: FileSource,
  options: LoadSafetensorsOptions = {},
): Promise<void> {
  checkOptions('loadSafetensors', options, ['layout', 'names', 'skipMismatch']);
  requireBuilt(model);
  const weights = namedWeights(model, options);
  const source = await openSource(filepath).catch((error: unknown) => {
    throw asFileError('The weights cannot be loaded', error);
  });
  try {
    const bytes = await source.read(0, source.size);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const headerBytes = bytes.length < LENGTH_BYTES ? -1 : Number(view.getBigUint64(0, true));
    const start = LENGTH_BYTES + headerBytes;
    if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || start > bytes.length)
      throw new FileError('it is no safetensors file');
    const entries = await readHeader(bytes.subarray(LENGTH_BYTES, start));
    const values = weights.map((weight) =>
      readWeight(weight, entries.get(weight.name), bytes.subarray(start), options),
    );
    weights.forEach(({ variable }, i) => {
      const value = values[i];
      if (value !== undefined && value !== null) variable.assign(value);
    });
  } catch (error) {
    throw asFileError(`${source.name} cannot be loaded`, error);
  } finally {
    await source.close();
  }
}

function readWeight(
  weight: NamedWeight,
  entry: Entry | undefined,
  content: Uint8Array,
  { skipMismatch = false }: LoadSafetensorsOptions,
): Tensor | null {
  const { name, variable, axes } = weight;
  const shape = fileShape(weight);
  if (entry === undefined || !sameShape(entry.shape, shape)) {
    const has = entry === undefined ? 'nothing of that name' : formatShape(entry.shape);
    const message = `weight ${variable.path} is ${name} of shape ${formatShape(shape)} in the file, which has ${has}`;
    if (!skipMismatch) throw new FileError(message);
    console.warn(`Not loaded: ${message}`);
    return null;
  }
  const [from = 0, to = 0] = entry.data_offsets;
  if (from > to || to > content.length) throw new FileError(`${name} is beyond the end of the file`);
  const values = readNumbers(entry.dtype, content.subarray(from, to), variable.dtype);
  if (values.length !== sizeOf(shape))
    throw new FileError(`${name} has ${to - from} bytes, which does not fit its shape`);
  const ordered = axes === null ? values : transpose(values, shape, inverse(axes));
  return new Tensor(Storage.from(ordered, variable.shape, variable.dtype));
}
