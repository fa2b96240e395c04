import { LayerState } from '../../layers/layer-state.ts';
import { Optimizer } from '../../optimizers/optimizer.ts';
import type { DType } from '../../support/dtype.ts';
import { FileError } from '../../support/file-error.ts';
import { formatShape, sameShape, sizeOf } from '../../support/shape.ts';
import { Storage } from '../../tensor/storage.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { H5Dataset } from '../h5/h5-reader.ts';
import { describePart, type SavedPart } from './saved-parts.ts';

/** Where weights are read from: one HDF5 file, or several. */
export interface WeightSource {
  has(path: string): boolean;
  members(path: string): ReadonlySet<string>;
  attribute(path: string, name: string): unknown;
  dataset(path: string): H5Dataset;
}

/** Elements that are in memory twice while they are read: few enough to stay in the processor's cache. */
const PIECE_ELEMENTS = 1 << 18;

/** A variable and the numbers that it is to get. */
export interface Assignment {
  readonly variable: Variable;
  readonly dataset: H5Dataset;
}

function load({ variable, dataset }: Assignment): Tensor {
  if (!sameShape(dataset.shape, variable.shape))
    throw new FileError(
      `variable ${variable.path} has shape ${formatShape(variable.shape)}, and the file has ${formatShape(dataset.shape)} for it`,
    );
  return readTensor(dataset, variable.dtype);
}

/** The numbers of a dataset on the backend, carried over piece by piece. */
export function readTensor(dataset: H5Dataset, dtype: DType): Tensor {
  const storage = new Storage(dataset.shape, dtype);
  const total = sizeOf(dataset.shape);
  for (let start = 0; start < total; start += PIECE_ELEMENTS) {
    const count = Math.min(PIECE_ELEMENTS, total - start);
    storage.write(dataset.read(start, count, dtype), start);
  }
  return new Tensor(storage);
}

/** Reads and assigns: all variables change, or none. */
export function assignAll(assignments: readonly Assignment[]): void {
  const before = assignments.map(({ variable }) => [variable, variable.value] as const);
  try {
    for (const assignment of assignments) assignment.variable.assign(load(assignment));
  } catch (error) {
    for (const [variable, value] of before) variable.assign(value);
    throw error;
  }
}

export interface ReadStateOptions {
  /** Whether parts that don't fit are left as they are, with a warning, instead of being refused. */
  readonly skipMismatch: boolean;
}

/** What older files call the list of a model's layers. */
const OLD_LAYERS = '_layer_checkpoint_dependencies';

/** Where a part's variables are in a file. */
function varsPath(source: WeightSource, path: string): string {
  if (!source.has(`/${OLD_LAYERS}`)) return `${path}/vars`;
  return `${path.replace(/(?<=^|\/)layers(?=\/|$)/g, OLD_LAYERS)}/vars`;
}

/** The datasets that a part's variables are read from; throws when they don't fit. */
function matchPart(source: WeightSource, part: SavedPart): Assignment[] {
  const path = varsPath(source, part.path);
  const stored = source.members(path).size;
  // An optimizer that has not made a step remembers nothing but which step comes next, and the learning rate.
  const variables = part.owner instanceof Optimizer && stored <= 2 ? part.variables.slice(0, stored) : part.variables;
  if (stored !== variables.length) {
    const why =
      part.variables.length === 0 && !isBuilt(part)
        ? ': it has none before it is built (call build, or apply it)'
        : stored === 0 && !source.has(path)
          ? `: there is no group ${path}`
          : '';
    throw new FileError(
      `${describePart(part)} has ${part.variables.length} variables, and the file has ${stored} for it${why}`,
    );
  }
  const found = variables.map((variable, i) => {
    const dataset = source.dataset(`${path}/${i}`);
    if (!sameShape(dataset.shape, variable.shape)) {
      throw new FileError(
        `${describePart(part)}: variable ${variable.path} has shape ${formatShape(variable.shape)}, and the file has ${formatShape(dataset.shape)} for it`,
      );
    }
    return { variable, dataset };
  });
  const merged = part.owner instanceof LayerState ? part.owner.merged : null;
  return merged === null ? found : [...found, { variable: merged.zeroed, dataset: zeros(merged.zeroed) }];
}

/** What a file says in silence of a variable that it leaves out: nothing is added. */
const zeros = ({ path, shape, dtype }: Variable): H5Dataset => ({
  ...{ path, shape, dtype },
  read: (_start, count) => new Float32Array(count),
});

const isBuilt = ({ owner }: SavedPart): boolean => owner.built;

/**
 * Finds the numbers for all parts of a model in a file of weights. Nothing is read yet but shapes.
 *
 * @throws FileError when a part does not fit, unless mismatches are to be skipped; an optimizer that does not fit is
 *   always left as it is, with a warning, as in Keras
 */
export function matchState(
  source: WeightSource,
  parts: readonly SavedPart[],
  { skipMismatch }: ReadStateOptions,
): Assignment[] {
  return parts.flatMap((part) => {
    if (part.variables.length === 0 && source.members(varsPath(source, part.path)).size === 0) return [];
    try {
      return matchPart(source, part);
    } catch (error) {
      const lenient = skipMismatch || part.owner instanceof Optimizer;
      if (!(error instanceof FileError) || !lenient) throw error;
      console.warn(`Not loaded: ${error.message}`);
      return [];
    }
  });
}
