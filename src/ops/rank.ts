import * as g from '../graph/build.ts';
import { ArgumentError } from '../support/errors.ts';
import { range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';

/** Every axis of extent 1 in front that several tensors need to have the same rank; for `hstack` and its kin. */
export function atLeastRank(x: TensorLike, rank: number): Tensor {
  const node = nodeOf(x);
  if (node.shape.length >= rank) return tensor(node);
  if (rank > 3) throw new ArgumentError(`atLeastRank goes up to 3. Received: rank=${rank}`);
  const shape =
    rank === 3
      ? [...(node.shape.length === 2 ? [] : [1]), ...node.shape, ...(node.shape.length === 0 ? [1] : []), 1]
      : [...range(rank - node.shape.length).map(() => 1), ...node.shape];
  return tensor(g.reshape(node, shape));
}
