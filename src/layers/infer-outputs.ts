import { ArgumentError, describe } from '../support/errors.ts';
import { isPlainRecord } from '../support/plain-record.ts';
import type { PartialShape } from '../support/shape.ts';
import { abstractly, abstractTensor } from '../tensor/abstract.ts';
import { Tensor } from '../tensor/tensor.ts';
import { isKerasTensor, isPartialShape, KerasTensor, type ShapeStructure } from './keras-tensor.ts';
import { flattenStructure, mapStructure, packStructure, type Structure } from './structure.ts';

export const isTensor = (x: unknown): x is Tensor => x instanceof Tensor;

/**
 * Two extents to fill unknown axes with: output axes that differ between the two depend on them. Large primes, which no
 * known extent is likely to equal, and whose products differ too.
 */
const FILLS = [10007, 10009] as const;

/** What stands for unknown extents in the call that is being traced. */
let filledWith: number | undefined;

/** Shapes of a call's tensors, with null again where an unknown extent was filled in. */
export const withoutFill = (shapes: ShapeStructure): ShapeStructure =>
  filledWith === undefined
    ? shapes
    : mapStructure<PartialShape, PartialShape>(shapes, isPartialShape, (shape) =>
        shape.map((n) => (n === filledWith ? null : n)),
      );

function filling<T>(extent: number, body: () => T): T {
  const outer = filledWith;
  filledWith = extent;
  try {
    return body();
  } finally {
    filledWith = outer;
  }
}

const fill = (tensor: KerasTensor, extent: number): Tensor =>
  abstractTensor(
    tensor.shape.map((n) => n ?? extent),
    tensor.dtype,
  );

function fillOptions(value: unknown, extent: number): unknown {
  if (isKerasTensor(value)) return fill(value, extent);
  if (Array.isArray(value)) return value.map((item: unknown) => fillOptions(item, extent));
  if (!isPlainRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillOptions(item, extent)]));
}

/**
 * The symbolic outputs of a call, found by making it twice on tensors without values. Nothing is computed.
 *
 * @param call the call, from tensors to tensors
 */
export function inferOutputs<Options extends object>(
  call: (inputs: Structure<Tensor>, options: Options) => Structure<Tensor>,
  inputs: Structure<KerasTensor>,
  options: Options,
): Structure<KerasTensor> {
  const [first, second] = FILLS.map((extent) =>
    filling(extent, () =>
      abstractly(() => {
        const tensors = mapStructure(inputs, isKerasTensor, (tensor) => fill(tensor, extent));
        // The same options with tensors in the places of symbolic tensors.
        return call(tensors, fillOptions(options, extent) as Options);
      }),
    ),
  );
  if (first === undefined || second === undefined) throw new Error('Two calls give two results.');
  if (first instanceof Promise)
    throw new ArgumentError(
      `A layer's call must be synchronous: return tensors, do not await. Received: ${describe(first)}`,
    );
  const others = flattenStructure(second, isTensor);
  const outputs = flattenStructure(first, isTensor).map((tensor, i) => {
    const other = others[i];
    return new KerasTensor(
      tensor.shape.map((n, axis) => (n === other?.shape[axis] ? n : null)),
      { dtype: tensor.dtype },
    );
  });
  return packStructure(first, isTensor, outputs);
}
