import type { DType } from '../../support/dtype.ts';
import { FileError } from '../../support/file-error.ts';
import { type ByteWindow, memoryWindow } from '../../support/files/byte-window.ts';
import { MAX_EXPANSION } from '../../support/files/max-expansion.ts';
import { dtypeOfKind, readNumbers } from '../../support/files/numbers.ts';
import { isLowFloat } from '../../support/low-float.ts';
import { type Shape, sizeOf } from '../../support/shape.ts';
import { type AttributeValue, readAttributes } from './format/attributes.ts';
import { readDataspace } from './format/dataspace.ts';
import { type Datatype, readDatatype } from './format/datatype.ts';
import { type Inflate, readFilters } from './format/filters.ts';
import { openGlobalHeaps } from './format/global-heap.ts';
import { type H5File, openH5File } from './format/h5-file.ts';
import { type Link, readLinks } from './format/links.ts';
import { findMessage, MESSAGE, type Message, readObjectHeader } from './format/object-header.ts';
import { readChunks } from './format/read-chunks.ts';
import { reverseElements } from './format/reverse-elements.ts';
import { readStorageLayout, type StorageLayout } from './format/storage-layout.ts';

/** A dataset: numbers in an array. */
export interface H5Dataset {
  readonly path: string;
  readonly shape: Shape;
  /** Of the dtypes that tensors have, the one that comes nearest to what is stored. */
  readonly dtype: DType;
  /**
   * Some elements in row-major order, as those of a dtype. They are valid until the next call, of any dataset of the
   * file.
   */
  read(start: number, count: number, dtype: DType): ArrayLike<number>;
}

/** Elements of a dataset: what they are, and where. */
interface Elements {
  readonly type: Datatype & { readonly kind: 'number' };
  readonly layout: StorageLayout;
  readonly messages: readonly Message[];
}

/** What is at a path. */
interface Entity {
  readonly messages: readonly Message[];
  /** Of a group. */
  readonly links: ReadonlyMap<string, Link> | undefined;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * An HDF5 file, of which only what is asked for is read. Only hard links are followed, so that nothing outside the file
 * is ever looked at.
 */
export class H5Reader {
  readonly #file: H5File;
  readonly #inflate: Inflate;
  readonly #textAt: (address: number, index: number) => Uint8Array;
  readonly #entities = new Map<string, Entity | undefined>();
  readonly #members = new Map<string, ReadonlySet<string>>();
  /** Where pieces of datasets are put. */
  #scratch = new Uint8Array(0);
  /** The dataset in chunks that was read last: it is put together as a whole. */
  #together: { readonly path: string; readonly bytes: Uint8Array } | undefined;

  private constructor(window: ByteWindow, inflate: Inflate) {
    this.#file = openH5File(window);
    this.#inflate = inflate;
    this.#textAt = openGlobalHeaps(this.#file);
  }

  /** Opens a file; its bytes must stay as they are while it is read. */
  static async open(content: ByteWindow | Uint8Array): Promise<H5Reader> {
    const { unzlibSync } = await import('fflate');
    const inflate: Inflate = (packed, out) => {
      try {
        return unzlibSync(packed, { out });
      } catch {
        throw new FileError('HDF5: a chunk is damaged');
      }
    };
    return new H5Reader(content instanceof Uint8Array ? memoryWindow(content) : content, inflate);
  }

