import { layers, Model, optimizers, Sequential } from '../../src/index.ts';
import { type LayerSpec, learningRate, type PredictionWorkload, type TrainingWorkload } from '../workloads.ts';

/** Post-norm, as in Vaswani et al. 2017. */
function transformerBlock([length = 1, features = 1]: readonly number[], heads: number, feedForward: number): Model {
  const x = new layers.Input({ shape: [length, features] });
  const attended = new layers.MultiHeadAttention(heads, features / heads).apply(x, x);
  const h = new layers.LayerNormalization().apply(layers.add([x, attended]));
  const wide = new layers.Dense(feedForward, { activation: 'relu' }).apply(h);
  const y = layers.add([h, new layers.Dense(features).apply(wide)]);
  return new Model(x, new layers.LayerNormalization().apply(y));
}

function layerOf(spec: LayerSpec, net: TrainingWorkload | PredictionWorkload) {
  switch (spec.kind) {
    case 'flatten':
      return new layers.Flatten();
    case 'batchNormalization':
      return new layers.BatchNormalization();
    case 'conv2d':
      return new layers.Conv2D(spec.filters, spec.size, {
        activation: spec.activation,
        kernelInitializer: net.initializer,
      });
    case 'maxPooling2d':
      return new layers.MaxPooling2D(spec.size);
    case 'dense':
      return new layers.Dense(spec.units, { activation: spec.activation, kernelInitializer: net.initializer });
    case 'lstm':
      return new layers.LSTM(spec.units);
    case 'transformerBlock':
      return transformerBlock(net.inputShape, spec.heads, spec.feedForward);
    case 'globalAveragePooling1D':
      return new layers.GlobalAveragePooling1D();
  }
}

/** A workload's net, compiled. */
export function buildModel(net: TrainingWorkload | PredictionWorkload): Sequential {
  const model = new Sequential([new layers.Input({ shape: net.inputShape })]);
  for (const spec of net.layers) model.add(layerOf(spec, net));
  model.add(new layers.Dense(net.classes, { activation: 'softmax' }));
  model.compile({ optimizer: new optimizers.Adam({ learningRate }), loss: 'sparse_categorical_crossentropy' });
  return model;
}
