import { layers, optimizers, Sequential } from '../../src/index.ts';
import { learningRate, type TrainingWorkload } from '../workloads.ts';

/** A workload's net, compiled. */
export function buildModel(workload: TrainingWorkload): Sequential {
  const { activation, initializer: kernelInitializer } = workload;
  const model = new Sequential([new layers.Input({ shape: workload.inputShape })]);
  if (workload.inputShape.length > 1) model.add(new layers.Flatten());
  if (workload.batchNormalization) model.add(new layers.BatchNormalization());
  for (const units of workload.hidden) {
    model.add(new layers.Dense(units, { activation, kernelInitializer }));
    if (workload.batchNormalization) model.add(new layers.BatchNormalization());
  }
  model.add(new layers.Dense(workload.classes, { activation: 'softmax' }));
  model.compile({ optimizer: new optimizers.Adam({ learningRate }), loss: 'sparse_categorical_crossentropy' });
  return model;
}
