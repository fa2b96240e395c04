import { cast } from '../ops/core.ts';
import { type DType, type FloatDType, isFloat } from '../support/dtype.ts';
import { getMask, setMask } from '../tensor/mask.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { isTensor } from './infer-outputs.ts';
import { mapStructure, type Structure } from './structure.ts';

/** What of a layer decides about casts. */
interface Casting {
  readonly autocast: boolean;
  readonly computeDtype: DType;
  readonly variableDtype: DType;
}

/** The dtype that an input of a layer is cast to: floats to the one that it computes in, all others keep theirs. */
export const castTarget = ({ autocast, computeDtype }: Casting, dtype: DType): DType =>
  autocast && isFloat(dtype) && isFloat(computeDtype) ? computeDtype : dtype;

/** Tensors of a call in the dtypes that they are cast to, with their masks. */
export function castFloats(inputs: Structure<Tensor>, target: (dtype: DType) => DType): Structure<Tensor> {
  return mapStructure(inputs, isTensor, (tensor) => {
    const dtype = target(tensor.dtype);
    return dtype === tensor.dtype ? tensor : setMask(cast(tensor, dtype), getMask(tensor));
  });
}

/**
 * The dtype in which a layer reads its float weights, given that of the layer around it: the one it computes in where
 * either has weights of another, otherwise (undefined) their own.
 */
export function readingDtype(layer: Casting, outer: FloatDType | undefined): FloatDType | undefined {
  const { autocast, computeDtype, variableDtype } = layer;
  if (!autocast || !isFloat(computeDtype)) return undefined;
  return outer !== undefined || computeDtype !== variableDtype ? computeDtype : undefined;
}
