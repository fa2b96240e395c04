import { type Configurable, type SerializedObject, serializeObject } from '../support/registry.ts';

/**
 * Keras's envelope of an object: `{ module, class_name, config, registered_name }`, and `build_config` where there is
 * one.
 *
 * @see https://keras.io/api/models/model_saving_apis/serialization_utils/
 *
 * @example
 * ```ts
 * import { initializers, saving } from 'keratin';
 * const { class_name } = saving.serializeKerasObject(new initializers.HeNormal());
 * console.log(class_name); // => HeNormal
 * ```
 */
export const serializeKerasObject = (object: Configurable): SerializedObject => serializeObject(object);
