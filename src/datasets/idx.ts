import { DatasetError } from './dataset-error.ts';

/** The contents of an IDX file of unsigned bytes. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array<ArrayBuffer>;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads the IDX format of the MNIST family: two zero bytes, the element type, the number of axes, then each axis's
 * extent as a big-endian 32-bit integer, then the elements in row-major order. Only unsigned bytes are read.
 *
 * @param bytes the decompressed file
 * @param name what errors call the file
 * @throws DatasetError when the file is no IDX file of unsigned bytes, or is shorter or longer than its header says
 */
export function parseIdx(bytes: Uint8Array<ArrayBuffer>, name: string): IdxArray {
  const [zero1, zero2, type, rank] = bytes;
  if (zero1 !== 0 || zero2 !== 0 || type === undefined || rank === undefined || rank === 0) {
    const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new DatasetError(
      `${name} must be an IDX file, which starts with the bytes 00 00. Received: ${start || 'nothing'}`,
    );
  }
  if (type !== UNSIGNED_BYTE) {
    throw new DatasetError(
      `${name} must hold unsigned bytes (IDX type 0x08). Received: type 0x${type.toString(16).padStart(2, '0')}`,
    );
  }
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    throw new DatasetError(
      `${name} must have a header of ${header} bytes for ${rank} axes. Received: ${bytes.length} bytes`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (bytes.length - header !== size) {
    throw new DatasetError(
      `${name} must hold ${size} elements for its shape (${shape.join(', ')}). Received: ${bytes.length - header}`,
    );
  }
  return { shape, data: bytes.slice(header) };
}
