import { type LoadModelOptions, loadSavedModel } from '../saving/load-model.ts';
import { ArgumentError, describe } from '../support/errors.ts';
import type { FileSource } from '../support/files/file-source.ts';
import { Model } from './model.ts';

/**
 * Loads a model that `model.save`, or Keras, has written: a `.keras` archive, or a whole model in Keras 2's HDF5 format.
 * It comes back with its weights, compiled as it was, and with the state of its optimizer, so that training goes on
 * where it ended.
 *
 * Nothing in a file is ever run: Python lambdas are refused, and classes are found by their names among those that are
 * known here.
 *
 * @param filepath a path, a URL, `indexeddb://name` or `opfs://name` (in browsers), bytes, or a `File` or `Blob`
 * @param options `customObjects`: classes and functions of your own by name; `compile`: false leaves the model
 *   uncompiled
 * @throws FileError when the file is damaged, no model, or holds what is unknown or refused
 * @see https://keras.io/api/models/model_saving_apis/model_saving_and_loading/#load_model-function
 *
 * @example
 * ```ts
 * import { layers, models, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(2)]);
 * const again = await models.loadModel(await model.toBytes());
 * console.log(again.countParams()); // => 10
 * ```
 */
export async function loadModel(filepath: FileSource, options: LoadModelOptions = {}): Promise<Model> {
  const model = await loadSavedModel(filepath, options);
  if (model instanceof Model) return model;
  throw new ArgumentError(`\`filepath\` must be the file of a model. Received: that of ${describe(model)}`);
}
