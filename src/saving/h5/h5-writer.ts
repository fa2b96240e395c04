import type { HostArray } from '../../support/dtype.ts';
import type { Shape } from '../../support/shape.ts';
import { type Hdf5, hdf5 } from './library.ts';

let files = 0;

/** Writes an HDF5 file in memory. */
export class H5Writer {
  readonly #hdf5: Hdf5;
  readonly #file: InstanceType<Hdf5['File']>;
  readonly #name: string;
  readonly #groups = new Set<string>(['']);

  private constructor(library: Hdf5, name: string) {
    this.#hdf5 = library;
    this.#name = name;
    this.#file = library.guarded(() => new library.File(name, 'w'));
  }

  static async create(): Promise<H5Writer> {
    return new H5Writer(await hdf5(), `/write-${files++}.h5`);
  }

  /** Makes a group, and those around it. */
  group(path: string): InstanceType<Hdf5['Group']> {
    const key = path.replace(/^\/|\/$/g, '');
    if (key === '') return this.#file;
    if (!this.#groups.has(key)) {
      const at = key.lastIndexOf('/');
      const parent = this.group(key.slice(0, Math.max(0, at)));
      this.#hdf5.guarded(() => parent.create_group(key.slice(at + 1)));
      this.#groups.add(key);
    }
    return new this.#hdf5.Group(this.#file.file_id, `/${key}`);
  }

  attribute(path: string, name: string, value: string | readonly string[]): void {
    const group = this.group(path);
    this.#hdf5.guarded(() => group.create_attribute(name, typeof value === 'string' ? value : [...value]));
  }

  dataset(groupPath: string, name: string, values: HostArray, shape: Shape): void {
    const dtype = values instanceof Float32Array ? '<f' : values instanceof Int32Array ? '<i' : '<I';
    const group = this.group(groupPath);
    this.#hdf5.guarded(() => group.create_dataset({ name, data: values, shape: [...shape], dtype }));
  }

  /** The bytes of the file, which is then closed. */
  finish(): Uint8Array<ArrayBuffer> {
    try {
      this.#hdf5.guarded(() => this.#file.close());
      return this.#hdf5.fs.readFile(this.#name);
    } finally {
      this.#hdf5.fs.unlink(this.#name);
    }
  }
}
