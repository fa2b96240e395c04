import { FileError } from '../../../support/file-error.ts';
import { MAX_EXPANSION } from '../../../support/files/max-expansion.ts';
import { type Shape, sizeOf } from '../../../support/shape.ts';
import { type Filter, type Inflate, unfilter } from './filters.ts';
import type { H5File } from './h5-file.ts';
import type { Chunk } from './storage-layout.ts';

const MAX_CHUNKS = 2 ** 20;

/** A dataset that is cut into chunks. */
export interface ChunkedContent {
  readonly shape: Shape;
  readonly chunkShape: Shape;
  readonly elementBytes: number;
  readonly filters: readonly Filter[];
  readonly chunks: Iterable<Chunk>;
}

/** Copies what of a chunk is inside the dataset, line by line. */
function place(chunk: Uint8Array, origin: readonly number[], content: ChunkedContent, out: Uint8Array): void {
  const { shape, chunkShape, elementBytes } = content;
  const inside = shape.map((extent, axis) => Math.min(chunkShape[axis] ?? 1, extent - (origin[axis] ?? 0)));
  const copy = (axis: number, from: number, to: number): void => {
    const count = inside[axis] ?? 1;
    if (axis >= shape.length - 1) {
      out.set(chunk.subarray(from * elementBytes, (from + count) * elementBytes), to * elementBytes);
      return;
    }
    const fromStep = sizeOf(chunkShape.slice(axis + 1));
    const toStep = sizeOf(shape.slice(axis + 1));
    for (let i = 0; i < count; i++) copy(axis + 1, from + i * fromStep, to + i * toStep);
  };
  const start = origin.reduce((sum, at, axis) => sum + at * sizeOf(shape.slice(axis + 1)), 0);
  copy(0, 0, start);
}

/**
 * All elements of a dataset that is cut into chunks, in row-major order.
 *
 * @throws FileError when chunks are missing, damaged, or too small for what they claim
 */
export function readChunks(file: H5File, content: ChunkedContent, inflate: Inflate): Uint8Array {
  const { shape, chunkShape, elementBytes, filters } = content;
  if (chunkShape.length !== shape.length || chunkShape.some((extent) => extent < 1))
    throw new FileError('HDF5: chunks do not fit their dataset');
  const size = sizeOf(chunkShape) * elementBytes;
  const wanted = shape.reduce((count, extent, axis) => count * Math.ceil(extent / (chunkShape[axis] ?? 1)), 1);
  if (wanted > MAX_CHUNKS) throw new FileError(`HDF5: a dataset of ${wanted} chunks`);
  // All are looked for before memory is spent, so that a file without content can't claim any.
  const found = new Map<string, Chunk>();
  for (const chunk of content.chunks) {
    if (chunk.origin.some((at, axis) => at % (chunkShape[axis] ?? 1) !== 0 || at >= (shape[axis] ?? 0))) continue;
    found.set(chunk.origin.join(), chunk);
  }
  if (found.size !== wanted) throw new FileError(`HDF5: ${found.size} of ${wanted} chunks of a dataset are there`);
  const stored = [...found.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  if (stored > file.window.size) throw new FileError('HDF5: chunks lie upon each other');
  const bytes = sizeOf(shape) * elementBytes;
  if (bytes > stored * (filters.length === 0 ? 1 : MAX_EXPANSION))
    throw new FileError(`HDF5: a dataset claims ${bytes} bytes, stored in ${stored}`);
  const out = new Uint8Array(bytes);
  for (const { origin, address, bytes, mask } of found.values()) {
    const packed = file.at(address, bytes).take(bytes);
    place(unfilter(packed, filters, mask, { size, elementBytes, inflate }), origin, content, out);
  }
  return out;
}
