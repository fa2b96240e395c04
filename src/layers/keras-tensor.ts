import { type DType, standardizeDtype } from '../support/dtype.ts';
import { badArgument } from '../support/errors.ts';
import { autoName } from '../support/naming.ts';
import { formatShape, type PartialShape } from '../support/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Layer } from './layer.ts';
import { mapStructure, type Structure } from './structure.ts';

/** Where a symbolic tensor comes from: output `tensorIndex` of the layer's call number `nodeIndex`. */
export interface KerasHistory {
  readonly layer: Layer;
  readonly nodeIndex: number;
  readonly tensorIndex: number;
}

export interface KerasTensorOptions {
  /** Default 'float32'. */
  dtype?: DType;
  name?: string;
}

/** True for a list of non-negative integers and nulls. */
export const isPartialShape = (x: unknown): x is PartialShape =>
  Array.isArray(x) && x.every((n: unknown) => n === null || (typeof n === 'number' && Number.isInteger(n) && n >= 0));

/**
 * A tensor without a value: a place in the graph of a functional model. Layers applied to it give further symbolic
 * tensors; axes of unknown extent (the batch) are null.
 *
 * @see https://keras.io/api/layers/core_layers/input/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [28, 28] });
 * console.log(new layers.Flatten().apply(x).shape); // => [null, 784]
 * ```
 */
export class KerasTensor {
  readonly shape: PartialShape;
  readonly dtype: DType;
  readonly name: string;
  #history: KerasHistory | undefined;

  constructor(shape: PartialShape, options: KerasTensorOptions = {}) {
    if (!isPartialShape(shape))
      throw badArgument('shape', 'a list of non-negative integers, with null for unknown extents', shape);
    this.shape = shape;
    this.dtype = standardizeDtype(options.dtype ?? 'float32');
    this.name = options.name ?? autoName('KerasTensor');
  }

  get rank(): number {
    return this.shape.length;
  }

  /** Where it comes from; undefined for one that no layer has made. */
  get history(): KerasHistory | undefined {
    return this.#history;
  }

  /** @internal Set once, when the call that makes this tensor is recorded. */
  setHistory(history: KerasHistory): void {
    this.#history = history;
  }

  toString(): string {
    return `<KerasTensor shape=${formatShape(this.shape)}, dtype=${this.dtype}, name=${this.name}>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/**
 * Whether something is a symbolic tensor: an `Input`, or what a layer gives when it is applied to one.
 *
 * @see https://keras.io/api/utils/python_utils/
 *
 * @example
 * ```ts
 * import { layers, ops, utils } from 'keratin';
 * const x = new layers.Input({ shape: [2] });
 * console.log(utils.isKerasTensor(x), utils.isKerasTensor(ops.ones([2]))); // => true false
 * ```
 */
export const isKerasTensor = (x: unknown): x is KerasTensor => x instanceof KerasTensor;

/** A shape, or shapes in lists and records: what `build` and `computeOutputShape` of a layer get. */
export type ShapeStructure = Structure<PartialShape>;

/** True for a symbolic tensor and for one with values. */
export const isAnyTensor = (x: unknown): x is KerasTensor | Tensor => x instanceof KerasTensor || x instanceof Tensor;

/** The shapes of tensors, in the same structure. */
export const shapesOf = (tensors: Structure<KerasTensor | Tensor>): ShapeStructure =>
  mapStructure<KerasTensor | Tensor, PartialShape>(tensors, isAnyTensor, (tensor) => tensor.shape);

/** Symbolic tensors of given shapes, which no layer has made. */
export const symbolicInputs = (shapes: ShapeStructure, dtype: DType): Structure<KerasTensor> =>
  mapStructure<PartialShape, KerasTensor>(
    shapes,
    isPartialShape,
    (shape) => new KerasTensor(shape, { dtype, name: 'input' }),
  );
