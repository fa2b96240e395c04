import type { LayerState } from '../../layers/layer-state.ts';
import { checkOptions } from '../../support/errors.ts';
import { writeNpy } from '../../support/files/npy.ts';
import { type FileTarget, writeFileAtomically } from '../../support/files/write-file.ts';
import { writeZip } from '../../support/zip/write-zip.ts';
import { requireBuilt } from '../save-model.ts';
import { namedWeights } from './named-weights.ts';
import type { SafetensorsOptions } from './safetensors.ts';
import { transpose } from './transpose.ts';

/**
 * Saves the weights as NumPy arrays in one `.npz` file: `np.load('weights.npz')['dense/kernel']`.
 *
 * @param model the model
 * @param filepath a path, or `indexeddb://name` or `opfs://name`
 * @param options `layout`: `'keras'` or `'pytorch'`; `names`: other names for layers; `overwrite`
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @example
 * ```ts
 * import { layers, saving, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(2)]);
 * await saving.saveNpz(model, '/tmp/example.npz');
 * ```
 */
export async function saveNpz(
  model: LayerState,
  filepath: FileTarget,
  options: SafetensorsOptions = {},
): Promise<void> {
  checkOptions('saveNpz', options, ['layout', 'names', 'overwrite']);
  requireBuilt(model);
  const files: [string, Uint8Array[]][] = [];
  for (const { name, variable, axes } of namedWeights(model, options)) {
    const data = await variable.data();
    const shape = axes === null ? variable.shape : axes.map((axis) => variable.shape[axis] ?? 1);
    const ordered = axes === null ? data : transpose(data, variable.shape, axes);
    files.push([`${name}.npy`, [writeNpy(ordered, shape, variable.dtype)]]);
  }
  await writeFileAtomically(filepath, { overwrite: options.overwrite ?? true }, (write) => writeZip(files, write));
}
