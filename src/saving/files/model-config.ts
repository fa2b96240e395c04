import { LayerState } from '../../layers/layer-state.ts';
import { customMember } from '../../support/custom-members.ts';
import { describe } from '../../support/errors.ts';
import { FileError } from '../../support/file-error.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import { type Config, deserializeObject, isSerialized, type SerializedObject } from '../../support/registry.ts';

/** What the functions here need of a model; `models` has the real ones. */
export interface SavedModel extends LayerState {
  getConfig(): Config;
  compileFromConfig(config: Config): void;
}

const isSavedModel = (x: unknown): x is SavedModel =>
  x instanceof LayerState && 'compileFromConfig' in x && typeof x.compileFromConfig === 'function';

/**
 * Refuses functions that Python has compiled: they could do anything, and only Python can run them.
 *
 * @param layer the name of the layer around
 */
function refuseLambdas(value: unknown, layer: string): void {
  if (Array.isArray(value)) for (const item of value) refuseLambdas(item, layer);
  if (!isPlainRecord(value)) return;
  const config = isPlainRecord(value.config) ? value.config : undefined;
  const className = value.class_name;
  const name = typeof config?.name === 'string' ? config.name : layer;
  // A class of the user's reads the config as it likes.
  if (typeof className === 'string' && customMember({}, className) !== undefined) return;
  const code = className === '__lambda__' || (className === 'Lambda' && config?.function_type === 'lambda');
  if (code) {
    throw new FileError(
      `Layer "${name}" holds a Python lambda, which is never run. Write it as a class that extends Layer, and pass that as customObjects: { Lambda: YourClass } or register it with saving.registerKerasSerializable`,
    );
  }
  for (const item of Object.values(value)) refuseLambdas(item, name);
}

/**
 * The model of Keras's envelope, compiled if it says so.
 *
 * @throws FileError for what is no model, and for anything in it that is unknown or refused
 */
export function modelFromConfig(config: unknown, compile: boolean): SavedModel {
  if (!isSerialized(config)) throw new FileError(`it holds no model: ${describe(config)}`);
  refuseLambdas(config, config.class_name);
  const model = deserializeObject(config, { module: 'keras' });
  if (!isSavedModel(model)) throw new FileError(`it holds a ${config.class_name}, which is no model`);
  const { compile_config: compileConfig }: SerializedObject = config;
  // An uncompiled model has none, or an empty one.
  if (compile && isPlainRecord(compileConfig) && Object.keys(compileConfig).length > 0)
    model.compileFromConfig(compileConfig);
  return model;
}
