import { H5Writer } from '../h5/h5-writer.ts';
import type { SavedPart } from './saved-parts.ts';

/**
 * Writes the variables of all parts as Keras's `model.weights.h5` has them.
 *
 * @param addMore writes what Keras does not know, into groups that it does not look at
 */
export async function writeState(
  parts: readonly SavedPart[],
  addMore?: (writer: H5Writer) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = await H5Writer.create();
  for (const { path, owner, variables } of parts) {
    const group = `${path}/vars`;
    writer.attribute(group, 'name', owner.name);
    for (const [i, variable] of variables.entries()) {
      writer.dataset(group, String(i), await variable.data(), variable.shape);
    }
  }
  addMore?.(writer);
  return writer.finish();
}
