import * as g from '../graph/build.ts';
import { topologicalOrder } from '../graph/node.ts';
import { noteChange } from '../support/changes.ts';
import { type DType, type HostArray, isFloat } from '../support/dtype.ts';
import { ArgumentError, describe } from '../support/errors.ts';
import { formatShape, type Shape, sameShape, sizeOf } from '../support/shape.ts';
import { currentAutocast } from './autocast.ts';
import { convertToTensor, type TensorLike } from './convert.ts';
import { evaluate } from './evaluate.ts';
import type { Storage } from './storage.ts';
import { Tensor } from './tensor.ts';
import { currentTrace, withTrace } from './trace.ts';

/** An assigned expression longer than this many nodes is computed at once, so that loops without jit stay flat. */
const MAX_PENDING_NODES = 512;

/** A function of a variable's value that a layer attaches to it: a penalty, or a projection onto allowed values. */
export interface TensorFunction {
  apply(x: Tensor): Tensor;
}

export interface VariableOptions {
  readonly name?: string;
  /** Scope and name, such as `sequential/dense/kernel`. Default: the name. */
  readonly path?: string;
  /** Whether optimizers may change it. Default true. */
  readonly trainable?: boolean;
  /** Whether layers of mixed precision read it in the dtype they compute in. Default true. */
  readonly autocast?: boolean;
  /** Gives a penalty (a scalar) that training adds to the loss. Default null. */
  readonly regularizer?: TensorFunction | null;
  /** Gives the nearest allowed value; optimizers assign it after each update. Default null. */
  readonly constraint?: TensorFunction | null;
}

/**
 * A tensor that can be assigned. Read or assigned inside a traced function it becomes part of the program, which then
 * updates its memory in place.
 *
 * @see https://keras.io/api/ops/core/
 *
 * @example
 * ```ts
 * import { ops, Variable } from 'keratin';
 * const v = new Variable([1, 2]);
 * v.assign(ops.multiply(v, 10));
 * console.log(await v.array()); // => [10, 20]
 * ```
 */
export class Variable {
  readonly name: string;
  path: string;
  #trainable: boolean;
  regularizer: TensorFunction | null;
  constraint: TensorFunction | null;
  readonly shape: Shape;
  readonly autocast: boolean;
  readonly #dtype: DType;
  #value: Tensor;
  /** Somebody outside holds the tensor of the current value, so it must not be overwritten in place. */
  #exposed: boolean;

  /** @param initial the first value, or a function that makes it; it is never part of a trace */
  constructor(initial: TensorLike | (() => TensorLike), options: VariableOptions = {}) {
    const value = withTrace(undefined, () => convertToTensor(typeof initial === 'function' ? initial() : initial));
    this.name = options.name ?? 'variable';
    this.path = options.path ?? this.name;
    this.#trainable = options.trainable ?? true;
    this.regularizer = options.regularizer ?? null;
    this.constraint = options.constraint ?? null;
    this.shape = value.shape;
    this.#dtype = value.dtype;
    this.autocast = options.autocast ?? true;
    this.#value = value;
    this.#exposed = true;
  }

  /** Whether optimizers may change it. */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(value: boolean) {
    this.#trainable = value;
    noteChange();
  }

  /** The dtype of `value`: inside a layer of mixed precision the one that it computes in. */
  get dtype(): DType {
    return (this.autocast && isFloat(this.#dtype) ? currentAutocast() : undefined) ?? this.#dtype;
  }

  /** @internal The dtype that the variable keeps its value in. */
  get storedDtype(): DType {
    return this.#dtype;
  }

  /**
   * The current value as a tensor; it keeps that value when the variable changes. Inside a layer of mixed precision it is
   * cast to the dtype that the layer computes in.
   */
  get value(): Tensor {
    const value = this.#stored();
    return value.dtype === this.dtype ? value : new Tensor(g.cast(value.node, this.dtype));
  }

  #stored(): Tensor {
    const trace = currentTrace();
    if (trace !== undefined) return new Tensor(trace.read(this));
    this.#exposed = true;
    return this.#value;
  }

  get rank(): number {
    return this.shape.length;
  }

  /** Replaces the value by one of the same shape and dtype. */
  assign(newValue: TensorLike): this {
    const value = convertToTensor(newValue);
    if (!sameShape(value.shape, this.shape)) {
      throw new ArgumentError(
        `Variable ${describe(this.path)} of shape ${formatShape(this.shape)} takes a value of the same shape. Received: shape ${formatShape(value.shape)}`,
      );
    }
    const node = g.cast(value.node, this.#dtype);
    const trace = currentTrace();
    if (trace !== undefined) {
      trace.initial(this);
      trace.writes.set(this, node);
      return this;
    }
    if (node.op === 'constant' && !this.#exposed) {
      this.privateStorage().fill(node.attrs.value);
      return this;
    }
    this.#value = node === value.node ? value : new Tensor(node);
    this.#exposed = true;
    if (this.#value.storage === undefined && topologicalOrder([node]).length > MAX_PENDING_NODES)
      evaluate([this.#value]);
    return this;
  }

  /** Overwrites the first elements with host values, without making a tensor: how batches enter a program. */
  load(values: ArrayLike<number>): this {
    if (values.length > sizeOf(this.shape)) {
      throw new ArgumentError(
        `Variable ${describe(this.path)} holds ${sizeOf(this.shape)} elements. Received: ${values.length}`,
      );
    }
    this.privateStorage().write(values);
    return this;
  }

  /** @internal The elements themselves, for whoever fills them right away; undefined where the host can't reach them. */
  view(): ReturnType<Storage['view']> {
    return this.privateStorage().view();
  }

  /** The elements in row-major order, as a copy. */
  async data(): Promise<HostArray> {
    return this.dataSync();
  }

  /** The elements as nested arrays. */
  array(): ReturnType<Tensor['array']> {
    return this.#value.array();
  }

  /** @internal */
  dataSync(): HostArray {
    return this.#value.dataSync();
  }

  /** @internal The tensor of the current value, without promising that it stays as it is. */
  peek(): Tensor {
    return this.#value;
  }

  /** @internal A storage that nobody else sees, for a program to overwrite. */
  privateStorage(): Storage {
    const storage = this.#value.storage ?? evaluate([this.#value])[0];
    if (storage === undefined) throw new Error('A variable has no value.');
    if (!this.#exposed) return storage;
    const own = storage.copy();
    this.#value = new Tensor(own);
    this.#exposed = false;
    return own;
  }

  toString(): string {
    return `Variable(path=${this.path}, ${this.#value.toString()})`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
