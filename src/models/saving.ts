/** `keras.saving`. */

import type { FileSource } from '../saving/places/byte-source.ts';
import type { FileTarget } from '../saving/places/write-file.ts';
import type { SaveOptions } from '../saving/save-model.ts';
import type { LoadWeightsOptions } from '../saving/weights.ts';
import type { Model } from './model.ts';

export * from '../saving/index.ts';
export { loadModel } from './load-model.ts';

/** The same as `model.save`. */
export const saveModel = (model: Model, filepath: FileTarget, options: SaveOptions = {}): Promise<void> =>
  model.save(filepath, options);

/** The same as `model.saveWeights`. */
export const saveWeights = (model: Model, filepath: FileTarget, options: SaveOptions = {}): Promise<void> =>
  model.saveWeights(filepath, options);

/** The same as `model.loadWeights`. */
export const loadWeights = (model: Model, filepath: FileSource, options: LoadWeightsOptions = {}): Promise<void> =>
  model.loadWeights(filepath, options);
