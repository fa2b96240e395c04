import { ArgumentError, describe } from '../../../support/errors.ts';
import { Tensor } from '../../../tensor/tensor.ts';
import type { Layer } from '../../layer.ts';
import { CategoryEncoding } from '../category-encoding.ts';
import { Discretization } from '../discretization.ts';
import { HashedCrossing } from '../hashed-crossing.ts';
import { Hashing } from '../hashing.ts';
import { IndexLookup } from '../index-lookup.ts';
import { TextLayer } from '../text-layer.ts';
import type { Column } from './columns.ts';

/** What a layer makes of a column. */
export function applyLayer(layer: Layer, column: Column): Tensor {
  if (column instanceof Tensor) return layer.apply<Tensor>(column);
  if (layer instanceof TextLayer) return layer.apply(column);
  throw new ArgumentError(
    `Layer "${layer.name}" takes tensors, and the feature holds text. Received: ${describe(column)}`,
  );
}

/** How many whole numbers a layer can give; null when that isn't known. */
function cardinality(layer: Layer): number | null {
  if (layer instanceof IndexLookup) return layer.vocabularySize();
  if (layer instanceof CategoryEncoding) return layer.numTokens;
  if (layer instanceof Discretization) return (layer.binBoundaries?.length ?? 0) + 1;
  if (layer instanceof Hashing || layer instanceof HashedCrossing) return layer.numBins;
  return null;
}

/** Whole numbers [batch, n] as vectors with a 1 at each: [batch, cardinality]. */
export function oneHot(name: string, layer: Layer, indices: Tensor): Tensor {
  const numTokens = cardinality(layer);
  if (numTokens === null || !indices.dtype.includes('int')) {
    throw new ArgumentError(
      `Feature "${name}" has outputMode 'one_hot', for which its layer must give whole numbers of a known range; 'int' or 'float' would do. Received: ${describe(layer)}, which gives ${indices.dtype}`,
    );
  }
  return new CategoryEncoding({ numTokens, outputMode: 'multi_hot' }).apply(indices);
}
