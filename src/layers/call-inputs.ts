import { ArgumentError, describe } from '../support/errors.ts';
import { isPlainRecord } from '../support/plain-record.ts';
import { convertToTensor, isTensorLike, type TensorLike } from '../tensor/convert.ts';
import { getMask, setMask } from '../tensor/mask.ts';
import { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { isTensor } from './infer-outputs.ts';
import { isKerasTensor, type KerasTensor } from './keras-tensor.ts';
import { flattenStructure, mapStructure, type Structure } from './structure.ts';

/** What a layer can be applied to beside symbolic tensors. */
export type LayerInputs = Structure<TensorLike>;

/** Masks in the structure of a call's inputs; null where an input has none. */
export type MaskStructure = Structure<Tensor | null>;

/** True when a symbolic tensor is in a call's inputs. Lists of numbers are not searched. */
export function hasSymbolic(inputs: unknown): boolean {
  if (isKerasTensor(inputs)) return true;
  if (Array.isArray(inputs)) return typeof inputs[0] === 'object' && inputs.some(hasSymbolic);
  return isPlainRecord(inputs) && Object.values(inputs).some(hasSymbolic);
}

/** Checks that all inputs of a symbolic call are symbolic. */
export function assertAllSymbolic(inputs: unknown, layerName: string): asserts inputs is Structure<KerasTensor> {
  if (isKerasTensor(inputs)) return;
  const items = Array.isArray(inputs) ? inputs : isPlainRecord(inputs) ? Object.values(inputs) : undefined;
  if (items === undefined) {
    throw new ArgumentError(
      `Layer "${layerName}" takes either symbolic tensors or tensors with values, not a mixture. Received: both`,
    );
  }
  for (const item of items) assertAllSymbolic(item, layerName);
}

/** Nested arrays of numbers are one tensor; a list of tensors or typed arrays is a list of inputs. */
function isOneTensor(x: unknown): x is TensorLike {
  if (!Array.isArray(x)) return isTensorLike(x);
  let first: unknown = x;
  while (Array.isArray(first)) first = first[0];
  return typeof first === 'number' || typeof first === 'boolean';
}

const isText = (x: unknown): boolean => typeof x === 'string' || (Array.isArray(x) && isText(x[0]));

/** A call's inputs as tensors, in the same structure. */
export function toTensors(inputs: LayerInputs, layerName: string): Structure<Tensor> {
  if (isText(inputs)) {
    throw new ArgumentError(
      `Layer "${layerName}" takes tensors, not text: turn words into indices first, with TextVectorization or StringLookup. Received: ${describe(inputs)}`,
    );
  }
  return mapStructure(inputs, isOneTensor, (x) => convertToTensor(x));
}

const isMask = (x: unknown): x is Tensor | null => x === null || isTensor(x);

/** The masks that are attached to inputs, or null when none has one. */
export function masksOf(inputs: Structure<Tensor>): MaskStructure | null {
  const masks = mapStructure(inputs, isTensor, (tensor) => getMask(tensor) ?? null);
  return flattenStructure(masks, isMask).some((mask) => mask !== null) ? masks : null;
}

/** Attaches masks to the outputs that have none yet. */
export function attachMasks(outputs: Structure<Tensor>, masks: MaskStructure | null): void {
  if (masks === null) return;
  const list = flattenStructure(masks, isMask);
  flattenStructure(outputs, isTensor).forEach((output, i) => {
    const mask = list[i];
    if (mask && getMask(output) === undefined) setMask(output, mask);
  });
}

/** A mask option as bool tensors: what is given may be nested arrays of booleans. */
export function toMasks(mask: Structure<TensorLike | null> | null | undefined): MaskStructure | null {
  if (mask === null || mask === undefined) return null;
  const isOneMask = (x: unknown): x is TensorLike | null => x === null || isOneTensor(x) || x instanceof Variable;
  return mapStructure(mask, isOneMask, (x) =>
    x === null ? null : x instanceof Tensor && x.dtype === 'bool' ? x : convertToTensor(x, 'bool'),
  );
}