  #entity(path: string): Entity | undefined {
    const key = path.replace(/\/+$/, '');
    if (this.#entities.has(key)) return this.#entities.get(key);
    const address = key === '' ? this.#file.root : this.#follow(key);
    const messages = address === undefined ? undefined : readObjectHeader(this.#file, address);
    const entity = messages && { messages, links: readLinks(this.#file, messages) };
    this.#entities.set(key, entity);
    return entity;
  }

  /** The address of the header of what is at a path. */
  #follow(path: string): number | undefined {
    const at = path.lastIndexOf('/');
    const link = this.#entity(path.slice(0, Math.max(0, at)))?.links?.get(path.slice(at + 1));
    if (link === 'elsewhere') throw new FileError(`HDF5: ${path} is a link to somewhere else, which is refused`);
    return link;
  }

  /** The names in a group, or none when there is no such group. */
  members(path: string): ReadonlySet<string> {
    let members = this.#members.get(path);
    if (members === undefined) {
      const links = this.#entity(path)?.links;
      members = links === undefined ? NONE : new Set(links.keys());
      this.#members.set(path, members);
    }
    return members;
  }

  /** Whether there is a group or dataset at a path. */
  has(path: string): boolean {
    return this.#entity(path) !== undefined;
  }

  isGroup(path: string): boolean {
    return this.#entity(path)?.links !== undefined;
  }

  /** An attribute of a group or dataset; undefined when it isn't there. */
  attribute(path: string, name: string): AttributeValue | undefined {
    const entity = this.#entity(path);
    if (entity === undefined) return undefined;
    return readAttributes(this.#file, entity.messages, this.#textAt).get(name)?.();
  }

  /**
   * The numbers at a path.
   *
   * @throws FileError when there are none, or fewer than claimed
   */
  dataset(path: string): H5Dataset {
    const messages = this.#entity(path)?.messages ?? [];
    const part = (type: number) => findMessage(messages, type);
    const [space, datatype, layout] = [part(MESSAGE.dataspace), part(MESSAGE.datatype), part(MESSAGE.layout)];
    if (space === undefined || datatype === undefined || layout === undefined)
      throw new FileError(`HDF5: there is no dataset ${path}`);
    const shape = readDataspace(space, this.#file.lengthBytes);
    if (shape === null) throw new FileError(`HDF5: dataset ${path} has no shape`);
    if (part(MESSAGE.externalFiles) !== undefined)
      throw new FileError(`HDF5: dataset ${path} takes its data from other files, which is refused`);
    const type = asNumbers(readDatatype(datatype), path);
    const bytes = sizeOf(shape) * type.bytes;
    if (!Number.isSafeInteger(bytes)) throw new FileError(`HDF5: dataset ${path} claims ${bytes} bytes`);
    const elements = { type, layout: readStorageLayout(this.#file, layout), messages };
    checkStored(elements.layout, bytes, path, this.#file.window.size);
    const nearest = dtypeOfKind(type.numbers);
    return {
      path,
      shape,
      dtype: nearest,
      read: (start, count, dtype) => this.#read(path, shape, elements, start, count, dtype),
    };
  }

  #read(path: string, shape: Shape, elements: Elements, start: number, count: number, dtype: DType): ArrayLike<number> {
    const { type } = elements;
    const length = count * type.bytes;
    if (length > this.#scratch.length) this.#scratch = new Uint8Array(length);
    const piece = this.#scratch.subarray(0, length);
    const { layout } = elements;
    const from = start * type.bytes;
    if (length === 0) return [];
    if (layout.kind === 'contiguous') this.#file.window.copy((layout.address ?? 0) + from, piece);
    else {
      const whole = layout.kind === 'compact' ? layout.content : this.#putTogether(path, shape, elements);
      piece.set(whole.subarray(from, from + length));
    }
    const ordered = type.bigEndian ? reverseElements(piece, type.bytes) : piece;
    if (type.numbers === 'F32' && !isLowFloat(dtype)) return new Float32Array(ordered.buffer, 0, count);
    return readNumbers(type.numbers, ordered, dtype);
  }

  #putTogether(path: string, shape: Shape, { type, layout, messages }: Elements): Uint8Array {
    if (this.#together?.path === path) return this.#together.bytes;
    if (layout.kind !== 'chunked') throw new Error('Only chunks are put together.');
    this.#together = undefined;
    const pipeline = findMessage(messages, MESSAGE.filters);
    const filters = pipeline === undefined ? [] : readFilters(pipeline);
    const content = {
      ...{ shape, filters, chunkShape: layout.chunkShape, elementBytes: type.bytes },
      chunks: layout.chunks(shape),
    };
    this.#together = { path, bytes: readChunks(this.#file, content, this.#inflate) };
    return this.#together.bytes;
  }
}

/** Numbers of any width; two opaque bytes are what Keras writes for bfloat16. */
function asNumbers(type: Datatype, path: string): Elements['type'] {
  if (type.kind === 'number') return type;
  if (type.kind === 'opaque' && type.bytes === 2)
    return { kind: 'number', numbers: 'BF16', bytes: 2, bigEndian: false };
  throw new FileError(`HDF5: dataset ${path} does not hold numbers`);
}

/** @throws FileError when a dataset claims more bytes than the file can hold of it */
function checkStored(layout: StorageLayout, bytes: number, path: string, fileBytes: number): void {
  if (bytes === 0) return;
  let stored: number;
  if (layout.kind === 'compact') stored = layout.content.length;
  // Those in chunks are looked at more closely when they are read.
  else if (layout.kind === 'chunked') stored = fileBytes * MAX_EXPANSION;
  else stored = layout.address === undefined ? 0 : Math.min(layout.bytes, fileBytes - layout.address);
  if (bytes > stored) throw new FileError(`HDF5: dataset ${path} claims ${bytes} bytes, stored in ${stored}`);
}
