import { Input } from '../layers/core/input.ts';
import { nodeOf } from '../layers/inbound-node.ts';
import { isKerasTensor, type KerasTensor } from '../layers/keras-tensor.ts';
import { flattenStructure, mapStructure, type Structure } from '../layers/structure.ts';
import { replaceSymbolic } from './replace-symbolic.ts';

/** True for a tensor that stands at the beginning of a graph. */
export const isInputTensor = (tensor: KerasTensor): boolean => nodeOf(tensor)?.inputs === null;

/**
 * Makes tensors in the middle of a graph the inputs of a new one: each gets an `Input` in its place, and the layers
 * between are called again (shared, not copied).
 *
 * @returns the inputs and outputs of the new graph
 */
export function cutGraph(
  inputs: Structure<KerasTensor>,
  outputs: Structure<KerasTensor>,
): { inputs: Structure<KerasTensor>; outputs: Structure<KerasTensor> } {
  const replaced = new Map<KerasTensor, KerasTensor>();
  const newInputs = mapStructure(inputs, isKerasTensor, (tensor) => {
    const fresh = isInputTensor(tensor)
      ? tensor
      : new Input({
          batchShape: tensor.shape,
          dtype: tensor.dtype,
          name: `${tensor.history?.layer.name ?? tensor.name}_input`,
        });
    replaced.set(tensor, fresh);
    return fresh;
  });
  const redo = (tensor: KerasTensor): KerasTensor => {
    const known = replaced.get(tensor);
    if (known !== undefined) return known;
    const node = nodeOf(tensor);
    if (node === undefined || node.inputs === null) return tensor;
    const again = node.layer.apply<Structure<KerasTensor>>(
      mapStructure(node.inputs, isKerasTensor, redo),
      replaceSymbolic(node.options, redo),
    );
    flattenStructure(again, isKerasTensor).forEach((output, i) => {
      const old = node.outputTensors[i];
      if (old !== undefined) replaced.set(old, output);
    });
    return replaced.get(tensor) ?? tensor;
  };
  return { inputs: newInputs, outputs: mapStructure(outputs, isKerasTensor, redo) };
}
