import * as g from '../graph/build.ts';
import { checkOptions, unknownName } from '../support/errors.ts';
import { sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';

export interface MeshgridOptions {
  /** 'xy' (default) exchanges the first two axes, as pictures have them; 'ij' does not. */
  readonly indexing?: 'xy' | 'ij';
}

/**
 * Coordinate tensors of one-dimensional tensors.
 *
 * @param args the tensors, and `{ indexing }` at the end
 * @see https://keras.io/api/ops/numpy/#meshgrid-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [x, y] = ops.meshgrid([1, 2], [3, 4]);
 * console.log(await x?.array(), await y?.array()); // => [[1, 2], [1, 2]] [[3, 3], [4, 4]]
 * ```
 */
export function meshgrid(...args: readonly (TensorLike | MeshgridOptions)[]): Tensor[] {
  const last = args.at(-1);
  const options = isIndexing(last) ? last : {};
  checkOptions('meshgrid', options, ['indexing']);
  const { indexing = 'xy' } = options;
  if (indexing !== 'xy' && indexing !== 'ij') throw unknownName('indexing', indexing, ['xy', 'ij']);
  const nodes = args.filter((x): x is TensorLike => !isIndexing(x)).map((x) => nodeOf(x));
  const swap = indexing === 'xy' && nodes.length > 1;
  const place = (i: number) => (swap && i < 2 ? 1 - i : i);
  const extents = nodes.map((node) => sizeOf(node.shape));
  const shape = extents.map((_, i) => extents[place(i)] ?? 1);
  return nodes.map((node, i) =>
    tensor(
      g.broadcast(
        g.reshape(
          node,
          shape.map((n, axis) => (axis === place(i) ? n : 1)),
        ),
        shape,
      ),
    ),
  );
}

const isIndexing = (x: unknown): x is MeshgridOptions => typeof x === 'object' && x !== null && 'indexing' in x;
