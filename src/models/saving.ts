/** `keras.saving`. */

import type { SaveOptions } from '../saving/save-model.ts';
import type { LoadWeightsOptions, SaveWeightsOptions } from '../saving/weights.ts';
import type { FileSource } from '../support/files/file-source.ts';
import type { FileTarget } from '../support/files/write-file.ts';
import type { Model } from './model.ts';

export * from '../saving/index.ts';
export { loadModel } from './load-model.ts';

/**
 * The same as `model.save`.
 *
 * @see https://keras.io/api/models/model_saving_apis/model_saving_and_loading/#save_model-function
 *
 * @example
 * ```ts no-run
 * import { layers, models, saving, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
 * await saving.saveModel(model, 'small.keras');
 * console.log((await models.loadModel('small.keras')).countParams()); // => 3
 * ```
 */
export const saveModel = (model: Model, filepath: FileTarget, options: SaveOptions = {}): Promise<void> =>
  model.save(filepath, options);

/**
 * The same as `model.saveWeights`.
 *
 * @see https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/#save_weights-method
 *
 * @example
 * ```ts no-run
 * import { layers, saving, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
 * await saving.saveWeights(model, 'small.weights.h5');
 * await saving.loadWeights(model, 'small.weights.h5');
 * ```
 */
export const saveWeights = (model: Model, filepath: FileTarget, options: SaveWeightsOptions = {}): Promise<void> =>
  model.saveWeights(filepath, options);

/**
 * The same as `model.loadWeights`.
 *
 * @see https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/#load_weights-method
 *
 * @example
 * ```ts no-run
 * import { layers, saving, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
 * await saving.saveWeights(model, 'some.weights.h5');
 * await saving.loadWeights(model, 'some.weights.h5');
 * ```
 */
export const loadWeights = (model: Model, filepath: FileSource, options: LoadWeightsOptions = {}): Promise<void> =>
  model.loadWeights(filepath, options);
