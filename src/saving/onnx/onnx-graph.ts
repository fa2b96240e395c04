import type { DType, HostArray } from '../../support/dtype.ts';
import { Message } from '../../support/protobuf.ts';
import { type Shape, sizeOf } from '../../support/shape.ts';

// Field and type numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
/** Integers of fewer bits are kept in an int32. */
const TENSOR_TYPES: Readonly<Record<DType | 'int64', number>> = {
  ...{ float32: 1, int32: 6, int64: 7, bool: 9, uint32: 12 },
  ...{ int8: 6, int16: 6, uint8: 6, uint16: 6 },
  ...{ float16: 10, bfloat16: 16 },
};

export const onnxType = (dtype: DType | 'int64'): number => TENSOR_TYPES[dtype];

/** What an attribute of an ONNX node may be: a whole number, a text, whole numbers, or a graph. */
export type Attribute = number | string | readonly number[] | OnnxGraph;

function attributeMessage(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, 2);
  if (typeof value === 'string') return message.text(4, value).int(20, 3);
  if (value instanceof OnnxGraph) return message.message(6, value.message('body')).int(20, 5);
  for (const item of value) message.int(8, item);
  return message.int(20, 7);
}

function valueInfo(name: string, dtype: DType, shape: Shape): Message {
  const dims = new Message();
  for (const extent of shape) dims.message(1, new Message().int(1, extent));
  const tensor = new Message().int(1, onnxType(dtype)).message(2, dims);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}

/** A graph under construction: nodes in order, constants, inputs and outputs, all known by name. */
export class OnnxGraph {
  readonly #message = new Message();
  readonly #names: { next: number };
  readonly #constants = new Map<string, string>();

  /** @param parent the graph around a body, whose names are not used again */
  constructor(parent?: OnnxGraph) {
    this.#names = parent === undefined ? { next: 0 } : parent.#names;
  }

  /** A name that nothing else has. */
  fresh(): string {
    return `v${this.#names.next++}`;
  }

  /** Adds a node and gives the names of its outputs. */
  nodes(
    op: string,
    inputs: readonly string[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string[] {
    const names = Array.from({ length: outputs }, () => this.fresh());
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    for (const name of names) node.text(2, name);
    node.text(4, op);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attributeMessage(name, value));
    this.#message.message(1, node);
    return names;
  }

  /** Adds a node with one output and gives its name. */
  node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.nodes(op, inputs, 1, attributes)[0] ?? '';
  }

  /** Gives a value another name. */
  copy(from: string, to: string): void {
    this.#message.message(1, new Message().text(1, from).text(2, to).text(4, 'Identity'));
  }

  /** Adds numbers that are part of the file. */
  initializer(data: Uint8Array, dtype: DType | 'int64', shape: Shape, name = this.fresh()): string {
    const tensor = new Message();
    for (const extent of shape) tensor.int(1, extent);
    this.#message.message(5, tensor.int(2, onnxType(dtype)).text(8, name).bytes(9, data));
    return name;
  }

  /** The elements of a host array; bools take a byte each in the file. */
  array(values: HostArray, dtype: DType, shape: Shape, name?: string): string {
    const bytes =
      dtype === 'bool' ? Uint8Array.from(values) : new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.initializer(bytes, dtype, shape, name);
  }

  /** One number. */
  scalar(value: number, dtype: DType): string {
    const data = dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value);
    return this.#once(`${dtype} ${Object.is(value, -0) ? '-0' : value}`, () => this.array(data, dtype, []));
  }

  /** Whole numbers, as shapes and axes are given. */
  ints(values: readonly number[]): string {
    return this.#once(`ints ${values.join()}`, () => {
      const data = BigInt64Array.from(values, BigInt);
      return this.initializer(new Uint8Array(data.buffer), 'int64', [values.length]);
    });
  }

  #once(key: string, make: () => string): string {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = make();
    this.#constants.set(key, name);
    return name;
  }

  input(name: string, dtype: DType, shape: Shape): void {
    this.#message.message(11, valueInfo(name, dtype, shape));
  }

  output(name: string, dtype: DType, shape: Shape): void {
    this.#message.message(12, valueInfo(name, dtype, shape));
  }

  reshape(x: string, shape: Shape): string {
    return this.node('Reshape', [x, this.ints(shape)], sizeOf(shape) === 0 ? { allowzero: 1 } : {});
  }

  transpose(x: string, perm: readonly number[]): string {
    return perm.every((axis, i) => axis === i) ? x : this.node('Transpose', [x], { perm });
  }

  slice(x: string, starts: readonly number[], ends: readonly number[], steps: readonly number[]): string {
    const axes = this.ints(starts.map((_, axis) => axis));
    return this.node('Slice', [x, this.ints(starts), this.ints(ends), axes, this.ints(steps)]);
  }

  message(name: string): Message {
    return new Message().text(2, name).append(this.#message);
  }
}
