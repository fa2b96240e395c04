import { FileError } from '../../support/file-error.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { H5Reader } from '../h5/h5-reader.ts';
import { readTensor } from '../state/read-state.ts';

/** Weights by the name of each (`0`, `1`, ...), by the path of the object that has them (`layers/dense`). */
export type SavedObjects = Map<string, Map<string, Tensor>>;

/** Honest files have fewer groups; hostile ones hold themselves. */
const MAX_GROUPS = 10_000;
const MAX_DEPTH = 64;

/** The group that holds the weights of an object. */
const WEIGHTS = 'vars';

/**
 * All weights in a file.
 *
 * @throws FileError when it is damaged, or its groups hold one another
 */
export function readObjects(file: H5Reader): SavedObjects {
  const objects: SavedObjects = new Map();
  let groups = 0;
  const visit = (path: string, depth: number): void => {
    if (++groups > MAX_GROUPS || depth > MAX_DEPTH)
      throw new FileError('it has too many groups, or groups in themselves');
    const weights = new Map<string, Tensor>();
    for (const name of file.members(path)) {
      const inside = `${path}/${name}`;
      if (name === WEIGHTS && file.isGroup(inside))
        for (const weight of file.members(inside)) {
          const dataset = file.dataset(`${inside}/${weight}`);
          weights.set(weight, readTensor(dataset, dataset.dtype));
        }
      else if (file.isGroup(inside)) visit(inside, depth + 1);
    }
    if (weights.size > 0) objects.set(path.slice(1), weights);
  };
  visit('', 0);
  return objects;
}
