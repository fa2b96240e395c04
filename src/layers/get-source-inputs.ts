import { badArgument } from '../support/errors.ts';
import { isKerasTensor, type KerasTensor } from './keras-tensor.ts';

/**
 * The inputs of the graph that a symbolic tensor is computed in.
 *
 * @param tensor what an `Input` or a layer gave
 * @returns the tensors of the `Input`s that it needs, each once; the tensor itself when no layer has made it
 * @throws ArgumentError when it is no symbolic tensor
 * @see https://keras.io/api/utils/model_plotting_utils/
 *
 * @example
 * ```ts
 * import { layers, utils } from 'keratin';
 * const [a, b] = [new layers.Input({ shape: [2] }), new layers.Input({ shape: [2] })];
 * const y = new layers.Dense(1).apply(layers.add([a, b]));
 * console.log(utils.getSourceInputs(y).length); // => 2
 * ```
 */
export function getSourceInputs(tensor: KerasTensor): KerasTensor[] {
  if (!isKerasTensor(tensor)) throw badArgument('tensor', 'a symbolic tensor', tensor);
  const found = new Set<KerasTensor>();
  const seen = new Set<KerasTensor>();
  // A stack instead of recursion: nets may be deeper than the call stack.
  const open = [tensor];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const node = next.history?.layer.inboundNodes[next.history.nodeIndex];
    if (node === undefined || node.inputs === null) found.add(next);
    else open.push(...node.inputTensors.toReversed());
  }
  return [...found];
}
