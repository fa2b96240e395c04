import * as initializers from '../../../initializers/index.ts';
import * as layers from '../../../layers/index.ts';
import type { Layer } from '../../../layers/layer.ts';
import { Sequential } from '../../../models/index.ts';
import * as ops from '../../../ops/index.ts';
import * as optimizers from '../../../optimizers/index.ts';
import type { Optimizer } from '../../../optimizers/optimizer.ts';
import { convertToTensor } from '../../../tensor/convert.ts';
import { setRandomSeed } from '../../../utils/index.ts';
import type { Samples } from '../data/samples.ts';
import type { PlaygroundState } from '../state/playground-state.ts';
import { type InitializerSpec, type LayerSpec, netSpec, type OptimizerSpec } from './net-spec.ts';

const initializerOf = (spec: InitializerSpec) =>
  typeof spec === 'string' ? spec : new initializers.RandomNormal(spec.options);

function layerOf(spec: LayerSpec): Layer {
  switch (spec.name) {
    case 'Dense': {
      const { kernelInitializer, ...options } = spec.options;
      return new layers.Dense(spec.first, {
        ...options,
        ...(kernelInitializer === undefined ? {} : { kernelInitializer: initializerOf(kernelInitializer) }),
      });
    }
    case 'BatchNormalization':
      return new layers.BatchNormalization(spec.options);
    case 'LayerNormalization':
      return new layers.LayerNormalization();
    case 'Activation':
      return new layers.Activation(spec.first);
    case 'Dropout':
      return new layers.Dropout(spec.first);
    case 'AlphaDropout':
      return new layers.AlphaDropout(spec.first);
  }
}

function optimizerOf(spec: OptimizerSpec): Optimizer {
  switch (spec.name) {
    case 'SGD':
      return new optimizers.SGD(spec.options);
    case 'Adagrad':
      return new optimizers.Adagrad(spec.options);
    case 'RMSprop':
      return new optimizers.RMSprop(spec.options);
    case 'Adam':
      return new optimizers.Adam(spec.options);
    case 'AdamW':
      return new optimizers.AdamW(spec.options);
    case 'Nadam':
      return new optimizers.Nadam(spec.options);
  }
}

/** The compiled model of a state, with the initial weights that its seed gives. */
export async function buildModel(state: PlaygroundState, train: Samples): Promise<Sequential> {
  const spec = netSpec(state);
  setRandomSeed(state.seed);
  const model = new Sequential([new layers.Input({ shape: [spec.features] })]);
  if (spec.standardize) {
    // One mean and one deviation for all features: pixels that are always blank have none of their own.
    const normalization = new layers.Normalization({ axis: null });
    await normalization.adapt(ops.reshape(convertToTensor(train.x), [-1, spec.features]));
    model.add(normalization);
  }
  for (let i = 0; i < spec.depth; i++) for (const layer of spec.block) model.add(layerOf(layer));
  model.add(layerOf(spec.output));
  model.compile({ optimizer: optimizerOf(spec.optimizer), loss: spec.loss, metrics: ['accuracy'] });
  return model;
}

/** Samples as a list of rows, as models take them. */
export const rowsOf = ({ x, y, features }: Samples): Float32Array[] =>
  Array.from(y, (_, i) => x.subarray(i * features, (i + 1) * features));
