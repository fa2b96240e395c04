import { attachMasks, type MaskStructure } from '../layers/call-inputs.ts';
import { isTensor } from '../layers/infer-outputs.ts';
import { isAnyTensor, type KerasTensor } from '../layers/keras-tensor.ts';
import { flattenStructure, type Structure } from '../layers/structure.ts';
import { cast } from '../ops/core.ts';
import { expandDims, squeeze } from '../ops/shape.ts';
import { ArgumentError, unknownName } from '../support/errors.ts';
import { isPlainRecord } from '../support/plain-record.ts';
import { formatShape, type PartialShape } from '../support/shape.ts';
import { getMask, setMask } from '../tensor/mask.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { FunctionGraph } from './function-graph.ts';

type AnyTensor = KerasTensor | Tensor;

const flatten = (inputs: Structure<AnyTensor>): AnyTensor[] => flattenStructure<AnyTensor>(inputs, isAnyTensor);

/** The inputs that a record names: by the keys of the model's own record, or else by the names of its input layers. */
function byName(
  graph: FunctionGraph,
  inputs: Readonly<Record<string, Structure<AnyTensor>>>,
  modelName: string,
): AnyTensor[] {
  const own = isPlainRecord(graph.inputs) ? Object.keys(graph.inputs).sort() : graph.inputNames;
  for (const key of Object.keys(inputs))
    if (!own.includes(key)) throw unknownName(`input of model "${modelName}"`, key, own);
  return own.flatMap((key) => {
    const input = inputs[key];
    if (input === undefined)
      throw new ArgumentError(
        `Model "${modelName}" misses the input "${key}". Received: ${Object.keys(inputs).join(', ')}`,
      );
    return flatten(input);
  });
}

/** Whether an input fits; a last axis of extent 1 may be missing or added. */
function fits(shape: PartialShape, wanted: PartialShape): boolean {
  if (shape.length === wanted.length + 1 && shape.at(-1) === 1) return fits(shape.slice(0, -1), wanted);
  if (shape.length === wanted.length - 1 && wanted.at(-1) === 1) return fits([...shape, 1], wanted);
  // The batch size of the Input is a hint, not a condition.
  return (
    shape.length === wanted.length &&
    wanted.every((n, i) => i === 0 || n === null || shape[i] === null || shape[i] === n)
  );
}

/**
 * A functional model's inputs as a list in the order of its graph, whatever structure they came in.
 *
 * @throws ArgumentError when there are too many or too few, a name is unknown, or a shape does not fit
 */
export function matchInputs(graph: FunctionGraph, inputs: Structure<AnyTensor>, modelName: string): AnyTensor[] {
  const list = isPlainRecord(inputs)
    ? byName(graph, inputs as Readonly<Record<string, Structure<AnyTensor>>>, modelName)
    : flatten(inputs);
  const names = graph.inputNames;
  if (list.length !== names.length) {
    throw new ArgumentError(
      `Model "${modelName}" takes ${names.length} ${names.length === 1 ? 'input' : 'inputs'} (${names.join(', ')}). Received: ${list.length} tensors`,
    );
  }
  list.forEach((input, i) => {
    const wanted = graph.inputList[i]?.shape ?? [];
    if (!fits(input.shape, wanted)) {
      throw new ArgumentError(
        `Input "${names[i]}" of model "${modelName}" must have shape ${formatShape(wanted)}. Received: an input of shape ${formatShape(input.shape)}`,
      );
    }
  });
  return list;
}

/** Adds or drops a last axis of extent 1, and casts to the dtype of the Input. */
function fitted(tensor: Tensor, wanted: KerasTensor): Tensor {
  let result = tensor;
  if (tensor.rank === wanted.rank + 1) result = squeeze(tensor, -1);
  else if (tensor.rank === wanted.rank - 1) result = expandDims(tensor, -1);
  result = cast(result, wanted.dtype);
  return result === tensor ? tensor : setMask(result, getMask(tensor));
}

/** A functional model's inputs as its graph takes them, with the masks that came with the call. */
export function fitInputs(
  graph: FunctionGraph,
  inputs: Structure<Tensor>,
  mask: MaskStructure | null,
  modelName: string,
): Tensor[] {
  attachMasks(inputs, mask);
  return matchInputs(graph, inputs, modelName).flatMap((input, i) => {
    const wanted = graph.inputList[i];
    return isTensor(input) && wanted !== undefined ? [fitted(input, wanted)] : [];
  });
}
