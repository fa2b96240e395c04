import { ArgumentError, describe } from '../support/errors.ts';
import { type Configurable, type CustomObjects, deserializeObject, isSerialized } from '../support/registry.ts';

export interface DeserializeOptions {
  /** Classes of your own, by class name or registered name. */
  readonly customObjects?: CustomObjects;
}

/**
 * The object of an envelope that `serializeKerasObject` or Keras has written.
 *
 * @throws ArgumentError for what is no envelope, and for unknown classes, with the nearest known name
 * @see https://keras.io/api/utils/serialization_utils/#deserializekerasobject-function
 *
 * @example
 * ```ts
 * import { saving } from 'keratin';
 * const config = { module: 'keras.regularizers', class_name: 'L2', config: { l2: 0.5 }, registered_name: null };
 * console.log(saving.deserializeKerasObject(config).getConfig()); // => { l2: 0.5 }
 * ```
 */
export function deserializeKerasObject(config: unknown, options: DeserializeOptions = {}): Configurable {
  if (!isSerialized(config)) {
    throw new ArgumentError(
      `\`config\` must be an object with class_name and config. Received: config=${describe(config)}`,
    );
  }
  return deserializeObject(config, { module: config.module ?? 'keras.layers', customObjects: options.customObjects });
}
