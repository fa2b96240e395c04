import { LayerState } from '../../layers/layer-state.ts';
import type { Optimizer } from '../../optimizers/optimizer.ts';
import type { Variable } from '../../tensor/variable.ts';
import { H5Writer } from '../h5/h5-writer.ts';
import type { SavedPart } from './saved-parts.ts';

/** The group in which a part's variables are. */
export const variablesPath = ({ path }: { readonly path: string }): string => `${path}/vars`;

/** Writes the group of a part, with its name. */
export function writeGroup(writer: H5Writer, path: string, owner: LayerState | Optimizer): void {
  writer.attribute(path, 'name', owner.name);
}

/** Writes one variable of a part; a weight to which others are added as the sum, unless `apart`. */
export async function writeVariable(
  writer: H5Writer,
  part: SavedPart,
  index: number,
  variable: Variable,
  apart = false,
): Promise<void> {
  const merged = part.owner instanceof LayerState ? part.owner.merged : null;
  const value = (apart ? undefined : merged?.value(variable)) ?? variable;
  writer.dataset(variablesPath(part), String(index), await value.data(), variable.shape, variable.dtype);
}

/**
 * Writes the variables of all parts as Keras's `model.weights.h5` has them.
 *
 * @param addMore writes what Keras does not know, into groups that it does not look at; then each weight is written as
 *   it is, without what others add to it
 * @returns the bytes of a file, in pieces
 */
export async function writeState(
  parts: readonly SavedPart[],
  addMore?: (writer: H5Writer) => Promise<void>,
): Promise<Uint8Array[]> {
  const writer = new H5Writer();
  for (const part of parts) {
    const group = variablesPath(part);
    writeGroup(writer, group, part.owner);
    for (const [i, variable] of part.variables.entries())
      await writeVariable(writer, part, i, variable, addMore !== undefined);
  }
  await addMore?.(writer);
  return writer.pieces();
}
