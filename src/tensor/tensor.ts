import type { Node } from '../graph/node.ts';
import type { DType, HostArray } from '../support/dtype.ts';
import { ArgumentError } from '../support/errors.ts';
import { formatShape, type Shape, sizeOf } from '../support/shape.ts';
import { evaluate } from './evaluate.ts';
import { formatTensor } from './format.ts';
import { type NestedArray, toNested } from './nested.ts';
import { currentBackend } from './runtime.ts';
import type { Storage } from './storage.ts';

/**
 * A value with a shape and a dtype: a lazy handle on a graph. Nothing is computed until the elements are asked for
 * (`await t.data()`, `await t.array()`, printing). Immutable; its memory is returned when nothing refers to it.
 *
 * @see Keratin's own; Keras leaves tensors to its backends
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const t = ops.add([[1, 2], [3, 4]], 1);
 * console.log(await t.array()); // => [[2, 3], [4, 5]]
 * ```
 */
export class Tensor {
  readonly shape: Shape;
  readonly dtype: DType;
  #node: Node;
  #storage: Storage | undefined;
  #formerNode: (() => Node | undefined) | undefined;

  /** @internal Users make tensors with `ops.convertToTensor`, `ops.zeros` and the like. */
  constructor(value: Node | Storage) {
    this.shape = value.shape;
    this.dtype = value.dtype;
    if ('op' in value) this.#node = value;
    else {
      this.#storage = value;
      this.#node = value.node;
    }
  }

  /** @internal */
  get node(): Node {
    return this.#node;
  }

  /** @internal The node this tensor had before it was evaluated, which older expressions may still refer to. */
  get formerNode(): Node | undefined {
    return this.#formerNode?.();
  }

  /** @internal */
  get storage(): Storage | undefined {
    return this.#storage;
  }

  /** @internal Whether this tensor was an expression that has been replaced by its value. */
  get settled(): boolean {
    return this.#formerNode !== undefined;
  }

  /** @internal Replaces the expression by its value. */
  settle(storage: Storage): void {
    const node = this.#node;
    const former = new WeakRef(node);
    // The history of a scalar (a loss) is kept, so that its gradient can be taken after it was printed; that of larger
    // values is not, because it would keep everything alive that they were computed from.
    this.#formerNode = sizeOf(this.shape) === 1 ? () => node : () => former.deref();
    this.#storage = storage;
    this.#node = storage.node;
  }

  /** @internal The elements, now: evaluates first if need be. */
  dataSync(): HostArray {
    const [storage] = evaluate([this]);
    if (storage === undefined) throw new Error('A tensor has no value after its evaluation.');
    return storage.read();
  }

  get rank(): number {
    return this.shape.length;
  }

  /** The elements in row-major order, as a copy. Bools are 0 or 1. */
  async data(): Promise<HostArray> {
    await currentBackend().breathe?.();
    return this.dataSync();
  }

  /** The elements as nested arrays (a number for a scalar). */
  async array(): Promise<NestedArray> {
    return toNested(await this.data(), this.shape);
  }

  /** The one element of a tensor of size 1. */
  async item(): Promise<number> {
    const values = await this.data();
    const [value] = values;
    if (value === undefined || values.length !== 1) {
      throw new ArgumentError(`item() takes a tensor with one element. Received: shape ${formatShape(this.shape)}`);
    }
    return value;
  }

  /** Values, shape and dtype, as NumPy and Keras print them. A traced tensor prints without values. */
  toString(): string {
    return formatTensor(this);
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
