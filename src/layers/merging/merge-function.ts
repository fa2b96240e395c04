import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerInputs } from '../call-inputs.ts';
import { isAnyTensor, type KerasTensor } from '../keras-tensor.ts';
import type { Layer } from '../layer.ts';

/** A merging layer as a function, as Keras has it: `layers.add([a, b])`. */
export interface MergeFunction<Options> {
  (inputs: readonly KerasTensor[], options?: Options): KerasTensor;
  (inputs: LayerInputs, options?: Options): Tensor;
}

export function mergeFunction<Options>(make: (options: Options | undefined) => Layer): MergeFunction<Options> {
  function merge(inputs: readonly KerasTensor[], options?: Options): KerasTensor;
  function merge(inputs: LayerInputs, options?: Options): Tensor;
  function merge(inputs: readonly KerasTensor[] | LayerInputs, options?: Options): KerasTensor | Tensor {
    const merged = make(options).apply(inputs);
    if (!isAnyTensor(merged)) throw new Error('A merging layer gives one tensor.');
    return merged;
  }
  return merge;
}
