import { Layer } from '../../layers/layer.ts';
import type { LayerState } from '../../layers/layer-state.ts';
import { Optimizer } from '../../optimizers/optimizer.ts';
import { describe } from '../../support/errors.ts';
import { FileError } from '../../support/file-error.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import type { Config } from '../../support/registry.ts';
import { formatShape, sameShape } from '../../support/shape.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { H5Reader } from '../h5/h5-reader.ts';
import { type Assignment, assignAll, type ReadStateOptions } from '../state/read-state.ts';
import type { SavedModel } from './model-config.ts';
import { readJson } from './read-json.ts';

/** Whether a file is one that Keras 2 would write, of a whole model or of weights. */
export const isLegacyH5 = (file: H5Reader): boolean =>
  file.has('/model_weights') ||
  file.attribute('/', 'layer_names') !== undefined ||
  namesAt(file, '/', 'layer_names').length > 0;

/** A list of names in an attribute, or, where it was too long for one, in several that are numbered. */
function namesAt(file: H5Reader, group: string, name: string): string[] {
  const read = (attribute: string): string[] | undefined => {
    const value = file.attribute(group, attribute);
    if (value === undefined) return undefined;
    const list = Array.isArray(value) ? value : [value];
    if (!list.every((item) => typeof item === 'string'))
      throw new FileError(`HDF5: attribute ${attribute} of ${group} holds no names: ${describe(value)}`);
    return list.flat();
  };
  const whole = read(name);
  if (whole !== undefined) return whole;
  const pieces: string[] = [];
  for (let i = 0, piece = read(`${name}0`); piece !== undefined; piece = read(`${name}${++i}`)) pieces.push(...piece);
  return pieces;
}

/** Keras 2's order of a layer's weights. */
export const legacyWeights = (layer: LayerState): Variable[] => [
  ...layer.trainableWeights,
  ...layer.nonTrainableWeights,
];

/** Keras 2's `model.layers`: those that can have weights. */
export const layersOf = (model: LayerState): Layer[] =>
  'layers' in model && Array.isArray(model.layers)
    ? model.layers.filter((layer): layer is Layer => layer instanceof Layer)
    : [];

/** The numbers for some variables in a group, by order. */
function matchGroup(
  file: H5Reader,
  group: string,
  variables: readonly Variable[],
  what: string,
  { skipMismatch }: ReadStateOptions,
): Assignment[] {
  const names = namesAt(file, group, 'weight_names');
  const refuse = (reason: string): void => {
    if (!skipMismatch) throw new FileError(reason);
    console.warn(`Not loaded: ${reason}`);
  };
  if (names.length !== variables.length) {
    refuse(`${what} has ${variables.length} weights, and the file has ${names.length} for it`);
    return [];
  }
  return variables.flatMap((variable, i) => {
    const dataset = file.dataset(`${group}/${names[i]}`);
    if (sameShape(dataset.shape, variable.shape)) return [{ variable, dataset }];
    refuse(
      `${what}: weight ${variable.path} has shape ${formatShape(variable.shape)}, and the file has ${formatShape(dataset.shape)} for it`,
    );
    return [];
  });
}

export interface LegacyWeightsOptions extends ReadStateOptions {
  /** Whether layers get the weights of the layer of their name; by default they are matched by order. */
  readonly byName: boolean;
}

/** Finds the numbers for a model's weights in a file of Keras 2's kind. */
export function matchLegacyWeights(file: H5Reader, model: LayerState, options: LegacyWeightsOptions): Assignment[] {
  const root = file.has('/model_weights') && file.attribute('/', 'layer_names') === undefined ? '/model_weights' : '';
  const groupOf = (name: string): string => `${root}/${name}`;
  const saved = namesAt(file, root, 'layer_names');
  const layers = layersOf(model);
  let pairs: (readonly [name: string, layer: Layer])[];
  if (options.byName)
    pairs = saved.flatMap((name) =>
      layers.filter((layer) => layer.name === name).map((layer) => [name, layer] as const),
    );
  else {
    const weighted = saved.filter((name) => namesAt(file, groupOf(name), 'weight_names').length > 0);
    const takers = layers.filter((layer) => layer.weights.length > 0);
    if (weighted.length !== takers.length)
      throw new FileError(`The model has ${takers.length} layers with weights, and the file has ${weighted.length}`);
    pairs = takers.map((layer, i) => [weighted[i] ?? '', layer] as const);
  }
  const own = model.ownWeights;
  return [
    ...pairs.flatMap(([name, layer]) =>
      matchGroup(file, groupOf(name), legacyWeights(layer), `layer "${layer.name}"`, options),
    ),
    ...(file.has(groupOf('top_level_model_weights')) && own.length > 0
      ? matchGroup(file, groupOf('top_level_model_weights'), own, 'the model itself', options)
      : []),
  ];
}

function jsonAttribute(file: H5Reader, name: string): unknown {
  const text = file.attribute('/', name);
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new FileError(`HDF5: attribute ${name} is no text: ${describe(text)}`);
  return readJson(name, new TextEncoder().encode(text));
}

/** What Keras 2 wrote about `compile`, as Keras 3 writes it. */
function compileConfigOf(training: unknown): Config | undefined {
  if (!isPlainRecord(training)) return undefined;
  const { optimizer_config: optimizer, loss, metrics, weighted_metrics, loss_weights } = training;
  return { optimizer, loss, metrics, weighted_metrics, loss_weights };
}

/** Gives an optimizer what the file remembers; one that does not fit stays as it is, with a warning, as in Keras. */
function loadOptimizer(file: H5Reader, optimizer: Optimizer): void {
  try {
    const { variables } = optimizer;
    assignAll(
      matchGroup(file, '/optimizer_weights', variables, `optimizer "${optimizer.name}"`, { skipMismatch: false }),
    );
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    console.warn(`Not loaded: ${error.message}`);
  }
}

/** Makes the whole model that Keras 2, or Keras 3 in the same format, has written. */
export function readLegacyModel(file: H5Reader, make: (config: unknown) => SavedModel, compile: boolean): SavedModel {
  const config = jsonAttribute(file, 'model_config');
  if (config === undefined) throw new FileError('The file holds weights without a model: use model.loadWeights');
  const compileConfig = compileConfigOf(jsonAttribute(file, 'training_config'));
  const model = make(isPlainRecord(config) && compileConfig ? { ...config, compile_config: compileConfig } : config);
  assignAll(matchLegacyWeights(file, model, { skipMismatch: false, byName: false }));
  const optimizer = 'optimizer' in model ? model.optimizer : null;
  if (compile && optimizer instanceof Optimizer && file.has('/optimizer_weights')) loadOptimizer(file, optimizer);
  return model;
}
