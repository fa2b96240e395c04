import type { LayerState } from '../../layers/layer-state.ts';
import { Optimizer } from '../../optimizers/optimizer.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import { type Configurable, serializeObject } from '../../support/registry.ts';
import type { Variable } from '../../tensor/variable.ts';
import { H5Writer } from '../h5/h5-writer.ts';
import { layersOf, legacyWeights } from './legacy-h5.ts';

async function writeGroup(writer: H5Writer, group: string, variables: readonly Variable[]): Promise<void> {
  writer.group(group);
  writer.attribute(
    group,
    'weight_names',
    variables.map(({ path }) => path),
  );
  for (const variable of variables) {
    const at = variable.path.lastIndexOf('/');
    const place = at < 0 ? group : `${group}/${variable.path.slice(0, at)}`;
    writer.dataset(place, variable.path.slice(at + 1), await variable.data(), variable.shape, variable.dtype);
  }
}

/** Writes a whole model in Keras 2's HDF5 format, for programs that read no other. */
export async function writeLegacyModel(model: LayerState & Configurable): Promise<Uint8Array[]> {
  const writer = new H5Writer();
  const { class_name, config, compile_config: compiled } = serializeObject(model);
  writer.attribute('/', 'keras_version', '3.15.1');
  writer.attribute('/', 'backend', 'jax');
  writer.attribute('/', 'model_config', JSON.stringify({ class_name, config }));
  const optimizer = 'optimizer' in model ? model.optimizer : null;
  if (compiled !== undefined && isPlainRecord(compiled.optimizer)) {
    const { optimizer: envelope, ...rest } = compiled;
    const training = { ...rest, optimizer_config: { class_name: envelope.class_name, config: envelope.config } };
    writer.attribute('/', 'training_config', JSON.stringify(training));
  }
  const layers = layersOf(model);
  writer.attribute(
    '/model_weights',
    'layer_names',
    layers.map(({ name }) => name),
  );
  writer.attribute('/model_weights', 'backend', 'jax');
  writer.attribute('/model_weights', 'keras_version', '3.15.1');
  for (const layer of layers) await writeGroup(writer, `/model_weights/${layer.name}`, legacyWeights(layer));
  await writeGroup(writer, '/model_weights/top_level_model_weights', model.ownWeights);
  if (optimizer instanceof Optimizer) await writeGroup(writer, '/optimizer_weights', optimizer.variables);
  return writer.pieces();
}
