import { ArgumentError, describe } from '../support/errors.ts';
import { messageOf } from '../support/message-of.ts';
import { type CustomObjects, deserializeObject } from '../support/registry.ts';
import { Model } from './model.ts';

/**
 * The model that `model.toJson()`, or Keras's `model.to_json()`, wrote: its layers with new weights, not compiled.
 *
 * @param json the text
 * @param options `customObjects`: classes of your own by name
 * @throws ArgumentError when the text isn't JSON of a model, or a class is unknown
 * @see https://keras.io/api/models/model_saving_apis/model_config_serialization/#model_from_json-function
 *
 * @example
 * ```ts
 * import { layers, models, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(2)]);
 * console.log(models.modelFromJson(model.toJson()).countParams()); // => 10
 * ```
 */
export function modelFromJson(json: string, options: { readonly customObjects?: CustomObjects } = {}): Model {
  let config: unknown;
  try {
    config = JSON.parse(json);
  } catch (error) {
    throw new ArgumentError(
      `\`json\` must be JSON text: ${messageOf(error)}. Received: ${describe(json).slice(0, 80)}`,
    );
  }
  const model = deserializeObject(config, { module: 'keras', customObjects: options.customObjects });
  if (!(model instanceof Model))
    throw new ArgumentError(`\`json\` must be that of a model. Received: ${describe(model)}`);
  return model;
}
