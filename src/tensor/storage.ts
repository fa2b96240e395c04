import type { Backend, DeviceBuffer } from '../backends/backend.ts';
import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { DType, HostArray } from '../support/dtype.ts';
import { type Shape, sizeOf } from '../support/shape.ts';
import { currentBackend } from './runtime.ts';

/** A value that has been computed: a buffer of some backend, and the graph leaf that stands for it. */
export class Storage {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly node: Node;
  #backend: Backend;
  #buffer: DeviceBuffer;

  constructor(shape: Shape, dtype: DType) {
    this.shape = shape;
    this.dtype = dtype;
    this.#backend = currentBackend();
    this.#buffer = this.#backend.allocate(sizeOf(shape));
    this.node = g.parameter(this, shape, dtype);
  }

  static from(values: ArrayLike<number>, shape: Shape, dtype: DType): Storage {
    const storage = new Storage(shape, dtype);
    storage.write(values);
    return storage;
  }

  /** The buffer on the backend in use; a value computed on another backend is moved over. */
  buffer(): DeviceBuffer {
    const backend = currentBackend();
    if (backend !== this.#backend) {
      const values = this.#buffer.read(this.dtype);
      this.#buffer = backend.allocate(values.length);
      this.#buffer.write(values, this.dtype);
      this.#backend = backend;
    }
    return this.#buffer;
  }

  read(): HostArray {
    return this.#buffer.read(this.dtype);
  }

  write(values: ArrayLike<number>, offset = 0): void {
    this.#buffer.write(values, this.dtype, offset);
  }

  /** The elements themselves, for whoever fills them right away; undefined where the host can't reach them. */
  view(): ReturnType<NonNullable<DeviceBuffer['view']>> {
    return this.#buffer.view?.(this.dtype);
  }

  fill(value: number): void {
    this.#buffer.fill(value, this.dtype);
  }

  copy(): Storage {
    return Storage.from(this.read(), this.shape, this.dtype);
  }
}
