import { layers, optimizers, Sequential } from '../../src/index.ts';
import { type LayerSpec, learningRate, type PredictionWorkload, type TrainingWorkload } from '../workloads.ts';

function layerOf(spec: LayerSpec, kernelInitializer: 'he_normal' | 'glorot_uniform') {
  switch (spec.kind) {
    case 'flatten':
      return new layers.Flatten();
    case 'batchNormalization':
      return new layers.BatchNormalization();
    case 'dense':
      return new layers.Dense(spec.units, { activation: spec.activation, kernelInitializer });
  }
}

/** A workload's net, compiled. */
export function buildModel(net: TrainingWorkload | PredictionWorkload): Sequential {
  const model = new Sequential([new layers.Input({ shape: net.inputShape })]);
  for (const spec of net.layers) model.add(layerOf(spec, net.initializer));
  model.add(new layers.Dense(net.classes, { activation: 'softmax' }));
  model.compile({ optimizer: new optimizers.Adam({ learningRate }), loss: 'sparse_categorical_crossentropy' });
  return model;
}
