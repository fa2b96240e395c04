import { FileError } from '../../support/file-error.ts';
import { decodeLowFloat } from '../../support/low-float.ts';
import { type Shape, sizeOf } from '../../support/shape.ts';
import { checkHeaps, checkTexts } from './check-heaps.ts';
import { type Hdf5, hdf5 } from './library.ts';

/** Elements of a dataset as the file has them. */
export type H5Elements = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

/** A dataset: numbers in an array. */
export interface H5Dataset {
  readonly path: string;
  readonly shape: Shape;
  /** Elements `start` to `end` in row-major order, where these are whole rows of the first axis, or all. */
  readRows(start: number, end: number): ArrayLike<number>;
}

/** Stored bytes may stand for so many times as many in memory: Keras's own limit. */
const MAX_EXPANSION = 1000;
const MAX_BYTES = 4 * 1024 ** 3;

// https://docs.hdfgroup.org/hdf5/v1_14/_h5_tpublic_8h.html: classes of types
const H5T_INTEGER = 0;
const H5T_FLOAT = 1;

let files = 0;

/** An HDF5 file in memory. Only hard links are followed, so that nothing outside the file is ever looked at. */
export class H5Reader {
  readonly #hdf5: Hdf5;
  readonly #file: InstanceType<Hdf5['File']>;
  readonly #name: string;
  readonly #size: number;
  readonly #bytes: Uint8Array;
  readonly #heaps: ReadonlyMap<number, number>;
  readonly #members = new Map<string, ReadonlySet<string>>();

  private constructor(library: Hdf5, name: string, bytes: Uint8Array, heaps: ReadonlyMap<number, number>) {
    this.#hdf5 = library;
    this.#name = name;
    this.#size = bytes.length;
    this.#bytes = bytes;
    this.#heaps = heaps;
    this.#file = library.guarded(() => new library.File(name, 'r'));
  }

  /** Opens the bytes of a file; they are not copied, and must stay as they are until `close`. */
  static async open(bytes: Uint8Array): Promise<H5Reader> {
    const heaps = checkHeaps(bytes);
    const library = await hdf5();
    const name = `/read-${files++}.h5`;
    library.fs.writeFile(name, bytes, { canOwn: true });
    try {
      return new H5Reader(library, name, bytes, heaps);
    } catch (error) {
      library.fs.unlink(name);
      throw error;
    }
  }

  close(): void {
    try {
      this.#hdf5.guarded(() => this.#file.close());
    } finally {
      this.#hdf5.fs.unlink(this.#name);
    }
  }

  /** The names in a group, or none when there is no such group. */
  members(path: string): ReadonlySet<string> {
    const known = this.#members.get(path);
    if (known !== undefined) return known;
    const names = this.isGroup(path) ? this.#hdf5.guarded(() => this.#groupAt(path).keys()) : [];
    const members = new Set(names);
    this.#members.set(path, members);
    return members;
  }

  /** Whether there is a group or dataset at a path. */
  has(path: string): boolean {
    if (path === '' || path === '/') return true;
    const [parent, name] = splitPath(path);
    return this.members(parent).has(name);
  }

  isGroup(path: string): boolean {
    if (path === '' || path === '/') return true;
    return this.has(path) && this.#entity(path) instanceof this.#hdf5.Group;
  }

  #groupAt(path: string): InstanceType<Hdf5['Group']> {
    return path === '' || path === '/' ? this.#file : new this.#hdf5.Group(this.#file.file_id, path);
  }

  #entity(path: string): unknown {
    return this.#hdf5.guarded(() => {
      // A link in place of an object may lead outside; it is asked for before anything follows it.
      if (isSoftLink(this.#file.get_link(path)) || 'filename' in this.#file.get_external_link(path)) {
        throw new FileError(`HDF5: ${path} is a link to somewhere else, which is refused`);
      }
      return this.#file.get(path);
    });
  }

  /** An attribute of a group: text, number, or a list of them; undefined when it isn't there. */
  attribute(path: string, name: string): unknown {
    return this.#hdf5.guarded(() => {
      const group = this.#groupAt(path);
      const attributes = group.attrs;
      const metadata = Object.hasOwn(attributes, name) ? attributes[name]?.metadata : undefined;
      if (metadata === undefined) return undefined;
      if (metadata.vlen) checkTexts(this.#bytes, this.#heaps, name, metadata.total_size);
      else if (metadata.size * metadata.total_size > this.#size)
        throw new FileError(`HDF5: attribute ${name} of ${path} is longer than the file`);
      return group.get_attribute(name, true);
    });
  }

  /**
   * The numbers at a path.
   *
   * @throws FileError when there are none, or more than the file can hold
   */
  dataset(path: string): H5Dataset {
    const dataset = this.has(path) ? this.#entity(path) : undefined;
    if (!(dataset instanceof this.#hdf5.Dataset)) throw new FileError(`HDF5: there is no dataset ${path}`);
    const { guarded } = this.#hdf5;
    const metadata = guarded(() => dataset.metadata);
    const { shape, size } = metadata;
    if (shape === null) throw new FileError(`HDF5: dataset ${path} has no shape`);
    if ((metadata.virtual_sources?.length ?? 0) > 0)
      throw new FileError(`HDF5: dataset ${path} takes its data from other files, which is refused`);
    const bytes = sizeOf(shape) * size;
    if (!Number.isSafeInteger(bytes) || bytes > MAX_BYTES || bytes > this.#size * MAX_EXPANSION)
      throw new FileError(`HDF5: dataset ${path} claims ${bytes} bytes in a file of ${this.#size}`);
    const half = metadata.type === H5T_FLOAT && metadata.size === 2;
    // The library knows no such floats, but gives their bits where it takes them for integers.
    if (half) Object.assign(metadata, { type: H5T_INTEGER, signed: false });
    const read = (start: number, end: number): ArrayLike<number> => {
      const value = guarded(() =>
        shape.length === 0 || (start === 0 && end === shape[0]) ? dataset.value : dataset.slice([[start, end]]),
      );
      const numbers = toNumbers(value, path, metadata.size);
      return half ? Float32Array.from(numbers, (bits) => decodeLowFloat('float16', bits)) : numbers;
    };
    return { path, shape, readRows: read };
  }
}

/** The declared type leaves out that other objects give null. */
const isSoftLink = (target: unknown): boolean => target !== null;

function splitPath(path: string): [parent: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, Math.max(0, at)), path.slice(at + 1)];
}

/** Numbers of any width; bfloat16 is the upper half of a float32, which Keras writes as two opaque bytes. */
function toNumbers(value: unknown, path: string, elementBytes: number): ArrayLike<number> {
  if (typeof value === 'number') return [value];
  if (typeof value === 'boolean') return [Number(value)];
  if (typeof value === 'bigint') return [Number(value)];
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Float64Array.from(value, Number);
  if (Array.isArray(value) && value.every((item) => typeof item === 'boolean')) return value.map(Number);
  if (value instanceof Uint8Array && elementBytes === 2) return fromBfloat16(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value as unknown as ArrayLike<number>;
  throw new FileError(`HDF5: dataset ${path} does not hold numbers`);
}

function fromBfloat16(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) =>
    decodeLowFloat('bfloat16', view.getUint16(2 * i, true)),
  );
}
